internal import Formats
internal import Model
internal import Primitives
internal import Statistics

/// Whether somebody or something drives it.
extension HistoryLayer {
    /// Bursts that call forth more of themselves: somebody uses it now and then.
    static let bursts = HistoryLayer(
        name: "bursts", topic: .driver, shortest: 24,
        equation: "branching ratio of a Hawkes process fitted to the active steps > 0.3, its log-likelihood gain > 3",
        source: "Hawkes 1971; Ozaki 1979"
    ) { past in
        guard let bursts = past.bursts else { return nil }
        let fit = bursts.fit
        let holds = fit.branchingRatio > 0.3 && fit.logLikelihoodGain > 3
        return HistoryAnswer(
            holds: holds, value: fit.branchingRatio,
            inputs: [
                .init("events", "\(bursts.times.count)"),
                .init("branching ratio", fit.branchingRatio.text(decimals: 4)),
                .init("gain (nats)", fit.logLikelihoodGain.text(decimals: 3)),
            ],
            sentence: holds ? "It works in bursts, as what is used does." : "Its work does not come in bursts.")
    }

    /// Whether large bursts call forth more than small ones, as a request does that makes work.
    static let burstSizes = HistoryLayer(
        name: "burst_sizes", topic: .driver, shortest: 24,
        equation:
            "best ln L(times, sizes | larger excite more) for a memory of 1, 3 and 10 of the bursts' own - ln L(times) "
            + "- Σ ln Gamma(size) > 2",
        source: "marked point process: Daley and Vere-Jones 2003, 7.3"
    ) { past in
        guard let bursts = past.bursts, bursts.fit.branchingRatio > 0.05, bursts.fit.base > 0 else { return nil }
        let sizes = bursts.sizes
        let count = Double(sizes.count)
        let mean = sizes.reduce(0, +) / count
        let variance = sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        // Equal sizes say nothing about what size does.
        guard mean > 0, variance > 1e-3 * mean * mean else { return nil }
        let (shape, scale) = (mean * mean / variance, variance / mean)
        let fit = bursts.fit
        // Where each burst seems to call forth the next, a large one may have called them all.
        let marked = [1.0, 3, 10].map { factor in
            PointProcesses.markedLogLikelihood(
                times: bursts.times, sizes: sizes, end: bursts.end, base: fit.base, jump: fit.jump / factor,
                decay: fit.decay / factor, shape: shape, scale: scale)
        }
        let plain = PointProcesses.hawkesLogLikelihood(
            times: bursts.times, end: bursts.end, base: fit.base, jump: fit.jump, decay: fit.decay)
        let marks = sizes.reduce(0) { $0 + Distributions.gammaLogDensity($1, shape: shape, scale: scale) }
        let gain = (marked.max() ?? .nan) - plain - marks
        guard gain.isFinite else { return nil }
        return HistoryAnswer(
            holds: gain > 2, value: gain,
            inputs: [
                .init("events", "\(sizes.count)"), .init("mean size (processor seconds)", mean.text(decimals: 2)),
                .init("shape, scale", "\(shape.text(decimals: 3)), \(scale.text(decimals: 3))"),
            ],
            sentence: gain > 2
                ? "Large pieces of work call forth more of it."
                : "Large pieces of work call forth no more than small ones.")
    }

    /// Whether storage follows processor time: work that is carried on to a result.
    static let answeredWork = HistoryLayer(
        name: "answered_work", topic: .driver, shortest: 32,
        equation:
            "best gain of ln L of two kinds of event (load, storage) with jumps_storage,load = c/decay, c in ¼ and ½, "
            + "over c = 0; > 3",
        source: "mutually exciting processes: Hawkes 1971"
    ) { past in
        guard let bursts = past.bursts, let pairs = EventPairs(past) else { return nil }
        let decay = 1 / (past.series.span / Double(past.series.count))
        let own = min(bursts.fit.branchingRatio, 0.5)
        guard let none = pairs.logLikelihood(own: own, cross: 0, decay: decay) else { return nil }
        let gains = [0.25, 0.5].compactMap { pairs.logLikelihood(own: own, cross: $0, decay: decay).map { $0 - none } }
        guard let gain = gains.max() else { return nil }
        return HistoryAnswer(
            holds: gain > 3, value: gain,
            inputs: [
                .init("steps with load", "\(pairs.loads)"), .init("steps with storage", "\(pairs.transfers)"),
                .init("own excitement", own.text(decimals: 3)),
            ],
            sentence: gain > 3
                ? "Its work is followed by data that it moves." : "What it moves does not follow its work.")
    }

