internal import Model
internal import Primitives
internal import SystemCalls

/// One deep scan under way.
final class DeepScanRun {
    private struct Watched {
        var suspect: DeepSuspect
        /// In the order of the probes.
        var probes: [any DeepProbe]
        var first: Double?
        var last = 0.0
        var looks = 0
        var isGone = false
        /// Chosen, and never run for this reason.
        var skipped: [ProcessProbe: DeepScanSummary.SkipReason] = [:]
    }

    private let shared: DeepShared
    private let settings: DeepScanSettings
    private let budget: DeepBudget
    private var watched: [Watched]
    private var summary = DeepScanSummary()
    /// Seconds and processes, by the ordinal of the probe.
    private var costs = ProcessProbe.allCases.map { DeepScanSummary.Cost(probe: $0, count: 0, seconds: 0) }

    /// The machine's own pressure.
    private var stalls = DeepEnds<Stalls>()

    private static let kinds: [any DeepProbe.Type] = [
        StorageProbe.self, WaitChannelProbe.self, ThreadProbe.self, SwitchProbe.self, RunDelayProbe.self,
        FaultProbe.self, MemoryProbe.self, SocketProbe.self, DescriptorProbe.self, ProgramProbe.self,
        EnvironmentProbe.self, ControlGroupProbe.self, PressureProbe.self, CoreProbe.self, TerminalProbe.self,
        DirectoryProbe.self, RepositoryProbe.self, CompanyProbe.self, OriginProbe.self,
    ]

    init(_ suspects: [DeepSuspect], shared: DeepShared, budget: DeepBudget) {
        self.shared = shared
        settings = shared.settings
        self.budget = budget
        watched = suspects.map { suspect in
            Watched(
                suspect: suspect,
                probes: Self.kinds.filter { suspect.probes.contains($0.kind) }.map { $0.init() })
        }
    }

    func takeLooks() {
        let last = max(0, settings.looks - 1)
        for look in 0...last {
            // Nobody waits for a window in which nothing is left to be seen.
            guard watched.contains(where: { !$0.isGone }) else { return }
            let moment = settings.affordableWindow * Double(look) / Double(max(1, last))
            budget.sleep(until: moment)
            let times: [DeepLooks] =
                look == 0 ? [.every, .ends, .first] : look == last ? [.every, .ends] : [.every]
            if times.contains(.ends) { readPressure() }
            shared.beginLook()
            for place in watched.indices { self.look(at: place, times) }
        }
    }

    private func readPressure() {
        let root = shared.paths.proc
        stalls.add(Stalls.read(at: shared.now) { "\(root)/pressure/\($0)" })
    }

    private func look(at place: Int, _ times: [DeepLooks]) {
        guard !watched[place].isGone else { return }
        // Asked before the first probe alone: slowed down in their midst, some would have another window.
        var refusal = budget.refusal()
        switch isSame(watched[place].suspect.process) {
        case .measured(true): break
        case .unavailable(.timedOut): refusal = .stuck
        case .measured, .unavailable: return watched[place].isGone = true
        }
        let context = DeepContext(suspect: watched[place].suspect, shared: shared)
        let now = budget.elapsed
        var hasLooked = false
        for index in watched[place].probes.indices {
            let kind = type(of: watched[place].probes[index])
            guard times.contains(kind.looks) else { continue }
            if let reason = refusal ?? self.refusal(kind) {
                watched[place].skipped[kind.kind] = watched[place].skipped[kind.kind] ?? reason
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

    /// Why a probe may not run now.
    private func refusal(_ kind: any DeepProbe.Type) -> DeepScanSummary.SkipReason? {
        if kind.readsFileSystems, shared.isStuck { return .stuck }
        return budget.left > 0 ? nil : .time
    }

    /// Whether the PID is still the process that was scanned.
    private func isSame(_ process: ProcessObservation) -> Reading<Bool> {
        shared.files.reading(process.pid, "stat") { text in
            // Whatever cannot be understood is another process.
            (try? ProcStat(parsing: text))?.startTicks == process.identity.startTicks
        }
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
        summary.pressure = stalls.change { $1.pressure(since: $0) }
        summary.failures = shared.failures
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
        for (probe, reason) in one.skipped where reason == .stuck { reading.setUnavailable(probe, .timedOut) }
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
