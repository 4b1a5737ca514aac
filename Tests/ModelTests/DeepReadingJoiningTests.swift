import Model
import Primitives
import Testing

/// Two looks at one process within one scan.
struct DeepReadingJoiningTests {
    @Test func `a later look keeps what an earlier one took and it did not, and its own window`() {
        var (first, second) = (DeepReading(), DeepReading())
        (first.window, first.looks) = (0, 2)
        first.agentMarks = .measured(["CLAUDECODE"])
        first.faults = .measured(PageFaults(minor: 9, major: 9))
        first.setUnavailable(.directory, .notPermitted)
        (second.window, second.looks) = (2, 5)
        second.faults = .measured(PageFaults(minor: 1, major: 0))
        second.setUnavailable(.threads, .overBudget)
        let joined = second.completed(by: first)
        #expect(joined.agentMarks.value == ["CLAUDECODE"])
        #expect(joined.faults.value == PageFaults(minor: 1, major: 0))
        #expect(joined.directory.reason == .notPermitted && joined.threads.reason == .overBudget)
        #expect(joined.window == 2 && joined.looks == 5)
        #expect(second.completed(by: nil) == second)
    }

    @Test func `what no probe of a look could take leaves the earlier one as it was`() {
        var first = DeepReading()
        (first.window, first.looks) = (2, 5)
        first.switches = .measured(ContextSwitches(voluntary: 3, involuntary: 4))
        #expect(DeepReading().completed(by: first) == first)
    }

    @Test(arguments: ProcessProbe.allCases)
    func `a probe that was lost on the way was taken, one without time was not`(probe: ProcessProbe) {
        var reading = DeepReading()
        #expect(reading.isUntaken(probe))
        reading.setUnavailable(probe, .notPermitted)
        #expect(!reading.isUntaken(probe))
        #expect(DeepReading().completed(by: reading).reason(probe) == .notPermitted)
        reading.setUnavailable(probe, .overBudget)
        #expect(reading.isUntaken(probe))
    }

    @Test func `what two looks took is added up`() {
        var (first, second) = (DeepScanSummary(), DeepScanSummary())
        (first.wall, first.processorSeconds, first.suspects, first.ran) = (0.1, 0.02, 20, 60)
        (second.wall, second.processorSeconds, second.suspects, second.ran) = (2, 0.03, 12, 30)
        first.costs = [.init(probe: .company, count: 20, seconds: 0.01)]
        second.costs = [.init(probe: .threads, count: 12, seconds: 0.02)]
        first.failures = ["no sockets"]
        second.failures = ["no sockets", "no pressure"]
        let sum = second.adding(first)
        #expect(abs(sum.wall - 2.1) < 1e-12 && abs(sum.processorSeconds - 0.05) < 1e-12)
        #expect(sum.suspects == 20 && sum.ran == 90)
        #expect(sum.costs.map(\.probe) == [.threads, .company])
        #expect(sum.failures == ["no sockets", "no pressure"])
        #expect(second.adding(nil) == second)
    }
}