    /// Whether it switches between two rates of work, as what is used in spells does.
    static let spellsOfWork = HistoryLayer(
        name: "spells_of_work", topic: .driver, shortest: 32,
        equation:
            "rates λ₀ < λ₁ of processor seconds a step, share π and persistence ρ by moments; λ₁ > 5 max(λ₀, ½), "
            + "0.03 < π < 0.6, ρ > 0.3, evenly spaced steps only",
        source: "Markov-modulated Poisson process: Gusella 1991"
    ) { past in
        let series = past.series
        // Work that ended long ago is one change, which other layers ask for, and no spells.
        guard past.isEven, past.spells.count(where: \.isWork) >= 3, past.restingSteps < series.count / 3 else {
            return nil
        }
        let counts = zip(series.shares, series.durations).map { Int(min($0 * $1, 1e6).rounded()) }
        guard let process = ModulatedPoisson.fit(counts: counts) else { return nil }
        let holds =
            process.highRate > 5 * max(process.lowRate, 0.5) && 0.03...0.6 ~= process.highShare
            && process.persistence > 0.3
        return HistoryAnswer(
            holds: holds, value: process.persistence,
            inputs: [
                .init(
                    "λ₀, λ₁ (seconds a step)",
                    "\(process.lowRate.text(decimals: 3)), \(process.highRate.text(decimals: 3))"),
                .init("π", process.highShare.text(decimals: 3)), .init("ρ", process.persistence.text(decimals: 3)),
            ],
            sentence: holds ? "It works in spells, as what is used does." : "It does not work in spells.")
    }

    /// A clock rather than a user drives it.
    static let rhythm = HistoryLayer(
        name: "rhythm", topic: .driver, shortest: 32,
        equation: "largest share of the periodogram of load by Fisher's g: p < 0.001, evenly spaced steps only",
        source: "Fisher 1929"
    ) { past in
        let series = past.series
        guard past.isEven, series.shares.contains(where: { $0 > 0.002 }), let peak = Periodogram.peak(series.shares),
            peak.period < Double(series.count) / 4
        else { return nil }
        let seconds = peak.period * series.span / Double(series.count)
        let holds = peak.pValue < 0.001
        return HistoryAnswer(
            holds: holds, value: peak.share,
            inputs: [
                .init("period (s)", seconds.text(decimals: 0)), .init("share", peak.share.text(decimals: 4)),
                .init("p", peak.pValue.text(decimals: 6)),
            ],
            sentence: holds
                ? "It wakes up every \(HumanDuration.text(seconds: seconds)), as a clock does."
                : "Its work has no fixed rhythm.")
    }
}

/// Steps with load and steps with storage as two kinds of point.
private struct EventPairs {
    let times: [Double]
    let kinds: [Int]
    let end: Double
    let loads: Int
    let transfers: Int

    /// Nil for fewer than ten points of either kind, and where most steps have both: then nothing follows anything.
    init?(_ past: ProcessPast) {
        var (times, kinds): ([Double], [Int]) = ([], [])
        let series = past.series
        for step in series.shares.indices {
            if series.shares[step] > 0.01 {
                times.append(past.moments[step])
                kinds.append(0)
            }
            guard let moved = series.moved[step] else { return nil }
            if moved > 0 {
                times.append(past.moments[step])
                kinds.append(1)
            }
        }
        transfers = kinds.reduce(0, +)
        loads = kinds.count - transfers
        guard min(loads, transfers) >= HawkesFit.fewestEvents, transfers < series.count * 3 / 4 else { return nil }
        (self.times, self.kinds, end) = (times, kinds, past.moments[past.moments.count - 1])
    }

    /// With rates by themselves such that as many points as were seen are expected; nil where none would be left for them.
    func logLikelihood(own: Double, cross: Double, decay: Double) -> Double? {
        let load = Double(loads) * (1 - own) / end
        let storage = (Double(transfers) * (1 - own) - cross * Double(loads)) / end
        guard load > 0, storage > 0 else { return nil }
        let likelihood = PointProcesses.hawkesLogLikelihood(
            times: times, kinds: kinds, end: end, bases: [load, storage],
            jumps: [[own * decay, 0], [cross * decay, own * decay]], decay: decay)
        return likelihood.isFinite ? likelihood : nil
    }
}
