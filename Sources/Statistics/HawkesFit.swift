private import func Glibc.exp
private import func Glibc.expm1
private import func Glibc.log

/// How much the events of a series beget one another.
package struct HawkesFit: Equatable, Sendable {
    /// Events a unit of time that come by themselves, ≥ 0.
    package let base: Double
    /// By how much each event raises the rate, ≥ 0.
    package let jump: Double
    /// One over how long that lasts, > 0.
    package let decay: Double
    /// How much better this explains the times than a constant rate does, in nats; ≥ 0 but for rounding.
    package let logLikelihoodGain: Double

    /// The mean number of events that one begets directly; from 1 on bursts never end.
    package var branchingRatio: Double { jump / decay }

    /// The fewest events that tell bursts from chance.
    package static let fewestEvents = 10

    /// Fits `PointProcesses.hawkesLogLikelihood` by expectation and maximisation, for each of sixteen decays.
    ///
    /// Decays run from 2/end to twenty times the mean rate of events, in equal ratios; the likeliest is taken.
    ///
    /// Source: Veen and Schoenberg, J. American Statistical Association 103 (2008), 614-624.
    /// Complexity: O(*n*), at most 16 · 6 + 200 passes.
    /// - Parameters:
    ///   - times: of the events, rising within 0…end, in any one unit.
    ///   - end: how long was observed, finite and > 0.
    /// - Returns: nil for fewer than ten events or numbers outside their domain.
    package static func fit(times: [Double], end: Double) -> HawkesFit? {
        guard times.count >= fewestEvents, end > 0, end.isFinite, PointProcesses.areRising(times, within: end) else {
            return nil
        }
        // In units of the observation, so that no product leaves the doubles.
        let shares = times.map { $0 / end }
        let rate = Double(times.count)
        let constant = rate * log(rate) - rate
        // A few passes tell the decays apart; only the best is followed to its end.
        let rough = (0..<16).map { step in
            fit(shares, decay: 2 * exp(Double(step) / 15 * log(10 * rate)), poisson: constant, passes: 6)
        }
        guard let likeliest = rough.max(by: { $0.logLikelihoodGain < $1.logLikelihoodGain }) else { return nil }
        let best = fit(shares, decay: likeliest.decay, poisson: constant, passes: 200)
        return HawkesFit(
            base: best.base / end, jump: best.jump / end, decay: best.decay / end,
            logLikelihoodGain: best.logLikelihoodGain)
    }

    private static func fit(_ times: [Double], decay: Double, poisson: Double, passes: Int) -> HawkesFit {
        let count = Double(times.count)
        // How many children an event with jump 1 has until the end.
        let exposure = times.reduce(0) { $0 - expm1(-decay * (1 - $1)) / decay }
        var (base, jump) = (0.7 * count, exposure > 0 ? 0.3 * count / exposure : 0)
        // What is left of the excitement from one event to the next; those at one time do not excite one another.
        let remains = zip([0] + times, times).map { $1 > $0 ? exp(-decay * ($1 - $0)) : 1 }
        for _ in 0..<passes {
            let alone = expectedImmigrants(times, remains, base: base, jump: jump)
            let next = (alone, exposure > 0 ? (count - alone) / exposure : 0)
            let change = abs(next.0 - base)
            (base, jump) = next
            guard change > 1e-7 * count else { break }
        }
        let likelihood = PointProcesses.hawkesLogLikelihood(times: times, end: 1, base: base, jump: jump, decay: decay)
        // Beside a base of 0 a series without a first event has no likelihood.
        let gain = likelihood.isNaN ? -.infinity : likelihood - poisson
        return HawkesFit(base: base, jump: jump, decay: decay, logLikelihoodGain: gain)
    }

    /// How many events came by themselves, given the parameters.
    private static func expectedImmigrants(
        _ times: [Double], _ remains: [Double], base: Double, jump: Double
    ) -> Double {
        var (excitement, pending, now, alone) = (0.0, 0.0, 0.0, 0.0)
        for (time, remaining) in zip(times, remains) {
            if time > now {
                excitement = (excitement + pending) * remaining
                (pending, now) = (0, time)
            }
            alone += base / (base + jump * excitement)
            pending += 1
        }
        return alone
    }
}
