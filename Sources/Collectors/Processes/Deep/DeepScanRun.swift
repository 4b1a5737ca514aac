internal import Model
internal import Primitives
internal import SystemCalls

/// One deep scan under way.
final class DeepScanRun {
    private struct Watched {
        var process: ProcessObservation
        /// In the order of the probes.
        var probes: [any DeepProbe]
        var first: Double?
        var last = 0.0
        var looks = 0
        var isGone = false
        /// Chosen, and never run for this reason.
        var skipped: [ProcessProbe: DeepScanSummary.SkipReason] = [:]
    }

    private let files: DeepFiles
    private let settings: DeepScanSettings
    private let budget: DeepBudget
    private var watched: [Watched]
    private var summary = DeepScanSummary()
    /// Seconds and processes, by the ordinal of the probe.
    private var costs = ProcessProbe.allCases.map { DeepScanSummary.Cost(probe: $0, count: 0, seconds: 0) }

    private static let kinds: [any DeepProbe.Type] = [
        StorageProbe.self, WaitChannelProbe.self, ThreadProbe.self, SwitchProbe.self, RunDelayProbe.self,
        FaultProbe.self, MemoryProbe.self,
    ]

    init(_ suspects: [DeepSuspect], files: DeepFiles, settings: DeepScanSettings, budget: DeepBudget) {
        self.files = files
        self.settings = settings
        self.budget = budget
        watched = suspects.map { suspect in
            Watched(
                process: suspect.process,
                probes: Self.kinds.filter { suspect.probes.contains($0.kind) }.map { $0.init() })
        }
    }

    func takeLooks() {
        let last = max(1, settings.looks - 1)
        for look in 0...last {
            let moment = settings.affordableWindow * Double(look) / Double(last)
            budget.sleep(until: moment)
            let times: [DeepLooks] =
                look == 0 ? [.every, .ends, .first] : look == last ? [.every, .ends] : [.every]
            for place in watched.indices { self.look(at: place, times) }
        }
    }

    private func look(at place: Int, _ times: [DeepLooks]) {
        guard !watched[place].isGone else { return }
        guard isSame(watched[place].process) else { return watched[place].isGone = true }
        let context = DeepContext(process: watched[place].process, files: files, settings: settings)
        let now = budget.elapsed
        var hasLooked = false
        for index in watched[place].probes.indices {
            let kind = type(of: watched[place].probes[index])
            guard times.contains(kind.looks) else { continue }
            if let reason = budget.refusal() {
                skip(place, kind.kind, reason, isFirst: times.contains(.first))
                continue
            }
            let before = budget.clock.used()
            watched[place].probes[index].look(context)
            costs[kind.kind.ordinal].seconds += budget.clock.used() - before
            if times.contains(.first) { costs[kind.kind.ordinal].count += 1 }
            hasLooked = true
        }
        guard hasLooked else { return }
        watched[place].looks += 1
        watched[place].last = now
        if watched[place].first == nil { watched[place].first = now }
    }

    private func skip(_ place: Int, _ probe: ProcessProbe, _ reason: DeepScanSummary.SkipReason, isFirst: Bool) {
        // A rate without its last look is as good as not run.
        if isFirst || probe.isRate { watched[place].skipped[probe] = watched[place].skipped[probe] ?? reason }
    }

    /// Whether the PID is still the process that was scanned.
    private func isSame(_ process: ProcessObservation) -> Bool {
        let start = files.reading(process.pid, "stat") { text in
            // Whatever cannot be understood is another process.
            (try? ProcStat(parsing: text))?.startTicks
        }
        return start.value == process.identity.startTicks
    }

    func finish() -> (readings: [DeepReading], summary: DeepScanSummary) {
        let readings = watched.map(reading)
        summary.budget = settings.budget
        summary.wall = budget.elapsed
        summary.processorSeconds = budget.used
        summary.window = readings.map(\.window).max() ?? 0
        summary.looks = readings.map(\.looks).max() ?? 0
        summary.suspects = watched.count
        summary.skipped = skips()
        summary.ran = watched.reduce(0) { sum, one in
            sum + (one.looks > 0 ? one.probes.count - one.skipped.count : 0)
        }
        summary.costs = costs.filter { $0.count > 0 }
        return (readings, summary)
    }

    private func reading(_ one: Watched) -> DeepReading {
        var reading = DeepReading()
        reading.looks = one.looks
        reading.window = one.last - (one.first ?? one.last)
        for probe in one.probes {
            if one.isGone {
                reading.setUnavailable(type(of: probe).kind, .gone)
            } else {
                probe.write(to: &reading)
            }
        }
        return reading
    }

    private func skips() -> [DeepScanSummary.Skip] {
        var counts: [ProcessProbe: [DeepScanSummary.SkipReason: Int]] = [:]
        for one in watched {
            let missed =
                one.isGone
                ? Dictionary(uniqueKeysWithValues: one.probes.map { (type(of: $0).kind, .gone) }) : one.skipped
            for (probe, reason) in missed { counts[probe, default: [:]][reason, default: 0] += 1 }
        }
        return ProcessProbe.allCases.flatMap { probe in
            DeepScanSummary.SkipReason.allCases.compactMap { reason in
                counts[probe]?[reason].map { DeepScanSummary.Skip(probe: probe, reason: reason, count: $0) }
            }
        }
    }
}
