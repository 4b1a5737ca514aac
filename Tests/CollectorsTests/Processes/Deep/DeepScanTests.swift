import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

/// What a deep scan of this machine says of children that write, sleep, serve and were left alone.
@Suite(.serialized) struct DeepScanTests {
    private static let hasPython =
        (try? ChildProcess.start(SpawnRequest("python3", ["-c", ""])).wait()) == .exited(0)
    private static let hasTaskset =
        (try? ChildProcess.start(SpawnRequest("taskset", ["-V"])).wait()) == .exited(0)

    private func read(_ pid: Int32, _ probes: ProcessProbe...) throws -> DeepReading {
        let observations = try ProcessCollector(hostID: "test").quickScan()
        let process = try #require(observations.first { $0.pid == pid })
        var settings = DeepScanSettings()
        settings.window = 0.4
        // A machine under load must not leave out what is tested.
        settings.overhead = 10
        let found = try DeepScan(settings: settings).read([DeepSuspect(process, probes: Set(probes))])
        #expect(found.summary.ran == probes.count)
        #expect(found.summary.skipped == [])
        return try #require(found.readings.first)
    }

    /// Starts a Python program that prints a word once it is ready.
    private func python(_ program: String, in folder: String) throws -> ChildProcess {
        let pipe = try DescriptorPair.pipe()
        let child = try ChildProcess.start(
            SpawnRequest(
                "python3", ["-c", program], workingDirectory: folder, standardOutput: .descriptor(pipe.second)))
        pipe.closeSecond()
        #expect(try pipe.readToEnd(limit: 2) == Array("r\n".utf8))
        return child
    }

    @Test(.enabled(if: hasPython, "needs python3"))
    func `a writer writes, opens and closes`() throws {
        let tree = try ProcTree()
        try FileSystem.makeDirectories("\(tree.root)/w")
        let writer = try python(
            """
            import os, time
            print('r', flush=True)
            kept = open('log', 'w')
            n = 0
            while True:
                kept.write('x' * 65536); kept.flush(); os.fsync(kept.fileno())
                other = open('part%d' % (n % 3), 'w'); time.sleep(.01); other.close(); n += 1
            """, in: "\(tree.root)/w")
        defer { writer.end() }
        let reading = try read(writer.pid, .storage, .descriptors, .directory, .switches, .runDelay)
        #expect(try #require(reading.storage.value).written > .zero)
        let files = try #require(reading.descriptors.value)
        #expect(files.writing >= 1)
        #expect(files.locks == .measured(0))
        #expect(try #require(reading.switches.value).voluntary > 0)
        #expect(try #require(reading.runDelay.value).ran > 0)
        let directory = try #require(reading.directory.value)
        #expect(!directory.isDeleted)
        if MountTable.isLocal(directory.filesystem) {
            #expect(try #require(directory.lastChange.value) < 60)
            #expect(directory.entries >= 1)
        }
    }

    @Test func `a sleeper sleeps in one place and does nothing`() throws {
        let sleeper = try ChildProcess.start(SpawnRequest("sleep", ["601"], startsSession: true))
        defer { sleeper.end() }
        let reading = try read(
            sleeper.pid, .waitChannel, .threads, .switches, .faults, .memory, .sockets, .program, .terminal, .origin)
        #expect(reading.looks == 5)
        #expect(reading.window > 0)
        #expect(reading.threads.value?.sleeping == 1)
        #expect(reading.switches == .measured(ContextSwitches()))
        #expect(reading.faults == .measured(PageFaults()))
        // It may hold sockets of the test's own, and does nothing with them.
        #expect(reading.sockets.value?.moved == .zero)
        #expect(reading.program == .measured(.present))
        #expect(reading.terminal == .measured(nil))
        #expect(reading.origin.value?.sessionLeader == .own)
        #expect(reading.origin.value?.groupLeader == .own)
        // A kernel may keep the place to itself, and then says so.
        if let channels = reading.waitChannels.value {
            #expect(channels.count == 1 && channels[0].looks == 5 && channels[0].name.contains("sleep"))
        }
    }

