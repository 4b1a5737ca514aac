internal import Formats
internal import Model
internal import Primitives
internal import Statistics

/// Whether it works without result, and whether it does so evenly.
extension HistoryLayer {
    /// Always busy and never a byte of storage: the mark of a loop that gets nowhere.
    static let sustainedLoad = HistoryLayer(
        name: "sustained_load", topic: .load, shortest: 12,
        equation: "P(p > 0.8 | k of n busy steps) = 1 - I_0.8(1 + k, 1 + n - k) > 0.95, no storage moved",
        source: "Beta-Binomial posterior of the busy share"
    ) { past in
        let series = past.series
        let known = series.moved.compactMap { $0 }
        guard known.count == series.count else { return nil }
        let busy = series.shares.count { $0 >= 0.8 }
        let chance =
            1
            - SpecialFunctions.regularizedIncompleteBeta(
                a: 1 + Double(busy), b: 1 + Double(series.count - busy), x: 0.8)
        let stands = known.reduce(0, +) == 0
        return HistoryAnswer(
            holds: chance > 0.95 && stands, value: chance,
            inputs: [
                .init("k (busy steps)", "\(busy)"), .init("n", "\(series.count)"),
                .init("storage moved", stands ? "no" : "yes"),
            ],
            sentence: chance > 0.95 && stands
                ? "It has been busy for \(HumanDuration.text(seconds: series.span)) and moved no data."
                : "It is not busy without pause and result.")
    }

    /// What it reads and writes for a second of processor time, spell by spell, beside what it was before.
    static let yield = HistoryLayer(
        name: "yield", topic: .load, shortest: 24,
        equation:
            "r = Σ bytes / Σ processor seconds over spells of work; (r_earlier - r_later) / √(s_e² + s_l²) > 3, "
            + "r_later < r_earlier / 2",
        source: "renewal reward: Asmussen and Glynn 2007, 4.4"
    ) { past in
        let spells = past.spells.filter { $0.isWork && $0.moved != nil && $0.processorSeconds > 0 }
        // Four in each half: with fewer the standard error says nothing.
        guard spells.count >= 8, spells.contains(where: { ($0.moved ?? 0) > 0 }) else { return nil }
        let half = spells.count / 2
        guard let earlier = rate(spells[..<half]), let later = rate(spells[half...]) else { return nil }
        let variance =
            earlier.standardError * earlier.standardError + later.standardError * later.standardError
        let score = variance > 0 ? (earlier.rate - later.rate) / variance.squareRoot() : 0
        let holds = score > 3 && later.rate < earlier.rate / 2
        return HistoryAnswer(
            holds: holds, value: score,
            inputs: [
                .init("spells of work", "\(spells.count)"),
                .init("r earlier (bytes a processor second)", earlier.rate.text(decimals: 0)),
                .init("r later", later.rate.text(decimals: 0)),
                .init(
                    "s earlier, later",
                    "\(earlier.standardError.text(decimals: 0)), \(later.standardError.text(decimals: 0))"),
            ],
            sentence: holds
                ? "Its work moves far less data than it used to." : "Its work moves as much data as it used to.")
    }

    private static func rate(_ spells: ArraySlice<Spell>) -> RenewalReward.Rate? {
        RenewalReward.rate(rewards: spells.map { $0.moved ?? 0 }, intervals: spells.map(\.processorSeconds))
    }

    /// A level that jumps about rather than wanders.
    static let unsteadiness = HistoryLayer(
        name: "unsteadiness", topic: .manner, shortest: 24,
        equation: "P(fast mode) of an IMM filter with a slow (q = 1e-5) and a fast (q = 0.05) level, > 0.9",
        source: "Blom and Bar-Shalom 1988"
    ) { past in
        // The newest steps say it, and each costs as much as the last.
        let shares = past.series.shares.suffix(64)
        guard shares.contains(where: { $0 > 0.05 }), let first = shares.first else { return nil }
        let slow = LevelFilter(mean: first, variance: 0.1, processVariance: 1e-5, measurementVariance: 0.01)
        let fast = LevelFilter(mean: first, variance: 0.1, processVariance: 0.05, measurementVariance: 0.01)
        guard let slow, let fast,
            var filter = SwitchingLevelFilter(
                filters: [slow, fast], modes: [0.9, 0.1], transition: [[0.97, 0.03], [0.1, 0.9]])
        else { return nil }
        var sum = 0.0
        for share in shares {
            filter.observe(min(share, 16))
            sum += filter.modes[1]
        }
        let mean = sum / Double(shares.count)
        return HistoryAnswer(
            holds: mean > 0.9, value: mean,
            inputs: [.init("n", "\(shares.count)"), .init("mean P(fast)", mean.text(decimals: 4))],
            sentence: mean > 0.9 ? "Its load jumps up and down." : "Its load is steady or wanders slowly.")
    }
}
