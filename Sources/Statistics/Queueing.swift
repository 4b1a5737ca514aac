/// Waiting lines before servers.
package enum Queueing {
    /// What an arrival finds, in the long run.
    package struct Wait: Equatable, Sendable {
        /// The share of arrivals that find every server busy, 0…1.
        package var probability: Double
        /// The mean time before service begins, over all arrivals, in the unit of time of the rates; +∞ when overloaded.
        package var mean: Double

        package init(probability: Double, mean: Double) {
            self.probability = probability
            self.mean = mean
        }
    }

    /// The wait before `servers` equal servers with Poisson arrivals and exponential service (M/M/c, Erlang's C formula).
    ///
    /// With the load a = λ/μ, B the share of arrivals that c servers without a queue would lose (B₀ = 1,
    /// Bₙ = a Bₙ₋₁ / (n + a Bₙ₋₁)) and ρ = a/c: P = B / (1 − ρ (1 − B)), mean P / (c μ − λ). At ρ ≥ 1 the line grows
    /// without end: (1, +∞).
    ///
    /// Source: Kleinrock, Queueing Systems 1 (1975), 3.5; the recurrence: Cooper, Introduction to Queueing Theory (1981), 3.5.
    /// Complexity: O(servers).
    /// - Parameters:
    ///   - servers: 1…1,000,000; any other number gives NaN.
    ///   - arrival: λ, arrivals per unit of time; finite and ≥ 0, otherwise NaN.
    ///   - service: μ, what one busy server completes per unit of time; finite and > 0, otherwise NaN.
    /// - Returns: the chance of having to wait, and for how long on average.
    package static func erlangC(servers: Int, arrival: Double, service: Double) -> Wait {
        guard 1...1_000_000 ~= servers, arrival >= 0, arrival.isFinite, service > 0, service.isFinite else {
            return Wait(probability: .nan, mean: .nan)
        }
        let load = arrival / service
        let utilisation = load / Double(servers)
        guard utilisation < 1 else { return Wait(probability: 1, mean: .infinity) }
        var loss = 1.0
        for busy in 1...servers {
            loss = load * loss / (Double(busy) + load * loss)
        }
        let probability = loss / (1 - utilisation * (1 - loss))
        // c μ − λ as μ c (1 − ρ), which does not overflow before its parts do.
        return Wait(probability: probability, mean: probability / (Double(servers) * (1 - utilisation)) / service)
    }
}