    @Test(.enabled(if: hasPython, "needs python3"))
    func `a server with a full backlog and an unread client says so`() throws {
        let server = try python(
            """
            import socket, time
            s = socket.create_server(('127.0.0.1', 0), backlog=5)
            clients = [socket.create_connection(s.getsockname()) for _ in range(3)]
            kept, _ = s.accept()
            clients[0].send(b'x' * 1000)
            time.sleep(.1)
            print('r', flush=True)
            time.sleep(600)
            """, in: "/")
        defer { server.end() }
        let use = try #require(try read(server.pid, .sockets).sockets.value)
        #expect(use.listening == 1)
        #expect(use.backlog == 2)
        #expect(use.backlogLimit == 5)
        #expect(use.clients == 1)
        #expect(use.receiveQueue == ByteCount(1000))
        #expect(use.stuck == 1)
        #expect(use.moved == .zero)
        #expect(use.lastReceived != nil)
    }

    @Test func `a removed directory and a replaced program are told, and belong to no repository`() throws {
        let tree = try ProcTree()
        try FileSystem.makeDirectories("\(tree.root)/gone")
        try ProcTree.shell("cp /bin/sleep '\(tree.root)/tool'")
        let child = try ChildProcess.start(
            SpawnRequest("\(tree.root)/tool", ["601"], workingDirectory: "\(tree.root)/gone"))
        defer { child.end() }
        #expect(try read(child.pid, .program).program == .measured(.present))
        try tree.remove("gone")
        try tree.remove("tool")
        let removed = try read(child.pid, .directory, .repository, .program)
        #expect(removed.directory.value?.isDeleted == true)
        #expect(removed.repository == .measured(nil))
        #expect(removed.program == .measured(.deleted))
        try tree.write("tool", "another")
        #expect(try read(child.pid, .program).program == .measured(.replaced))
    }

    @Test(.enabled(if: hasTaskset, "needs taskset"))
    func `a process bound to one processor has one`() throws {
        let child = try ChildProcess.start(SpawnRequest("taskset", ["-c", "0", "sleep", "601"]))
        defer { child.end() }
        let cores = try #require(try read(child.pid, .cores).cores.value)
        #expect(cores.affinity == .measured(1))
        #expect(cores.cores <= 1)
        if Host.processors > 1, cores.cpuset.value != .some(1) { #expect(cores.bound != .machine) }
    }

    @Test func `marks of agents are found by name, in processes of one's own only`() throws {
        let child = try ChildProcess.start(
            SpawnRequest("sleep", ["601"], environment: [("CLAUDECODE", "1"), ("SECRET", "x")]))
        defer { child.end() }
        #expect(try read(child.pid, .environment).agentMarks == .measured(["CLAUDECODE"]))
    }

    @Test(.enabled(if: Host.effectiveUserID == 0, "only root can start another user's process"))
    func `the environment of another user's process is not read`() throws {
        let child = try ChildProcess.start(
            SpawnRequest("setpriv", ["--reuid", "65534", "--clear-groups", "sleep", "601"]))
        defer { child.end() }
        var process: ProcessObservation?
        // It is ours until setpriv has changed it.
        for _ in 0..<200 where process?.identity.userID != 65534 {
            process = try ProcessCollector(hostID: "test").quickScan().first { $0.pid == child.pid }
            Clocks.sleep(seconds: 0.02)
        }
        try #require(process?.identity.userID == 65534)
        #expect(try read(child.pid, .environment).agentMarks == .unavailable(.notPermitted))
    }

    @Test func `this machine's control groups can be read, or it says that there are none`() throws {
        let reading = try read(Host.processID, .controlGroup, .pressure)
        switch reading.controlGroup {
        case .measured(let use): #expect(use.isFrozen.value != true)
        case .unavailable(let reason): #expect(reason == .notSupported)
        }
        if let pressure = reading.pressure.value { #expect((0...1).contains(pressure.processorSome)) }
    }
}
