private import func Glibc.exp
private import func Glibc.expm1
private import func Glibc.log

/// Events that come in bursts, each making the next more likely for a while.
///
/// Times are seconds (or any one unit) from the begin of the observation, rising, within 0…end; rates are events in that
/// unit. Where they are not, or a parameter is outside its domain, the result is NaN.
package enum PointProcesses {
    /// The logarithm of the likelihood of a self-exciting process with exponential memory (Hawkes).
    ///
    /// The intensity is λ(t) = base + jump Σ e^(−decay (t − s)) over the events s < t; the result is
    /// Σ ln λ(tᵢ) − ∫₀^end λ. Events at one and the same time do not excite one another.
    ///
    /// Shortest series: no event at all (then −base · end).
    ///
    /// Source: Ozaki, Annals of the Institute of Statistical Mathematics 31 (1979), 145-155.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - times: of the events.
    ///   - end: how long was observed, finite and ≥ 0.
    ///   - base: finite and > 0, the rate without any excitement.
    ///   - jump: finite and ≥ 0, by which each event raises the rate; jump/decay is the mean number of its direct children.
    ///   - decay: finite and > 0, one over the memory.
    /// - Returns: a logarithm of a density of times.
    package static func hawkesLogLikelihood(
        times: [Double], end: Double, base: Double, jump: Double, decay: Double
    ) -> Double {
        hawkesLogLikelihood(
            times: times, kinds: [Int](repeating: 0, count: times.count), end: end, bases: [base], jumps: [[jump]],
            decay: decay)
    }

    /// The same for several kinds of event that excite themselves and one another.
    ///
    /// λ of kind k is bases[k] + Σ jumps[k][kind of s] e^(−decay (t − s)) over all events s < t.
    ///
    /// Shortest series: no event at all.
    ///
    /// Source: Hawkes, Biometrika 58 (1971), 83-90.
    /// Complexity: O(*n* · *kinds*).
    /// - Parameters:
    ///   - times: of all events, rising.
    ///   - kinds: of the same events, 0…*kinds* − 1.
    ///   - end: how long was observed.
    ///   - bases: finite and > 0, one a kind.
    ///   - jumps: finite and ≥ 0, by which an event of a kind (column) raises the rate of a kind (row).
    ///   - decay: finite and > 0, common to all.
    /// - Returns: a logarithm of a density of times.
    package static func hawkesLogLikelihood(
        times: [Double], kinds: [Int], end: Double, bases: [Double], jumps: [[Double]], decay: Double
    ) -> Double {
        guard kinds.count == times.count, kinds.allSatisfy(bases.indices.contains), jumps.count == bases.count,
            jumps.allSatisfy({ $0.count == bases.count && $0.allSatisfy { $0 >= 0 } && $0.areFinite })
        else { return .nan }
        let events = zip(times, kinds).map { Event(time: $0, kind: $1, weight: 1) }
        return logLikelihood(events, end: end, bases: bases, jumps: jumps, decay: decay)
    }

    /// The same for events that carry a size, where larger ones excite more.
    ///
    /// λ(t) = base + jump Σ (size / mean size) e^(−decay (t − s)), and sizes are Gamma(shape, scale) each on its own, with
    /// mean size = shape · scale; the result adds the logarithms of their densities.
    ///
    /// Shortest series: no event at all.
    ///
    /// Source: Daley and Vere-Jones, An Introduction to the Theory of Point Processes 1, 2nd ed., 7.3.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - times: of the events.
    ///   - sizes: of the same events, finite and > 0, in any one unit.
    ///   - end: how long was observed.
    ///   - base: as for `hawkesLogLikelihood`.
    ///   - jump: by an event of mean size.
    ///   - decay: as for `hawkesLogLikelihood`.
    ///   - shape: of the sizes, finite and > 0.
    ///   - scale: of the sizes, finite and > 0, in their unit.
    /// - Returns: a logarithm of a density of times and sizes.
    package static func markedLogLikelihood(
        times: [Double], sizes: [Double], end: Double, base: Double, jump: Double, decay: Double, shape: Double,
        scale: Double
    ) -> Double {
        guard sizes.count == times.count, sizes.areFinite, sizes.allSatisfy({ $0 > 0 }), shape > 0, scale > 0,
            jump >= 0, jump.isFinite
        else { return .nan }
        let events = zip(times, sizes).map { Event(time: $0, kind: 0, weight: $1 / scale / shape) }
        let ground = logLikelihood(events, end: end, bases: [base], jumps: [[jump]], decay: decay)
        return sizes.reduce(ground) { $0 + Distributions.gammaLogDensity($1, shape: shape, scale: scale) }
    }

    private struct Event {
        var time: Double
        var kind: Int
        /// By how much of a jump it raises the rates.
        var weight: Double
    }

    private static func logLikelihood(
        _ events: [Event], end: Double, bases: [Double], jumps: [[Double]], decay: Double
    ) -> Double {
        guard end >= 0, end.isFinite, decay > 0, decay.isFinite, bases.allSatisfy({ $0 > 0 && $0.isFinite }),
            areRising(events.map(\.time), within: end)
        else { return .nan }
        var sum = -bases.reduce(0, +) * end
        // What is left at `now` of the excitement by each kind, apart from the jump.
        var excitement = [Double](repeating: 0, count: bases.count)
        var now = 0.0
        var index = 0
        while index < events.count {
            let time = events[index].time
            for kind in excitement.indices { excitement[kind] *= exp(-decay * (time - now)) }
            now = time
            let group = events[index...].prefix { $0.time == time }
            for event in group {
                let rate = zip(jumps[event.kind], excitement).reduce(bases[event.kind]) { $0 + $1.0 * $1.1 }
                let children = jumps.reduce(0) { $0 + $1[event.kind] } * event.weight / decay
                sum += log(rate) + children * expm1(-decay * (end - time))
            }
            for event in group { excitement[event.kind] += event.weight }
            index += group.count
        }
        return sum
    }

    static func areRising(_ times: [Double], within end: Double) -> Bool {
        guard let first = times.first, let last = times.last else { return true }
        return first >= 0 && last <= end && zip(times, times.dropFirst()).allSatisfy { $0 <= $1 }
    }
}
