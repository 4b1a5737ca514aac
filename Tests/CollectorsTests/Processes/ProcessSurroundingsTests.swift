import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

/// What a scan of this machine says of children that serve, write, spin or were left alone.
@Suite(.serialized) struct ProcessSurroundingsTests {
    private static let hasPython =
        (try? ChildProcess.start(SpawnRequest("python3", ["-c", ""])).wait()) == .exited(0)

    private static let canUnshare =
        (try? ChildProcess.start(SpawnRequest("unshare", ["-n", "true"], standardError: .null)).wait()) == .exited(0)

    private func scan(window: Duration = .milliseconds(300)) throws -> MachineSample {
        try ProcessCollector(hostID: "test").scan(window: window, samples: 2)
    }

    private func observe(_ pid: Int32) throws -> ProcessObservation {
        try #require(try scan().processes.first { $0.pid == pid })
    }

    /// Starts a Python program that prints one number, and waits for it.
    private func python(_ program: String) throws -> (child: ChildProcess, number: Int32) {
        let pipe = try DescriptorPair.pipe()
        let child = try ChildProcess.start(
            SpawnRequest("python3", ["-c", program], standardOutput: .descriptor(pipe.second)))
        pipe.closeSecond()
        let text = String(decoding: try pipe.readToEnd(limit: 100), as: UTF8.self)
        return (child, try #require(Int32(text.prefix { $0 != "\n" })))
    }

    /// Says a number and then leaves standard output to nobody.
    private static let say =
        "import os,sys,socket,time\ndef say(n):\n print(n,flush=True); os.dup2(os.open('/dev/null',1),1)\n"

    @Test(.enabled(if: hasPython, "needs python3"))
    func `a server knows its client, and both their bytes`() throws {
        let (server, port) = try python(
            Self.say + "s=socket.create_server(('127.0.0.1',0)); say(s.getsockname()[1]); c,_=s.accept()\n"
                + "while True: c.send(b'x'*100); time.sleep(.02)")
        defer { server.end() }
        let (client, _) = try python(
            Self.say + "c=socket.create_connection(('127.0.0.1',\(port))); c.recv(1); say(1)\nwhile c.recv(4096): pass")
        defer { client.end() }
        let sample = try scan()
        let serving = try #require(sample.processes.first { $0.pid == server.pid })
        #expect(serving.descriptors.value?.listeners == .measured([Listener(kind: .tcp, port: UInt16(port))]))
        #expect(serving.descriptors.value?.clients == .measured([Client(pid: client.pid)]))
        let moved = serving.counters.compactMap(\.socketBytes.value)
        #expect(moved.count == 2 && moved[1] > moved[0])
        let asking = try #require(sample.processes.first { $0.pid == client.pid })
        #expect(asking.descriptors.value?.listeners == .measured([]))
        #expect(asking.descriptors.value?.clients == .measured([]))
    }

    @Test(.enabled(if: hasPython, "needs python3"))
    func `a unix server knows its client`() throws {
        let tree = try ProcTree()
        let path = "\(tree.root)/s"
        let (server, _) = try python(
            Self.say
                + "s=socket.socket(socket.AF_UNIX); s.bind('\(path)'); s.listen(); say(1); c=s.accept(); time.sleep(600)"
        )
        defer { server.end() }
        let (client, _) = try python(
            Self.say + "c=socket.socket(socket.AF_UNIX); c.connect('\(path)'); say(1); time.sleep(600)")
        defer { client.end() }
        let summary = try observe(server.pid).descriptors.value
        #expect(summary?.listeners == .measured([Listener(kind: .unix, path: ForeignText(path))]))
        #expect(summary?.clients == .measured([Client(pid: client.pid)]))
    }

    /// A reader of a pipe at its input or of one with a path, at whatever number, and who writes there.
    private static let readers = [
        ("cat >/dev/null", "exec sleep 601 >&9"),
        ("exec <pipe; while read -r line; do :; done", "exec sleep 601 >pipe 9>&-"),
        ("exec 5<>pipe </dev/null; while read -r line <&5; do :; done", "exec sleep 601 >pipe 9>&-"),
    ]

    @Test(arguments: readers)
    func `who reads a pipe knows who writes into it, and the writer who reads`(reading: String, writing: String) throws
    {
        let tree = try ProcTree()
        #expect(try ChildProcess.start(SpawnRequest("mkfifo", ["\(tree.root)/pipe"])).wait() == .exited(0))
        func start(_ script: String, _ input: SpawnRequest.Stream, _ output: SpawnRequest.Stream) throws -> ChildProcess
        {
            try ChildProcess.start(
                SpawnRequest(
                    "sh", ["-c", "exec 9>&1 >/dev/null; \(script)"], workingDirectory: tree.root, standardInput: input,
                    standardOutput: output))
        }
        let pipe = try DescriptorPair.pipe()
        let reader = try start(reading, .descriptor(pipe.first), .null)
        defer { reader.end() }
        let writer = try start(writing, .null, .descriptor(pipe.second))
        defer { writer.end() }
        pipe.closeFirst()
        pipe.closeSecond()
        let deadline = Deadline.after(.seconds(20))
        while try FileSystem.read("/proc/\(writer.pid)/comm") != Array("sleep\n".utf8), !deadline.hasPassed {
            Clocks.sleep(seconds: 0.01)
        }
        let sample = try scan()
        let readers = try #require(sample.processes.first { $0.pid == reader.pid })
        #expect(readers.descriptors.value?.clients == .measured([Client(pid: writer.pid)]))
        let writers = try #require(sample.processes.first { $0.pid == writer.pid })
        // A child of the reader may hold the same end.
        #expect(writers.descriptors.value?.clients.value?.contains(Client(pid: reader.pid)) == true)
    }

    @Test(.enabled(if: hasPython, "needs python3"))
    func `a terminal whose other side is gone is dead`() throws {
        let (opener, pid) = try python(
            Self.say + "import pty,subprocess\nm,s=pty.openpty()\n"
                + "p=subprocess.Popen(['sleep','601'],stdin=s,stdout=s,start_new_session=True)\nsay(p.pid)")
        _ = try opener.wait()
        let handle = try ProcessHandle.open(pid: pid)
        defer { try? handle.send(.kill) }
        let summary = try observe(pid).descriptors.value
        #expect(summary?.standardInput == .deadTerminal)
        #expect(summary?.standardOutput == .deadTerminal)
    }

    @Test func `a removed working directory is told by its links, never by its text`() throws {
        let tree = try ProcTree()
        try FileSystem.makeDirectories("\(tree.root)/gone")
        try FileSystem.makeDirectories("\(tree.root)/here (deleted)")
        let gone = try ChildProcess.start(SpawnRequest("sleep", ["601"], workingDirectory: "\(tree.root)/gone"))
        defer { gone.end() }
        let here = try ChildProcess.start(
            SpawnRequest("sleep", ["601"], workingDirectory: "\(tree.root)/here (deleted)"))
        defer { here.end() }
        try tree.remove("gone")
        #expect(try observe(gone.pid).workingDirectoryDeleted == .measured(true))
        #expect(try observe(here.pid).workingDirectoryDeleted == .measured(false))
    }

    @Test func `writing a file moves its offset`() throws {
        let tree = try ProcTree()
        let writer = try ChildProcess.start(
            SpawnRequest(
                "/bin/sh", ["-c", "while :; do echo x; sleep 0.02; done"],
                standardOutput: .file("\(tree.root)/out", [.writeOnly, .create])))
        defer { writer.end() }
        let seen = try observe(writer.pid)
        let offsets = seen.counters.compactMap(\.fileOffsets.value)
        #expect(offsets.count == 2 && offsets[1] > offsets[0])
        #expect(seen.descriptors.value?.standardOutput == .file)
    }

    @Test func `writing to nowhere is work, not progress`() throws {
        let yes = try ChildProcess.start(SpawnRequest("yes"))
        defer { yes.end() }
        let counters = try observe(yes.pid).counters
        try #require(counters.count == 2)
        #expect(counters[1].totalTicks > counters[0].totalTicks)
        #expect(counters[1].storage == counters[0].storage)
        #expect(counters[1].fileOffsets == counters[0].fileOffsets)
        #expect(counters[1].socketBytes == .measured(0))
    }

    @Test func `a marker in the environment leads to the program that started it`() throws {
        let host = try ChildProcess.start(SpawnRequest("sleep", ["601"]))
        defer { host.end() }
        let child = try ChildProcess.start(
            SpawnRequest("sleep", ["601"], environment: [("TMUX", "/tmp/x,\(host.pid),0")], startsSession: true))
        defer { child.end() }
        let plain = try ChildProcess.start(SpawnRequest("sleep", ["601"], environment: [], startsSession: true))
        defer { plain.end() }
        // It lives, but it is not called tmux: the PID has been given to a stranger.
        #expect(try observe(child.pid).host == .measured(.named(marker: "TMUX", pid: host.pid, isAlive: false)))
        #expect(try observe(plain.pid).host == .measured(HostProgram.none))
    }

    @Test func `a file that git has locked is at risk while it is open for writing`() throws {
        let tree = try ProcTree()
        let path = "\(tree.root)/.git/index.lock"
        try tree.write(".git/index.lock", "")
        let writer = try ChildProcess.start(SpawnRequest("sleep", ["601"], standardOutput: .file(path, .writeOnly)))
        defer { writer.end() }
        let reader = try ChildProcess.start(SpawnRequest("sleep", ["601"], standardInput: .file(path, [])))
        defer { reader.end() }
        let expected = [FileAtRisk(kind: .git, path: ForeignText(path))]
        #expect(try observe(writer.pid).descriptors.value?.filesAtRisk == expected)
        #expect(try observe(reader.pid).descriptors.value?.filesAtRisk == [])
    }

    @Test func `an orphan shows the parent it had and the one it got`() throws {
        let pipe = try DescriptorPair.pipe()
        let parent = try ChildProcess.start(
            SpawnRequest(
                "/bin/sh", ["-c", "sleep 601 >/dev/null & echo $!; exec >/dev/null; sleep 0.3"],
                standardOutput: .descriptor(pipe.second)))
        pipe.closeSecond()
        let text = String(decoding: try pipe.readToEnd(limit: 100), as: UTF8.self)
        let orphan = try ProcessHandle.open(pid: try #require(Int32(text.dropLast())))
        defer { try? orphan.send(.kill) }
        let sampler = try ProcessCollector(hostID: "x").sampler(fields: .columns)
        try sampler.sample(expected: 2)
        _ = try parent.wait()
        try sampler.sample(expected: 2)
        let seen = try #require(sampler.observations.first { $0.pid == orphan.pid })
        #expect(seen.formerParent == parent.pid)
        #expect(seen.parent != parent.pid)
    }

    @Test(.enabled(if: hasPython && canUnshare, "needs python3 and the right to make a network namespace"))
    func `a process in a network of its own is not said to serve nobody`() throws {
        let pipe = try DescriptorPair.pipe()
        let child = try ChildProcess.start(
            SpawnRequest(
                "unshare",
                ["-n", "python3", "-c", Self.say + "s=socket.create_server(('',0)); say(1); time.sleep(600)"],
                standardOutput: .descriptor(pipe.second)))
        defer { child.end() }
        pipe.closeSecond()
        _ = try pipe.readToEnd(limit: 100)
        let summary = try observe(child.pid).descriptors.value
        #expect(summary?.listeners == .unavailable(.notSupported))
        #expect(summary?.clients == .unavailable(.notSupported))
    }

    @Test func `the scan knows its own ancestors and the machine`() throws {
        let host = try scan(window: .milliseconds(20)).host
        #expect(host.viewer.chain.prefix(2) == [Host.processID, Host.parentProcessID])
        #expect(host.bootID.count == 36)
        #expect(host.memoryTotal > .zero)
        #expect(host.uptime > 0)
        #expect(host.stages.compactMap(\.failure) == [])
        #expect(host.window >= 0.02)
    }
}
