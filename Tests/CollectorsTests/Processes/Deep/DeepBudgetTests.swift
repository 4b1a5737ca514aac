import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

/// Time and processor time as the test says.
private final class FakeTime {
    var now = 100.0
    var used = 5.0
    var slept = 0.0

    var clock: DeepBudget.Clock {
        DeepBudget.Clock(
            now: { self.now }, used: { self.used },
            sleep: {
                self.slept += $0
                self.now += $0
            })
    }
}

@Suite struct DeepBudgetTests {
    private let time = FakeTime()

    private var settings: DeepScanSettings {
        var settings = DeepScanSettings()
        settings.budget = 8
        settings.window = 2
        settings.overhead = 0.1
        return settings
    }

    @Test func `the window passes anyway, so that its share may be used at once`() {
        let budget = DeepBudget(settings, clock: time.clock)
        time.used += 0.19
        #expect(budget.refusal() == nil)
        #expect(time.slept == 0)
    }

    @Test func `whoever uses more than the share waits until it is right again`() {
        let budget = DeepBudget(settings, clock: time.clock)
        time.used += 0.5
        #expect(budget.refusal() == nil)
        // Half a second of work in five seconds is a tenth; two of the five pass with the window.
        #expect(abs(time.slept - 3) < 1e-9)
    }

    @Test func `what would have to wait beyond the time is left out`() {
        let budget = DeepBudget(settings, clock: time.clock)
        time.used += 2
        #expect(budget.refusal() == .overhead)
        #expect(time.slept == 0)
        time.now += 8
        #expect(budget.refusal() == .time)
    }

    @Test func `a nearer deadline than the budget ends it`() {
        let budget = DeepBudget(settings, limit: 1, clock: time.clock)
        time.now += 1.5
        #expect(budget.refusal() == .time)
    }

    /// Every look at the processor clock costs a second of it: nothing fits a budget so small.
    @Test func `a scan without budget tells of every probe that it left out`() throws {
        var tight = settings
        tight.budget = 1
        let files = try ProcFileSystem()
        let observations = try ProcessCollector(hostID: "test").quickScan()
        let own = try #require(observations.first { $0.pid == Host.processID })
        var clock = time.clock
        let time = time
        clock.used = {
            time.used += 1
            return time.used
        }
        let run = DeepScanRun(
            [DeepSuspect(own, probes: [.storage, .directory])],
            shared: DeepShared(
                paths: HostPaths(), files: DeepFiles(proc: files), settings: tight, clock: clock.now),
            budget: DeepBudget(tight, clock: clock))
        run.takeLooks()
        let (readings, summary) = run.finish()
        #expect(readings.map(\.storage) == [.unavailable(.overBudget)])
        #expect(readings.map(\.directory) == [.unavailable(.overBudget)])
        #expect(readings.map(\.faults) == [.unavailable(.notCollected)])
        #expect(summary.ran == 0)
        #expect(
            summary.skipped == [
                DeepScanSummary.Skip(probe: .storage, reason: .overhead, count: 1),
                DeepScanSummary.Skip(probe: .directory, reason: .overhead, count: 1),
            ])
    }

    @Test func `a process that became another one is gone, and nothing of the other is told`() throws {
        var quick = DeepScanSettings()
        quick.window = 0.05
        let observations = try ProcessCollector(hostID: "test").quickScan()
        var other = try #require(observations.first { $0.pid == Host.processID })
        other.identity.startTicks += 1
        let found = try DeepScan(settings: quick).read([DeepSuspect(other, probes: Set(ProcessProbe.allCases))])
        #expect(found.readings.allSatisfy { $0.missing.count == ProcessProbe.allCases.count })
        #expect(found.readings.first?.sockets == .unavailable(.gone))
        #expect(found.summary.skipped.count == ProcessProbe.allCases.count)
        #expect(found.summary.skipped.allSatisfy { $0.reason == .gone })
    }

    @Test func `after two reads that did not come back file systems are left alone`() throws {
        var hasty = DeepScanSettings()
        hasty.fileTimeout = 0.02
        let shared = DeepShared(
            paths: HostPaths(), files: DeepFiles(proc: try ProcFileSystem()), settings: hasty, clock: { 0 })
        for _ in 0..<2 {
            let reading: Reading<Int> = shared.bounded {
                Clocks.sleep(seconds: 30)
                return .measured(1)
            }
            #expect(reading == .unavailable(.timedOut))
        }
        #expect(shared.isStuck)
        #expect(shared.bounded { .measured(1) } == .unavailable(.timedOut))
        #expect(shared.failures.count == 1)
    }
}
