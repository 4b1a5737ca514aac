internal import Model
internal import SystemCalls

/// The time and the share of a processor that a deep scan may use.
///
/// Too fast is slowed down: tend sleeps until its share is right again. Only where that would outlast the time is
/// something skipped.
struct DeepBudget {
    /// Where time comes from, so that a test needs none.
    struct Clock {
        /// Seconds that only rise.
        var now: () -> Double = Clocks.monotonicSeconds
        /// Own processor seconds.
        var used: () -> Double = Clocks.processorSeconds
        var sleep: (Double) -> Void = Clocks.sleep(seconds:)
    }

    let clock: Clock
    private let start: Double
    private let startUsed: Double
    private let end: Double
    private let overhead: Double
    /// Seconds that pass in any case, as the window does.
    private let certain: Double

    init(_ settings: DeepScanSettings, limit: Double? = nil, clock: Clock = Clock()) {
        self.clock = clock
        start = clock.now()
        startUsed = clock.used()
        end = start + min(settings.budget, limit ?? .infinity)
        overhead = settings.overhead
        certain = settings.affordableWindow
    }

    var elapsed: Double { clock.now() - start }
    var used: Double { clock.used() - startUsed }
    var left: Double { end - clock.now() }

    /// Why nothing more may be read now; nil where something may.
    ///
    /// May sleep.
    func refusal() -> DeepScanSummary.SkipReason? {
        guard left > 0 else { return .time }
        let due = used / overhead - max(elapsed, certain)
        guard due > 0 else { return nil }
        guard due < left else { return .overhead }
        clock.sleep(due)
        return nil
    }

    /// Sleeps until so many seconds after the start, or until the budget ends.
    func sleep(until moment: Double) {
        while true {
            let rest = min(moment - elapsed, left)
            // Less than a clock tells apart would never pass.
            guard rest > 1e-6 else { return }
            clock.sleep(min(rest, 0.2))
        }
    }
}
