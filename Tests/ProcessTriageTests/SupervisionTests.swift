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
}
