package import Model
internal import Statistics

/// Fits the exponent of the summed evidence: it may soften the judgement, never sharpen it.
package enum Tempering {
    /// Fewer labels do not tell an exponent from chance.
    package static let fewestLabels = 30
    /// Nats that an exponent must gain over 1: Akaike's price of a parameter.
    package static let leastGain = 1.0

    /// The exponent under which labels are likeliest, and the nats that it gains over 1.
    ///
    /// The score is concave in the exponent (a multinomial logit), so a golden section finds its top. 1 with a gain of 0
    /// below `fewestLabels`, and where the gain is not worth a parameter (Grünwald 2012, SafeBayes; Guo et al. 2017).
    package static func fit(
        _ labels: [ProcessLabel], _ weights: [Double], by priors: ProcessPriors, pack: ProcessPriors
    ) -> (exponent: Double, gain: Double) {
        guard labels.count >= fewestLabels else { return (1, 0) }
        let logits = LabelScore(pack: pack).logits(labels, by: priors)
        func score(_ eta: Double) -> Double {
            zip(logits, weights).reduce(0) { $0 + $1.1 * $1.0.score(eta) }
        }
        let golden = (5.0.squareRoot() - 1) / 2
        var (low, high) = (LearnedPriors.temperingAtLeast, 1.0)
        for _ in 0..<40 {
            let (first, second) = (high - golden * (high - low), low + golden * (high - low))
            if score(first) > score(second) { high = second } else { low = first }
        }
        let exponent = (low + high) / 2
        let gain = score(exponent) - score(1)
        return gain >= leastGain ? (exponent, gain) : (1, max(0, gain))
    }
}
