import Model
import Primitives
import ProcessTriage
import Testing

/// Who runs a process, from whole scans.
@Suite struct SupervisionTests {
    private let userUnits = "0::/user.slice/user-1000.slice/user@1000.service/"

    private func process(
        _ pid: Int32, parent: Int32, _ command: String, session: Int32? = nil, group: String = "0::/",
        startTicks: UInt64? = nil
    ) -> ProcessObservation {
        let words = command.split(separator: " ").map { Array($0.utf8) + [0] }
        return ProcessObservation(
            identity: ProcessIdentity(
                pid: pid, startTicks: startTicks ?? UInt64(pid) * 1000, bootID: "boot", userID: 1000),
            parent: parent, processGroup: pid, session: session ?? pid,
            name: ForeignText(String(command.prefix { $0 != " " })),
            arguments: .measured(ForeignText(Array(words.joined()))),
            controlGroups: .measured(ForeignText("\(group)\n")), namespacePIDs: .measured([pid]),
            counters: [ProcessCounters(state: .sleeping)])
    }

    private func isSupervised(
        _ pid: Int32, among processes: [ProcessObservation], systemd: Bool
    ) throws -> Bool? {
        let host = HostFacts(
            hostID: "", bootID: "boot", kernel: "", capturedAt: 0, uptime: 1e6, window: 0.5, samples: 1,
            ticksPerSecond: 100, pageSize: 4096, processors: 1, memoryTotal: .zero, memoryAvailable: .zero,
            initStartTicks: 1000, hasSystemd: systemd, viewer: Viewer(pid: 9999, userID: 1000, chain: []))
        let sample = MachineSample(host: host, processes: processes)
        let place = try #require(processes.firstIndex { $0.pid == pid })
        return FactDerivation(packs: try embeddedPacks.get()).facts(sample)[place].attachment.isSupervised
    }

    @Test func `a service of a user's systemd is supervised, and so is what it started`() throws {
        let processes = [
            process(1, parent: 0, "/sbin/init", group: "0::/init.scope"),
            process(20, parent: 1, "/usr/lib/systemd/systemd --user", group: userUnits + "init.scope"),
            process(30, parent: 20, "python3 watch.py", group: userUnits + "app.slice/watch.service"),
            process(31, parent: 30, "sleep 9", session: 30, group: userUnits + "app.slice/watch.service"),
            process(40, parent: 20, "python3 watch.py", group: userUnits + "app.slice/vte-spawn-1.scope"),
        ]
        #expect(try isSupervised(30, among: processes, systemd: true) == true)
        #expect(try isSupervised(31, among: processes, systemd: true) == true)
        #expect(try isSupervised(40, among: processes, systemd: true) == false)
    }

    @Test func `services of one name, of the system and of a user, are told apart`() throws {
        let processes = [
            process(1, parent: 0, "/sbin/init", group: "0::/init.scope"),
            process(10, parent: 1, "dbus-daemon --system", group: "0::/system.slice/dbus.service"),
            process(20, parent: 1, "/usr/lib/systemd/systemd --user", group: userUnits + "init.scope"),
            process(30, parent: 20, "dbus-daemon --session", group: userUnits + "session.slice/dbus.service"),
        ]
        #expect(try isSupervised(10, among: processes, systemd: true) == true)
        #expect(try isSupervised(30, among: processes, systemd: true) == true)
    }

    /// Seen from inside a container; the orphan was a job of a shell that is gone.
    @Test(arguments: ["/usr/bin/tini -- /entry.sh", "/usr/bin/dumb-init /entry.sh", "python3 server.py"])
    func `what PID 1 of a container started is no orphan`(initCommand: String) throws {
        let ownSession: Int32? = initCommand.contains("dumb-init") ? nil : 1
        let processes = [
            process(1, parent: 0, initCommand, startTicks: 1000),
            process(7, parent: 1, "sh /entry.sh", session: ownSession, startTicks: 1002),
            process(8, parent: 7, "sleep infinity", session: ownSession ?? 7, startTicks: 1010),
            process(90, parent: 1, "python3 -m http.server", session: 80),
        ]
        #expect(try isSupervised(7, among: processes, systemd: false) == true)
        #expect(try isSupervised(8, among: processes, systemd: false) == true)
        #expect(try isSupervised(90, among: processes, systemd: false) == false)
    }

    @Test func `an orphan that leads a session of its own is none of PID 1's`() throws {
        let processes = [
            process(1, parent: 0, "/usr/bin/tini -- /entry.sh", startTicks: 1000),
            process(90, parent: 1, "chrome --headless", startTicks: 60_000),
        ]
        #expect(try isSupervised(90, among: processes, systemd: false) == false)
    }

    @Test(arguments: [(UInt64.max, UInt64(60_000), true), (1000, .max, false), (.max, .max, true)])
    func `a forged start tick is an answer, never a crash`(initial: UInt64, started: UInt64, isSupervised: Bool) throws
    {
        let processes = [
            process(1, parent: 0, "/usr/bin/tini -- /entry.sh", startTicks: initial),
            process(90, parent: 1, "chrome --headless", startTicks: started),
        ]
        #expect(try self.isSupervised(90, among: processes, systemd: false) == isSupervised)
    }
}
