import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

/// What a control group froze, of either version, on a tree of the test's own.
@Suite struct FrozenGroupsTests {
    private func process(_ pid: Int32, _ state: ProcessState, _ groups: String) -> ProcessObservation {
        ProcessObservation(
            identity: ProcessIdentity(pid: pid, startTicks: 1, bootID: "b", userID: 0), parent: 1, processGroup: pid,
            session: pid, name: ForeignText("x"), controlGroups: .measured(ForeignText(groups)),
            counters: [ProcessCounters(state: state)])
    }

    @Test func `a frozen one is told from a stuck one by its freezer, of version 1 or 2`() throws {
        let tree = try ProcTree()
        try tree.write(
            "self/mountinfo",
            """
            30 1 0:30 / \(tree.root)/freezer rw - cgroup cgroup rw,freezer
            31 1 0:31 / \(tree.root)/unified rw - cgroup2 cgroup2 rw
            """)
        for (group, state) in [("frozen", "FROZEN"), ("freezing", "FREEZING"), ("warm", "THAWED")] {
            try tree.write("freezer/\(group)/freezer.state", "\(state)\n")
        }
        for (group, frozen) in [("cold", 1), ("warm", 0)] {
            try tree.write("unified/\(group)/cgroup.events", "populated 1\nfrozen \(frozen)\n")
        }
        var processes = [
            process(10, .uninterruptible, "7:freezer:/frozen\n0::/\n"),
            process(11, .uninterruptible, "7:freezer:/warm\n0::/warm\n"),
            process(12, .uninterruptible, "7:freezer:/\n0::/\n"),
            process(13, .sleeping, "7:freezer:/\n0::/cold\n"),
            process(14, .sleeping, "7:freezer:/freezing\n0::/warm\n"),
            process(15, .running, "7:freezer:/frozen\n0::/\n"), process(16, .uninterruptible, "7:freezer:/missing\n"),
            process(17, .uninterruptible, "7:freezer:/../../frozen\n"),
        ]
        FrozenGroups(ControlGroupMounts(procRoot: tree.root, systemd: "\(tree.root)/none")).annotate(&processes)
        #expect(processes.filter(\.isFrozen).map(\.pid) == [10, 13, 14])
    }

    @Test func `without a freezer nothing is said to be frozen`() throws {
        let tree = try ProcTree()
        var processes = [process(10, .uninterruptible, "0::/\n")]
        FrozenGroups(ControlGroupMounts(procRoot: tree.root, systemd: "\(tree.root)/none")).annotate(&processes)
        #expect(!processes[0].isFrozen)
    }
}

/// Who waits for a process.
@Suite struct WaitingClientsTests {
    private typealias Queue = WaitingClients.Queue

    @Test func `connections not accepted and bytes not read count, what it asked others for does not`() {
        let queues = [
            Queue(isListening: true, isAccepted: true, length: 2, port: 80),
            Queue(isListening: false, isAccepted: true, length: 300, port: 80),
            Queue(isListening: false, isAccepted: true, length: 0, port: 80),
            Queue(isListening: false, isAccepted: true, length: 77, port: 40_000),
            Queue(isListening: true, isAccepted: false, length: 0),
            Queue(isListening: false, isAccepted: true, length: 5),
            Queue(isListening: false, isAccepted: false, length: 5),
        ]
        #expect(WaitingClients.waiting(queues) == 4)
        #expect(WaitingClients.waiting([]) == 0)
    }

    @Test func `a process of nobody is unknown, not without clients`() {
        #expect(WaitingClients.count(of: 4_000_000) == nil)
    }

    private static let hasPython =
        (try? ChildProcess.start(SpawnRequest("python3", ["-c", ""])).wait()) == .exited(0)

    @Test(.enabled(if: hasPython, "needs python3"), arguments: ["inet", "unix"])
    func `a server that rests has its client waiting`(family: String) throws {
        let pipe = try DescriptorPair.pipe()
        let program = """
            import os,socket,time
            if '\(family)'=='inet': s=socket.create_server(('127.0.0.1',0)); n=s.getsockname(); f=socket.AF_INET
            else: s=socket.socket(socket.AF_UNIX); n='\\0tend-test-%d'%os.getpid(); s.bind(n); s.listen(); f=socket.AF_UNIX
            a=socket.socket(f); a.connect(n); c,_=s.accept(); a.send(b'please')
            b=socket.socket(f); b.connect(n)
            print(1,flush=True); os.close(1); time.sleep(60)
            """
        let child = try ChildProcess.start(
            SpawnRequest("python3", ["-c", program], standardOutput: .descriptor(pipe.second)))
        defer { child.end() }
        pipe.closeSecond()
        _ = try pipe.readToEnd(limit: 10)
        #expect(WaitingClients.count(of: child.pid) == 2)
    }
}
