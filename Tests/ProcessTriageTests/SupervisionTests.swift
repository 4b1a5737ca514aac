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
        _ pid: Int32, among processes: [ProcessObservation], systemd: Bool, answers: [SupervisorAnswer]? = nil
    ) throws -> Bool? {
        try facts(pid, among: processes, systemd: systemd, answers: answers).attachment.isSupervised
    }

    private func facts(
        _ pid: Int32, among processes: [ProcessObservation], systemd: Bool, answers: [SupervisorAnswer]? = nil
    ) throws -> ProcessFacts {
        var host = HostFacts(
            hostID: "", bootID: "boot", kernel: "", capturedAt: 0, uptime: 1e6, window: 0.5, samples: 1,
            ticksPerSecond: 100, pageSize: 4096, processors: 1, memoryTotal: .zero, memoryAvailable: .zero,
            initStartTicks: 1000, hasSystemd: systemd, viewer: Viewer(pid: 9999, userID: 1000, chain: []))
        host.supervisors = answers
        let sample = MachineSample(host: host, processes: processes)
        let place = try #require(processes.firstIndex { $0.pid == pid })
        return FactDerivation(packs: try embeddedPacks.get()).facts(sample)[place]
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

    // MARK: What supervisors say

    /// Three processes that init adopted, all in one service's control group; 41 descends from 40.
    private var service: [ProcessObservation] {
        let group = "0::/system.slice/web.service"
        return [
            process(1, parent: 0, "/sbin/init", group: "0::/init.scope"),
            process(30, parent: 1, "python3 old.py", session: 29, group: group),
            process(40, parent: 1, "python3 web.py", group: group),
            process(41, parent: 40, "python3 worker.py", session: 40, group: group),
            process(50, parent: 1, "python3 leaked.py", session: 49, group: group),
        ]
    }

    private func web(
        main: Int32, control: Int32 = 0, state: String = "active", group: String = "/system.slice/web.service"
    ) -> SupervisorAnswer {
        SupervisorAnswer(
            kind: "systemd", manager: 1, unit: ForeignText("web.service"), mainPID: main, controlPID: control,
            controlGroup: ForeignText(group), state: state, restartPolicy: "always")
    }

    @Test func `without systemd's word a service of several processes is unknown`() throws {
        for pid: Int32 in [40, 41, 50] {
            #expect(try isSupervised(pid, among: service, systemd: true) == nil)
        }
    }

    @Test func `the main process that systemd names is supervised with all below it, the rest are leftovers`() throws {
        let answers = [web(main: 40)]
        #expect(try isSupervised(40, among: service, systemd: true, answers: answers) == true)
        #expect(try isSupervised(41, among: service, systemd: true, answers: answers) == true)
        #expect(try isSupervised(30, among: service, systemd: true, answers: answers) == false)
        #expect(try isSupervised(50, among: service, systemd: true, answers: answers) == false)
        let leftover = try facts(50, among: service, systemd: true, answers: answers)
        #expect(leftover.supervisor == nil)
        let main = try #require(try facts(40, among: service, systemd: true, answers: answers).supervisor)
        #expect(main.mainPID == 40 && main.restartPolicy == "always" && main.state == "active")
        #expect(main.stopWords == ["systemctl", "stop", "--", "web.service"])
    }

    @Test func `a control process is as good as a main one`() throws {
        let answers = [web(main: 40, control: 50, state: "reloading")]
        #expect(try isSupervised(50, among: service, systemd: true, answers: answers) == true)
        #expect(try isSupervised(30, among: service, systemd: true, answers: answers) == false)
    }

    @Test func `what a service left behind when it ended is a leftover`() throws {
        #expect(try isSupervised(50, among: service, systemd: true, answers: [web(main: 0, state: "failed")]) == false)
        #expect(try isSupervised(50, among: service, systemd: true, answers: [web(main: 0)]) == nil)
    }

    @Test func `an answer that does not fit what is seen settles nothing`() throws {
        var guess = web(main: 40)
        guess.isGuess = true
        let silent = SupervisorAnswer(
            kind: "systemd", manager: 1, unit: ForeignText("web.service"), failure: "timed_out")
        let misfits = [
            web(main: 4711), web(main: 1), web(main: 40, group: "/machine.slice/web.service"), web(main: 40, group: ""),
            web(main: 40, group: "/system.slice/web.serv"), guess, silent,
        ]
        for answer in misfits {
            #expect(try isSupervised(50, among: service, systemd: true, answers: [answer]) == nil, "\(answer)")
        }
        #expect(try facts(50, among: service, systemd: true, answers: [silent]).supervisor?.unanswered == "timed_out")
        #expect(try isSupervised(40, among: service, systemd: true, answers: [guess]) == true)
    }

    @Test func `what systemd notes to have executed is no leftover, and what inherits the note may be one`() throws {
        var processes = service
        for place in processes.indices {
            processes[place].supervisorMarks = [SupervisorMark(kind: "systemd", startedPID: 40)]
        }
        #expect(try isSupervised(40, among: processes, systemd: true) == true)
        #expect(try isSupervised(41, among: processes, systemd: true) == true)
        #expect(try isSupervised(50, among: processes, systemd: true) == nil)
        #expect(try isSupervised(50, among: processes, systemd: true, answers: [web(main: 40)]) == false)
    }

    @Test func `a mark names what a supervisor runs and confirms nothing`() throws {
        var processes = [
            process(1, parent: 0, "/sbin/init"), process(20, parent: 1, "/usr/bin/supervisord -n"),
            process(30, parent: 20, "python3 web.py"), process(40, parent: 1, "python3 left.py"),
        ]
        let mark = SupervisorMark(
            kind: "supervisord", unit: ForeignText("web"), address: [ForeignText("-s"), ForeignText("unix:///s")])
        for place in [2, 3] { processes[place].supervisorMarks = [mark] }
        let named = try #require(try facts(30, among: processes, systemd: false).supervisor)
        #expect(named.unit == "web" && named.stopCommand == "supervisorctl -s unix:///s stop web")
        #expect(named.mainPID == nil)
        #expect(try isSupervised(40, among: processes, systemd: false) == false)
    }

    @Test func `a name that supervisord gave makes its command whole`() throws {
        let processes = [
            process(1, parent: 0, "/sbin/init"),
            process(20, parent: 1, "/usr/bin/python3 /usr/bin/supervisord -c /etc/s.conf"),
            process(30, parent: 20, "python3 web.py"), process(31, parent: 30, "python3 child.py", session: 30),
        ]
        let answer = SupervisorAnswer(
            kind: "supervisord", manager: 20, unit: ForeignText("web:a"), mainPID: 30, state: "RUNNING",
            address: [ForeignText("-c"), ForeignText("/etc/s.conf")])
        let nameless = try #require(try facts(30, among: processes, systemd: false).supervisor)
        #expect(nameless.stopCommand == "supervisorctl stop <name>" && nameless.stopWords == nil)
        for pid: Int32 in [30, 31] {
            let named = try #require(try facts(pid, among: processes, systemd: false, answers: [answer]).supervisor)
            #expect(named.stopWords == ["supervisorctl", "-c", "/etc/s.conf", "stop", "web:a"])
            #expect(named.stopCommand == "supervisorctl -c /etc/s.conf stop web:a")
            #expect(named.mainPID == 30)
        }
    }

    @Test func `asked is who can know: systemd of its unit, supervisord of all it runs, nobody of a plain orphan`()
        throws
    {
        var processes = service
        processes += [
            process(60, parent: 1, "/usr/bin/python3 /usr/bin/supervisord -c /etc/s.conf"),
            process(70, parent: 60, "python3 web.py"), process(80, parent: 1, "sleep 9"),
        ]
        let sample = MachineSample(host: HostFacts.forTests, processes: processes)
        let derivation = FactDerivation(packs: try embeddedPacks.get())
        func questions(_ pids: Int32...) -> [SupervisorQuestion] {
            derivation.questions(about: processes.indices.filter { pids.contains(processes[$0].pid) }, in: sample)
        }
        #expect(questions(40, 41, 50).map(\.unit) == [ForeignText("web.service")])
        #expect(questions(70).map(\.manager) == [60])
        #expect(questions(70).first?.arguments == processes[5].arguments.value)
        #expect(questions(80).isEmpty)
    }
}

extension HostFacts {
    fileprivate static let forTests = HostFacts(
        hostID: "", bootID: "boot", kernel: "", capturedAt: 0, uptime: 1e6, window: 0.5, samples: 1,
        ticksPerSecond: 100, pageSize: 4096, processors: 1, memoryTotal: .zero, memoryAvailable: .zero,
        initStartTicks: 1000, hasSystemd: true, viewer: Viewer(pid: 9999, userID: 1000, chain: []))
}
