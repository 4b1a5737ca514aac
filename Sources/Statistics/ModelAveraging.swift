private import func Glibc.log

/// Several models at once, each with the weight that its predictions earned.
package enum ModelAveraging {
    /// The posterior probability of each model.
    ///
    /// In proportion to prior · e^(log evidence).
    ///
    /// Source: Hoeting, Madigan, Raftery and Volinsky, Statistical Science 14 (1999), 382-417.
    /// Complexity: O(*n*).
    /// - Parameters:
    ///   - logEvidences: the logarithm of what each model gave to the data; −∞ excludes a model.
    ///   - priors: ≥ 0, scaled to sum 1; nil for equal ones.
    /// - Returns: weights that sum to 1; nil where no model is possible, an evidence is NaN or +∞, or lengths differ.
    package static func weights(logEvidences: [Double], priors: [Double]? = nil) -> [Double]? {
        guard let priors else { return SpecialFunctions.probabilities(logarithms: logEvidences) }
        guard priors.count == logEvidences.count, priors.areWeights else { return nil }
        return SpecialFunctions.probabilities(
            logarithms: zip(logEvidences, priors).map { $1 > 0 ? $0 + log($1) : $0.isNaN ? .nan : -.infinity })
    }

    /// The mean of the models' predictions under their weights.
    ///
    /// NaN where lengths differ, there is no weight, or a prediction with weight is not finite. Complexity: O(*n*).
    package static func mean(_ predictions: [Double], weights: [Double]) -> Double {
        guard predictions.count == weights.count, weights.areWeights else { return .nan }
        let total = weights.reduce(0, +)
        return zip(predictions, weights).reduce(0) { sum, part in
            part.1 > 0 ? sum + (part.0.isFinite ? part.0 * (part.1 / total) : .nan) : sum
        }
    }
}
