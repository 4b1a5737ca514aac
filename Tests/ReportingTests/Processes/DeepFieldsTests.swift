import Model
import Primitives
import Testing

@testable import Reporting

/// What a deep scan found, written into a recording and read back.
@Suite struct DeepFieldsTests {
    private var reading: DeepReading {
        var reading = DeepReading()
        reading.window = 2
        reading.looks = 5
        reading.storage = .measured(StorageChange(read: ByteCount(1), written: ByteCount(2), cancelled: ByteCount(3)))
        reading.waitChannels = .measured([WaitChannel(name: "do_epoll_wait", looks: 4)])
        reading.switches = .measured(ContextSwitches(voluntary: 7, involuntary: 1))
        reading.runDelay = .measured(RunDelay(ran: 0.5, waited: 0.25, slices: 9))
        reading.memory = .unavailable(.notPermitted)
        var sockets = SocketUse()
        sockets.backlog = 2
        sockets.lastReceived = 12.5
        reading.sockets = .measured(sockets)
        var descriptors = DescriptorUse()
        descriptors.locks = .unavailable(.notSupported)
        descriptors.filesAtRisk = [FileAtRisk(kind: .sqlite, path: ForeignText("/srv/a.db"))]
        reading.descriptors = .measured(descriptors)
        reading.program = .measured(.replaced)
        reading.agentMarks = .measured(["CLAUDECODE"])
        var group = ControlGroupUse()
        group.quota = .measured(nil)
        group.memoryLimit = .measured(ByteCount(1 << 30))
        group.isFrozen = .measured(true)
        reading.controlGroup = .measured(group)
        var cores = EffectiveCores()
        cores.cores = 1.5
        cores.bound = .quota
        cores.quota = .measured(1.5)
        cores.cpuset = .measured(nil)
        reading.cores = .measured(cores)
        reading.terminal = .measured(nil)
        reading.repository = .measured(nil)
        reading.company = .measured([Companion(pid: 9, category: .editor, quiet: nil)])
        var origin = ProcessOrigin()
        origin.isLoginOpen = .measured(false)
        reading.origin = .measured(origin)
        reading.directory = .unavailable(.overBudget)
        return reading
    }

    private func sample(_ deep: DeepReading?) -> MachineSample {
        var process = ProcessObservation(
            identity: ProcessIdentity(pid: 7, startTicks: 5, bootID: "", userID: 1), parent: 1, processGroup: 7,
            session: 7, name: ForeignText("x"))
        process.deep = deep
        var host = HostFacts()
        host.samples = 1
        var summary = DeepScanSummary()
        summary.wall = 2
        summary.skipped = [DeepScanSummary.Skip(probe: .sockets, reason: .overhead, count: 3)]
        summary.costs = [DeepScanSummary.Cost(probe: .storage, count: 20, seconds: 0.001)]
        host.deepScan = deep.map { _ in summary }
        return MachineSample(host: host, processes: [process])
    }

    @Test func `a recording holds every reading, and the reason of every one that is missing`() throws {
        let sample = sample(reading)
        let read = try Recording.decode(Recording.encode(sample), file: "x")
        #expect(read.processes.first?.deep == reading)
        #expect(read.host.deepScan == sample.host.deepScan)
    }

    @Test func `a recording without a deep scan does not mention it`() throws {
        let bytes = Recording.encode(sample(nil))
        #expect(!String(decoding: bytes, as: UTF8.self).contains("deep"))
        #expect(try Recording.decode(bytes, file: "x").processes.first?.deep == nil)
    }

    @Test(arguments: ProcessProbe.allCases)
    func `each probe has a reading of its own`(probe: ProcessProbe) {
        var reading = DeepReading()
        reading.setUnavailable(probe, .timedOut)
        #expect(reading.missing.filter { $0.reason == .timedOut }.map(\.probe) == [probe])
        #expect(probe.nominalSeconds > 0)
    }
}
