internal import Model
internal import Primitives

/// What changed between the first and the last sample of one process.
struct ProcessRates: Sendable {
    let cores: Reading<Double>
    let progress: Reading<Bool>
    /// Cores used, and waited for by its first thread; nil where its waiting was not read.
    let demand: Double?
    private let totalTicks: UInt64
    /// Seconds for which its first thread has waited in all.
    private let totalDelay: Double
    private let ticksPerSecond: Double

    init(_ counters: [ProcessCounters], _ host: borrowing HostFacts) {
        ticksPerSecond = Double(host.ticksPerSecond)
        totalTicks = counters.last?.totalTicks ?? 0
        totalDelay = Double(counters.last?.runDelay ?? 0) / 1e9
        guard let first = counters.first, let last = counters.last, last.sample > first.sample,
            host.samples > 1, host.window > 0
        else {
            cores = .unavailable(.firstSample)
            progress = .unavailable(.firstSample)
            demand = nil
            return
        }
        let seconds = host.window * Double(last.sample - first.sample) / Double(host.samples - 1)
        // Processor time never runs backwards; where it seems to, the recording is forged or the kernel corrected itself.
        let ticks = last.totalTicks >= first.totalTicks ? last.totalTicks - first.totalTicks : 0
        let used = Double(ticks) / (ticksPerSecond * seconds)
        cores = .measured(used)
        demand = Self.waited(first, last).map { used + min(1, $0 / seconds) }
        progress = Self.progress(first, last)
    }

    /// Share of the whole life spent running or, where that was read, waiting for a processor.
    ///
    /// At most 1: a program of many threads is not more than busy.
    func lifetimeShare(age: Double) -> Double {
        guard age > 0 else { return 0 }
        return min(1, (Double(totalTicks) / ticksPerSecond + totalDelay) / age)
    }

    /// Seconds of waiting for a processor.
    private static func waited(_ first: ProcessCounters, _ last: ProcessCounters) -> Double? {
        guard let before = first.runDelay, let after = last.runDelay, after >= before else { return nil }
        return Double(after - before) / 1e9
    }

    /// Whether data moved; a no needs every counter that could have moved to have been read.
    private static func progress(_ first: ProcessCounters, _ last: ProcessCounters) -> Reading<Bool> {
        let storage = moved(first.storage, last.storage)
        let others = [moved(first.fileOffsets, last.fileOffsets), moved(first.socketBytes, last.socketBytes)]
        if storage == true || others.contains(true) { return .measured(true) }
        guard storage == false else { return .unavailable(last.storage.reason ?? .notCollected) }
        return .measured(false)
    }

    private static func moved<Value: Equatable>(_ first: Reading<Value>, _ last: Reading<Value>) -> Bool? {
        guard case .measured(let before) = first, case .measured(let after) = last else { return nil }
        return before != after
    }
}
