import Model
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Collectors

/// Scans of this machine that look at children which the test started.
@Suite(.serialized) struct ProcessCollectorTests {
    /// Scans for a short while and picks one process.
    private func observe(
        _ child: ChildProcess, window: Duration = .milliseconds(150)
    ) throws -> ProcessObservation {
        let sample = try ProcessCollector(hostID: "test").scan(window: window, samples: 2)
        return try #require(sample.processes.first { $0.pid == child.pid })
    }

    private func start(_ request: SpawnRequest) throws -> ChildProcess {
        try ChildProcess.start(request)
    }

    @Test func `a sleeping child is seen whole`() throws {
        let child = try start(SpawnRequest("sleep", ["601"], workingDirectory: "/usr"))
        defer { child.end() }
        let seen = try observe(child)
        #expect(seen.name == ForeignText("sleep"))
        #expect(seen.arguments == .measured(ForeignText("sleep\u{0}601\u{0}")))
        #expect(seen.workingDirectory == .measured(ForeignText("/usr")))
        #expect(seen.workingDirectoryDeleted == .measured(false))
        #expect(seen.parent == Host.processID)
        #expect(seen.state == .sleeping)
        #expect(seen.counters.map(\.sample) == [0, 1])
        #expect(seen.namespacePIDs == .measured([child.pid]))
        #expect(seen.descriptors.value?.standardInput == .null)
        #expect(seen.executableFile.value != nil)
        let identity = try ProcessCollector.currentIdentity(pid: child.pid, bootID: seen.identity.bootID)
        #expect(identity == seen.identity)
    }

    @Test func `nobody bears the PID of a reaped child`() throws {
        let child = try start(SpawnRequest("true"))
        _ = try child.wait()
        #expect(try ProcessCollector.currentIdentity(pid: child.pid, bootID: "x") == nil)
    }

    @Test func `a pipe lives as long as somebody holds its other end`() throws {
        let input = try DescriptorPair.pipe()
        let output = try DescriptorPair.pipe()
        let child = try start(
            SpawnRequest(
                "sleep", ["601"], standardInput: .descriptor(input.first),
                standardOutput: .descriptor(output.second)))
        defer { child.end() }
        let alive = try observe(child).descriptors.value
        #expect(alive?.standardInput == .pipe)
        #expect(alive?.standardOutput == .pipe)
        input.closeSecond()
        output.closeFirst()
        let dead = try observe(child).descriptors.value
        #expect(dead?.standardInput == .deadPipe)
        #expect(dead?.standardOutput == .deadPipe)
    }

    @Test func `a reader beside it does not make a pipe without a writer live`() throws {
        let input = try DescriptorPair.pipe()
        let child = try start(SpawnRequest("sleep", ["601"], standardInput: .descriptor(input.first)))
        defer { child.end() }
        input.closeSecond()
        #expect(try observe(child).descriptors.value?.standardInput == .deadPipe)
        input.closeFirst()
    }

    @Test func `a pipe whose both ends its process holds is dead`() throws {
        let input = try DescriptorPair.pipe()
        // The shell's own writing end at descriptor 9 is all that is left.
        let child = try start(
            SpawnRequest(
                "/bin/sh", ["-c", "exec 9>&1 >/dev/null; exec sleep 601"], standardInput: .descriptor(input.first),
                standardOutput: .descriptor(input.second)))
        defer { child.end() }
        input.closeFirst()
        input.closeSecond()
        Clocks.sleep(seconds: 0.1)
        let sample = try ProcessCollector(hostID: "test").scan(window: .zero, samples: 1)
        let seen = try #require(sample.processes.first { $0.pid == child.pid })
        let stage = try #require(sample.host.stages.first { $0.name == "open files" })
        // Where a table was refused, somebody unseen may hold the writing end.
        #expect(seen.descriptors.value?.standardInput == (stage.refused == 0 ? .deadPipe : .unknown))
    }

    @Test func `a socket pair is dead when its other side is closed`() throws {
        let pair = try DescriptorPair.socketPair()
        let child = try start(SpawnRequest("sleep", ["601"], standardInput: .descriptor(pair.first)))
        defer { child.end() }
        pair.closeFirst()
        #expect(try observe(child).descriptors.value?.standardInput == .socket)
        pair.closeSecond()
        #expect(try observe(child).descriptors.value?.standardInput == .deadSocket)
    }

    @Test func `nohup is seen by the ignored signal`() throws {
        let plain = try start(SpawnRequest("sleep", ["601"]))
        defer { plain.end() }
        let nohup = try start(SpawnRequest("nohup", ["sleep", "601"], standardError: .null))
        defer { nohup.end() }
        Clocks.sleep(seconds: 0.1)
        #expect(try !observe(plain).ignoresHangup)
        #expect(try observe(nohup).ignoresHangup)
    }

    @Test func `a stopped child and a zombie show their states`() throws {
        let stopped = try start(SpawnRequest("sleep", ["601"]))
        defer { stopped.end() }
        try stopped.send(.stop)
        let zombie = try start(SpawnRequest("true"))
        defer { zombie.end() }
        _ = try ProcessHandle.open(pid: zombie.pid).waitForExit(timeout: .seconds(10))
        #expect(try observe(stopped).state == .stopped)
        let dead = try observe(zombie)
        #expect(dead.state == .zombie)
        #expect(dead.executable == .unavailable(.gone))
    }
}
