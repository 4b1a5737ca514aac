private import func Glibc.expm1

/// How far an observed rate is from an expected one, in nats an observation.
///
/// Under the expectation, n observations look as odd as this with a probability of about e^(−n D) (Chernoff, Sanov), which
/// is what makes these the surprise terms of evidence.
package enum Divergence {
    /// The Kullback-Leibler divergence of a coin of chance p from one of chance q.
    ///
    /// q ln(q/p) + (1−q) ln((1−q)/(1−p)) ≥ 0 for q and p in 0…1, with 0 ln 0 = 0; +∞ where p excludes what q allows, NaN
    /// outside. Nearly equal coins keep their digits, because the parts that cancel are never formed.
    ///
    /// Source: Cover and Thomas, Elements of Information Theory, 2nd ed., 2.3.
    /// Complexity: O(1).
    package static func bernoulli(_ q: Double, _ p: Double) -> Double {
        guard 0...1 ~= q, 0...1 ~= p else { return .nan }
        return excess(q, over: p, difference: p - q) + excess(1 - q, over: 1 - p, difference: q - p)
    }

    /// The largest chance p ≥ q whose divergence from q stays within `bound`.
    ///
    /// max {p : D(q ‖ p) ≤ bound} for q in 0…1 and bound ≥ 0; q for a bound of 0, 1 for an infinite one, NaN outside. Exact
    /// to the spacing of doubles near p, so a bound below about 1e-16 may give q itself.
    ///
    /// Source: Langford, J. Machine Learning Research 6 (2005), 273-306, section 3.
    /// Complexity: O(1), at most 64 divergences.
    package static func bernoulliUpper(_ q: Double, bound: Double) -> Double {
        guard 0...1 ~= q, bound >= 0 else { return .nan }
        guard q > 0 else { return -expm1(-bound) }
        var within = q
        var beyond = 1.0
        guard bernoulli(q, beyond) > bound else { return 1 }
        while beyond.bitPattern - within.bitPattern > 1 {
            let middle = Double(bitPattern: (within.bitPattern + beyond.bitPattern) / 2)
            if bernoulli(q, middle) <= bound { within = middle } else { beyond = middle }
        }
        return within
    }

    /// The divergence of a Poisson count of mean `expected` from one of mean `observed`: the rate function of event rates.
    ///
    /// x ln(x/λ) − x + λ ≥ 0 for finite means ≥ 0 of the same exposure; +∞ where events were seen that cannot happen, NaN
    /// outside.
    ///
    /// Source: Dembo and Zeitouni, Large Deviations Techniques and Applications, 2nd ed., exercise 2.2.23.
    /// Complexity: O(1).
    package static func poisson(observed: Double, expected: Double) -> Double {
        guard observed >= 0, observed.isFinite, expected >= 0, expected.isFinite else { return .nan }
        return excess(observed, over: expected, difference: expected - observed)
    }

    /// The divergence between two distributions over the same categories.
    ///
    /// Σ qᵢ ln(qᵢ/pᵢ) ≥ 0 after both are scaled to sum 1; 0 ln 0 = 0, +∞ where p excludes what q allows. NaN where lengths
    /// differ, a weight is negative or not finite, or one has no weight at all.
    ///
    /// Source: Cover and Thomas, 2.3.
    /// Complexity: O(*n*).
    package static func categorical(_ q: [Double], _ p: [Double]) -> Double {
        guard q.count == p.count, q.areWeights, p.areWeights else { return .nan }
        let (totalQ, totalP) = (q.reduce(0, +), p.reduce(0, +))
        return zip(q, p).reduce(0) { sum, pair in
            let (observed, expected) = (pair.0 / totalQ, pair.1 / totalP)
            return sum + excess(observed, over: expected, difference: expected - observed)
        }
    }

    /// q ln(q/p) − q + p, the part of a divergence that is never negative; `difference` is p − q.
    private static func excess(_ q: Double, over p: Double, difference: Double) -> Double {
        guard q > 0 else { return p }
        guard p > 0 else { return .infinity }
        let ratio = p / q
        // Where the quotient overflows, q ln(q/p) is lost beside p.
        guard ratio < .infinity else { return p }
        return -q * SpecialFunctions.logarithmPastTangent(difference / q, ratio: ratio)
    }
}
