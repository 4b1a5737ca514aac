internal import Formats
internal import Model
internal import Primitives
internal import Statistics

/// Whether it has stopped working.
extension HistoryLayer {
    /// It worked, and then it stopped working.
    static let wentQuiet = HistoryLayer(
        name: "went_quiet", topic: .work, shortest: 16,
        equation:
            "P(τ | k, n) of one change in a Beta(½,½)-Binomial rate, geometric prior; rate after < 1 % and < a tenth "
            + "of before",
        source: "Smith 1975"
    ) { past in
        // A step counts as one look: active or not.
        let active = past.isActive.map { $0 ? 1 : 0 }
        guard active.contains(1) else { return nil }
        guard
            let posterior = ChangePoints.betaBinomial(
                successes: active, trials: active.map { _ in 1 }, geometric: 0.02, a: 0.5, b: 0.5),
            let best = posterior.indices.max(by: { posterior[$0] < posterior[$1] })
        else { return nil }
        let tau = best + 1
        let before = Double(active[..<tau].reduce(0, +)) / Double(tau)
        let after = Double(active[tau...].reduce(0, +)) / Double(active.count - tau)
        let length = active.count - tau
        guard before > 0.2 else { return nil }
        let since = past.series.durations[tau...].reduce(0, +)
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
        name: "dormancy", topic: .work, shortest: 16,
        equation: "n D_KL(k/n ‖ 0.2) of active steps with k/n < 0.2, > ln 20: a program in use would be active oftener",
        source: "Chernoff's bound (large deviations)"
    ) { past in
        let series = past.series
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

    /// A rest that is longer than its earlier rests let expect.
    static let longPause = HistoryLayer(
        name: "long_pause", topic: .work, shortest: 24,
        equation:
            "P(rest > t) = (β/(β + t))^α, α = Σ_i α_i over two ways to end (work that moves data, work that does not), "
            + "α_i = ½ + ends, β = mean + Σ rests; < 0.01",
        source: "semi-Markov rests with competing hazards: Prentice et al. 1978; Gamma mixture: Lomax 1954"
    ) { past in
        let spells = past.spells
        // The first rest began before anybody looked, the last one has not ended.
        let rests = spells.indices.dropFirst().dropLast().filter { !spells[$0].isWork }
        guard rests.count >= 4 else { return nil }
        let seconds = rests.reduce(0) { $0 + spells[$1].seconds }
        let fruitful = rests.count { (spells[$0 + 1].moved ?? 0) > 0 }
        let mean = seconds / Double(rests.count)
        guard var hazards = CompetingHazards(shapes: [0.5, 0.5], rate: mean),
            hazards.observe(ends: [fruitful, rests.count - fruitful], exposure: seconds)
        else { return nil }
        let chance = hazards.survival(past.restingSeconds)
        let holds = chance < 0.01 && past.restingSeconds > 1800
        return HistoryAnswer(
            holds: holds, value: chance,
            inputs: [
                .init("rests", "\(rests.count)"), .init("mean rest (s)", mean.text(decimals: 0)),
                .init("t (s)", past.restingSeconds.text(decimals: 0)),
                .init("hazards (1/h)", hazards.hazards.map { ($0 * 3600).text(decimals: 2) }.joined(separator: ", ")),
                .init("P(next: work that moves data)", hazards.causeProbabilities[0].text(decimals: 3)),
            ],
            sentence: holds
                ? "It rests for longer than its \(rests.count) earlier rests let expect."
                : "Its rest is as long as its earlier ones.")
    }

    /// A hidden switch between work and rest, seen through noisy processor time.
    static let atWork = HistoryLayer(
        name: "at_work", topic: .work, shortest: 24,
        equation:
            "dP = (h_on (1 - P) - h_off P) dt + P (1 - P) (v_on - v_off)/σ² (dC - v̄ dt), all from the first two thirds; "
            + "mean P over the last sixth < 0.02",
        source: "Wonham 1965"
    ) { past in
        let series = past.series
        let known = series.count * 2 / 3
        let transitions = zip(past.isActive[..<known], past.isActive[1..<known]).reduce(into: (on: 1.0, off: 1.0)) {
            if !$1.0, $1.1 { $0.on += 1 }
            if $1.0, !$1.1 { $0.off += 1 }
        }
        var (on, off) = (Load(), Load())
        for step in 0..<known {
            if past.isActive[step] { on.add(series, step) } else { off.add(series, step) }
        }
        // Without a fifth of work there is no speed of work to be told.
        guard on.seconds > 0.2 * (on.seconds + off.seconds), off.steps >= 2 else { return nil }
        let noise = max(on.variance(series, past.isActive, known), 1e-4)
        guard
            var filter = WonhamFilter(
                probability: 0.5, onHazard: transitions.on / off.seconds, offHazard: transitions.off / on.seconds,
                offSpeed: off.speed, onSpeed: on.speed, noise: noise)
        else { return nil }
        var newest = 0.0
        let sixth = max(4, series.count / 6)
        for step in series.shares.indices {
            filter.observe(growth: series.shares[step] * series.durations[step], elapsed: series.durations[step])
            if step >= series.count - sixth { newest += filter.probability / Double(sixth) }
        }
        let holds = newest < 0.02 && past.restingSeconds > 1800
        return HistoryAnswer(
            holds: holds, value: newest,
            inputs: [
                .init("v_on, v_off (cores)", "\(on.speed.text(decimals: 4)), \(off.speed.text(decimals: 4))"),
                .init(
                    "h_on, h_off (1/h)",
                    "\((transitions.on / off.seconds * 3600).text(decimals: 2)), "
                        + (transitions.off / on.seconds * 3600).text(decimals: 2)),
                .init("σ² (s)", noise.text(decimals: 4)),
                .init("P(on) at the end", filter.probability.text(decimals: 4)),
            ],
            sentence: holds ? "By its processor time it is no longer at work." : "It may be at work.")
    }

    /// Its newest stretch is one of rest, and no chance among many stretches.
    static let lastChange = HistoryLayer(
        name: "last_change", topic: .work, shortest: 24,
        equation:
            "P(run ≤ rest + 2 | active or not) of run lengths with Beta(½,½)-Bernoulli stretches, hazard 1/50, > 0.9, "
            + "rest ≥ 8 steps",
        source: "Adams and MacKay 2007"
    ) { past in
        guard past.isActive.contains(true) else { return nil }
        let rest = past.restingSteps
        guard rest >= 8, past.restingSeconds > 1800 else {
            return HistoryAnswer(
                holds: false, value: 0, inputs: [.init("rest (steps)", "\(rest)")],
                sentence: "It has worked lately.")
        }
        // Runs are many: a hundred looks say it as well as five hundred, each of as many steps.
        let length = max(1, past.isActive.count / 96)
        let looks = stride(from: past.isActive.count % length, to: past.isActive.count, by: length).map {
            past.isActive[$0..<$0 + length].contains(true)
        }
        guard let prior = BernoulliRun(a: 0.5, b: 0.5),
            var filter = RunLengthFilter(prior: prior, hazard: 0.02, longest: looks.count)
        else { return nil }
        for active in looks { filter.observe(active ? 1 : 0) }
        let quiet = looks.reversed().prefix { !$0 }.count
        let chance = filter.probability(ofAtMost: quiet + 2)
        let holds = chance > 0.9 && quiet + 2 < looks.count
        return HistoryAnswer(
            holds: holds, value: chance,
            inputs: [
                .init("rest (steps)", "\(rest)"), .init("likeliest run", "\(filter.likeliest)"),
                .init("n (looks)", "\(looks.count)"),
            ],
            sentence: holds
                ? "Its last stretch of work ended \(HumanDuration.text(seconds: past.restingSeconds)) ago."
                : "Its rest is not told from how it always was.")
    }

    /// Whether its relatives rest as well: a parent that waits for children at work is not at rest.
    static let familyRests = HistoryLayer(
        name: "family_rests", topic: .work, shortest: 16,
        equation:
            "x minimises Σ w_i (x_i - y_i)² + Σ (x_i - x_parent)², y = ln((k + ½)/(n - k + ½)) of active steps; "
            + "1/(1 + e^-x) < 0.02",
        source: "Laplacian on the forest of living parents: Zhu, Ghahramani and Lafferty 2003"
    ) { past in
        guard let family = past.family, family.own < 0.02 else { return nil }
        let holds = family.smoothed < 0.02
        return HistoryAnswer(
            holds: holds, value: family.smoothed,
            inputs: [
                .init("own share of active steps", family.own.text(decimals: 4)),
                .init("relatives with a past", "\(family.relatives)"),
            ],
            sentence: holds ? "Its relatives rest as it does." : "It rests, but its relatives work.")
    }
}

/// Processor time of the steps of one kind.
private struct Load {
    var steps = 0
    var seconds = 0.0
    var processorSeconds = 0.0

    var speed: Double { seconds > 0 ? processorSeconds / seconds : 0 }

    mutating func add(_ series: ProcessSeries, _ step: Int) {
        steps += 1
        seconds += series.durations[step]
        processorSeconds += series.shares[step] * series.durations[step]
    }

    /// Of the growth around its speed, a second.
    func variance(_ series: ProcessSeries, _ isActive: [Bool], _ known: Int) -> Double {
        var squares = 0.0
        for step in 0..<known where isActive[step] {
            let gap = (series.shares[step] - speed) * series.durations[step]
            squares += gap * gap / series.durations[step]
        }
        return squares / Double(max(1, steps))
    }
}
