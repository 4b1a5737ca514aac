internal import Formats
internal import Model
internal import Primitives
internal import Statistics

extension HistoryLayer {
    /// Every layer, in the order in which they are asked and explained.
    static let all = [
        sustainedLoad, memorySteps, memoryTrend, loadShift, loadAlarm, unsteadiness, wentQuiet, dormancy, bursts,
        rhythm,
    ]

    /// Always busy and never a byte of storage: the mark of a loop that gets nowhere.
    static let sustainedLoad = HistoryLayer(
        name: "sustained_load", question: .health, shortest: 12,
        equation: "P(p > 0.8 | k of n busy steps) = 1 - I_0.8(1 + k, 1 + n - k) > 0.95, no storage moved",
        source: "Beta-Binomial posterior of the busy share"
    ) { series in
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

    /// Memory that climbs in steps and never comes down.
    static let memorySteps = HistoryLayer(
        name: "memory_steps", question: .health, shortest: 20,
        equation: "mean shifts of memory by PELT (L2, penalty 4 σ² ln n): at least 2, all upwards, in all above 25 %",
        source: "Killick, Fearnhead and Eckley 2012"
    ) { series in
        // The noise is told from neighbours, so that a climb does not count as noise.
        let steps = zip(series.memory, series.memory.dropFirst()).map { abs($1 - $0) }.sorted()
        let noise = max(steps[steps.count / 2] / 0.954, 0.25)
        let penalty = 4 * noise * noise * logarithm(Double(series.count))
        guard let ends = ChangePoints.meanShifts(series.memory, penalty: penalty, minimumLength: 3) else { return nil }
        var levels: [Double] = []
        var start = 0
        for end in ends {
            levels.append(series.memory[start..<end].reduce(0, +) / Double(end - start))
            start = end
        }
        let climbs = zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
        let growth = levels[0] > 0 ? levels[levels.count - 1] / levels[0] - 1 : 0
        let holds = ends.count > 2 && climbs && growth > 0.25
        return HistoryAnswer(
            holds: holds, value: growth,
            inputs: [
                .init("levels (MiB)", levels.prefix(8).map { $0.text(decimals: 0) }.joined(separator: ", ")),
                .init("σ of neighbours", noise.text(decimals: 2)), .init("n", "\(series.count)"),
            ],
            sentence: holds
                ? "Its memory climbed by \((growth * 100).text(decimals: 0)) % in "
                    + "\(HumanDuration.text(seconds: series.span)) and never came down."
                : "Its memory does not climb without end.")
    }

    /// A later half that is busier than the earlier one, beyond chance.
    static let loadShift = HistoryLayer(
        name: "load_shift", question: .health, shortest: 24,
        equation: "W₁(earlier half, later half) > 0.3 cores upwards, and Kolmogorov-Smirnov p < 0.001",
        source: "Vallender 1974; Stephens 1970"
    ) { series in
        let half = series.count / 2
        let earlier = Array(series.shares[..<half])
        let later = Array(series.shares[half...])
        let distance = SampleDistance.wasserstein1(earlier, later)
        let gap = SampleDistance.kolmogorovSmirnov(earlier, later)
        let chance = SampleDistance.kolmogorovSmirnovTail(distance: gap, counts: (earlier.count, later.count))
        let isUp = later.reduce(0, +) / Double(later.count) > earlier.reduce(0, +) / Double(earlier.count)
        let holds = distance > 0.3 && chance < 0.001 && isUp
        return HistoryAnswer(
            holds: holds, value: distance,
            inputs: [
                .init("W₁ (cores)", distance.text(decimals: 4)), .init("KS distance", gap.text(decimals: 4)),
                .init("p", chance.text(decimals: 6)),
            ],
            sentence: holds ? "It uses far more processor than before." : "Its processor use is of one kind.")
    }

    /// A level that jumps about rather than wanders.
    static let unsteadiness = HistoryLayer(
        name: "unsteadiness", question: .health, shortest: 24,
        equation: "P(fast mode) of an IMM filter with a slow (q = 1e-5) and a fast (q = 0.05) level, > 0.9",
        source: "Blom and Bar-Shalom 1988"
    ) { series in
        guard series.shares.contains(where: { $0 > 0.05 }) else { return nil }
        let slow = LevelFilter(mean: series.shares[0], variance: 0.1, processVariance: 1e-5, measurementVariance: 0.01)
        let fast = LevelFilter(mean: series.shares[0], variance: 0.1, processVariance: 0.05, measurementVariance: 0.01)
        guard let slow, let fast,
            var filter = SwitchingLevelFilter(
                filters: [slow, fast], modes: [0.9, 0.1], transition: [[0.97, 0.03], [0.1, 0.9]])
        else { return nil }
        var sum = 0.0
        for share in series.shares {
            filter.observe(min(share, 16))
            sum += filter.modes[1]
        }
        let mean = sum / Double(series.count)
        return HistoryAnswer(
            holds: mean > 0.9, value: mean, inputs: [.init("mean P(fast)", mean.text(decimals: 4))],
            sentence: mean > 0.9 ? "Its load jumps up and down." : "Its load is steady or wanders slowly.")
    }

    /// It worked, and then it stopped working.
    static let wentQuiet = HistoryLayer(
        name: "went_quiet", question: .need, shortest: 16,
        equation:
            "P(τ | k, n) of one change in a Beta(½,½)-Binomial rate, geometric prior; rate after < 1 % and < a tenth "
            + "of before",
        source: "Smith 1975"
    ) { series in
        // A step counts as one look: active or not.
        let active = series.shares.map { $0 > 0.005 ? 1 : 0 }
        let looks = active.map { _ in 1 }
        guard
            let posterior = ChangePoints.betaBinomial(
                successes: active, trials: looks, geometric: 0.02, a: 0.5, b: 0.5),
            let best = posterior.indices.max(by: { posterior[$0] < posterior[$1] })
        else { return nil }
        let tau = best + 1
        let before = Double(active[..<tau].reduce(0, +)) / Double(tau)
        let after = Double(active[tau...].reduce(0, +)) / Double(active.count - tau)
        let length = active.count - tau
        guard before > 0.2 else { return nil }
        let since = series.durations[tau...].reduce(0, +)
        let holds = length >= 8 && after < 0.01 && after < before / 10 && since > 1800
        return HistoryAnswer(
            holds: holds, value: posterior[best],
            inputs: [
                .init("τ (steps before)", "\(tau)"), .init("P(τ)", posterior[best].text(decimals: 4)),
                .init("active before", before.text(decimals: 4)), .init("active after", after.text(decimals: 4)),
            ],
            sentence: holds
                ? "It worked, and has done nothing for \(HumanDuration.text(seconds: since))."
                : "It has worked lately.")
    }

    /// Nothing at all, for as long as anybody looked.
    static let dormancy = HistoryLayer(
        name: "dormancy", question: .need, shortest: 16,
        equation: "n D_KL(k/n ‖ 0.2) of active steps with k/n < 0.2, > ln 20: a program in use would be active oftener",
        source: "Chernoff's bound (large deviations)"
    ) { series in
        guard series.span > 3600 else { return nil }
        let active = series.shares.count { $0 > 0.002 }
        // Active at first and never since: that is one change, which another layer asks for.
        guard active == 0 || series.shares[(series.count / 2)...].contains(where: { $0 > 0.002 }) else { return nil }
        let moved = series.moved.contains { ($0 ?? 0) > 0 }
        let rate = Double(active) / Double(series.count)
        let exponent = rate < 0.2 ? Double(series.count) * Divergence.bernoulli(rate, 0.2) : 0
        let holds = exponent > 2.9957 && !moved
        return HistoryAnswer(
            holds: holds, value: exponent,
            inputs: [
                .init("k (active steps)", "\(active)"), .init("n", "\(series.count)"),
                .init("storage moved", moved ? "yes" : "no"),
            ],
            sentence: holds
                ? "It did nothing in the \(HumanDuration.text(seconds: series.span)) that it was watched."
                : "It was active now and then while it was watched.")
    }
}
