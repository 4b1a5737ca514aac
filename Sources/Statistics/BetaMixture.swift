/// A mixture of Beta laws: what is believed of a probability that has another law in each of several cases.
package struct BetaMixture: Sendable, Equatable {
    /// One case: how likely it is, and the counts of its Beta law.
    package struct Part: Sendable, Equatable {
        package var weight: Double
        package var a: Double
        package var b: Double

        package init(weight: Double, a: Double, b: Double) {
            self.weight = weight
            self.a = a
            self.b = b
        }
    }

    package var parts: [Part]

    /// Weights are finite and not negative, and need not add up to 1; a, b are finite and above 0.
    package init(_ parts: [Part]) {
        self.parts = parts
    }

    private var total: Double { parts.reduce(0) { $0 + $1.weight } }

    /// Σ w a/(a+b) / Σ w, the probability of success in the next trial; NaN without weight.
    package var mean: Double { parts.reduce(0) { $0 + $1.weight * $1.a / ($1.a + $1.b) } / total }

    /// Σ w I_x(a, b) / Σ w; NaN without weight and outside of 0...1.
    package func distribution(_ x: Double) -> Double {
        parts.reduce(0) { $0 + $1.weight * SpecialFunctions.regularizedIncompleteBeta(a: $1.a, b: $1.b, x: x) } / total
    }

    /// The x below which the mixture has probability p, to about 1e-12; NaN without weight and for p outside of 0...1.
    ///
    /// Source: bisection, for the distribution is monotone. Complexity: 40 evaluations of it.
    package func quantile(_ p: Double) -> Double {
        guard total > 0, p >= 0, p <= 1 else { return .nan }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<40 {
            let middle = (low + high) / 2
            if distribution(middle) < p { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
