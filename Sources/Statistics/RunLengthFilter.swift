private import func Glibc.log
private import func Glibc.log1p

/// What is known of a stretch of series that has one and the same distribution.
package protocol RunLengthModel: Sendable {
    /// The logarithm of the probability, or density, of the next observation.
    func logPredictive(_ observation: Double) -> Double
    /// Takes the observation in.
    mutating func learn(_ observation: Double)
}

/// How long the newest stretch without a change has lasted: Bayesian online change-point detection.
///
/// Before every observation the stretch ends with probability `hazard`, and a new one begins with the prior.
///
/// Source: Adams and MacKay, Bayesian Online Changepoint Detection (2007), arXiv:0710.3742.
package struct RunLengthFilter<Model: RunLengthModel>: Sendable {
    /// The probability of each run length 0, 1, …; those that are too long are counted at the last.
    ///
    /// A run of 0 means that the next observation begins a new stretch, so its probability stays at the hazard; whether the
    /// stretch is *young* is told by the first few together.
    package private(set) var probabilities: [Double] = [1]
    private var models: [Model]
    private let prior: Model
    private let logHazard: Double
    private let logSurvival: Double
    private let longest: Int

    /// Begins a stretch; nil for a hazard or length outside the domain.
    ///
    /// - Parameters:
    ///   - prior: what is believed at the begin of a stretch.
    ///   - hazard: 0 < hazard < 1, one over the mean length of a stretch in observations.
    ///   - longest: ≥ 1; the run length at which memory and time stop growing.
    package init?(prior: Model, hazard: Double, longest: Int = 10_000) {
        guard hazard > 0, hazard < 1, longest >= 1 else { return nil }
        self.prior = prior
        models = [prior]
        logHazard = log(hazard)
        logSurvival = log1p(-hazard)
        self.longest = longest
    }

    /// The likeliest run length in observations, the shortest where several are.
    package var likeliest: Int {
        probabilities.indices.reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
    }

    /// The probability that the present stretch has at most this many observations; 0 below 0.
    package func probability(ofAtMost length: Int) -> Double {
        length < 0 ? 0 : probabilities.prefix(min(length, probabilities.count) + 1).reduce(0, +)
    }

    /// Takes the next observation in.
    ///
    /// Shortest useful series: two observations. One that no run explains at all (NaN, infinite, outside what the model
    /// knows) is left out.
    /// Complexity: O(min(*n*, longest)).
    package mutating func observe(_ observation: Double) {
        let weights = zip(probabilities, models).map { log($0) + $1.logPredictive(observation) }
        let evidence = SpecialFunctions.logSumExp(weights)
        guard
            let next = SpecialFunctions.probabilities(
                logarithms: [evidence + logHazard] + weights.map { $0 + logSurvival })
        else { return }
        probabilities = next
        for index in models.indices { models[index].learn(observation) }
        models.insert(prior, at: 0)
        guard models.count > longest + 1 else { return }
        // The two longest runs become one; the longer knows more and stays.
        probabilities[longest] += probabilities.removeLast()
        models.remove(at: longest)
    }
}

/// A coin whose chance is Beta(a, b).
package struct BernoulliRun: RunLengthModel, Equatable {
    private var a: Double
    private var b: Double

    /// Nil unless a and b are finite and > 0.
    package init?(a: Double, b: Double) {
        guard a > 0, b > 0, (a + b).isFinite else { return nil }
        self.a = a
        self.b = b
    }

    /// 1 and 0 are possible; everything else has −∞.
    package func logPredictive(_ observation: Double) -> Double {
        observation == 1 ? log(a / (a + b)) : observation == 0 ? log(b / (a + b)) : -.infinity
    }

    package mutating func learn(_ observation: Double) {
        if observation == 1 { a += 1 } else { b += 1 }
    }
}

/// A normal distribution of unknown mean and variance under the conjugate prior.
///
/// The precision is Gamma(α, rate β), the mean normal around μ with κ times that precision.
///
/// Source: Murphy, Conjugate Bayesian analysis of the Gaussian distribution (2007), section 3.
package struct NormalRun: RunLengthModel, Equatable {
    private var mean: Double
    private var kappa: Double
    private var alpha: Double
    private var beta: Double

    /// Nil unless all are finite, 1/κ and β/α too, and all but the mean > 0.
    ///
    /// - Parameters:
    ///   - mean: μ, in the unit of the observations.
    ///   - kappa: κ, how many observations μ is worth.
    ///   - alpha: α, half as many as the variance is worth.
    ///   - beta: β, in the squared unit: the variance is about β/α.
    package init?(mean: Double, kappa: Double, alpha: Double, beta: Double) {
        guard [mean, kappa, alpha, beta, beta / alpha, 1 / kappa].areFinite, min(kappa, alpha, beta) > 0 else {
            return nil
        }
        self.mean = mean
        self.kappa = kappa
        self.alpha = alpha
        self.beta = beta
    }

    /// Student's t with 2α degrees of freedom around μ, of scale √(β (κ+1) / (α κ)).
    package func logPredictive(_ observation: Double) -> Double {
        guard observation.isFinite else { return -.infinity }
        let scale = (beta / alpha).squareRoot() * (1 + 1 / kappa).squareRoot()
        return Distributions.studentTLogDensity(
            observation, degreesOfFreedom: 2 * alpha, location: mean, scale: scale)
    }

    package mutating func learn(_ observation: Double) {
        let distance = observation - mean
        // So far away that this run is impossible by now; what it believes must stay a number.
        guard distance.isFinite else { return }
        let growth = distance * (kappa / (kappa + 1)).squareRoot()
        beta = min(beta + growth * growth / 2, max(beta, 1e300))
        mean += distance / (kappa + 1)
        kappa += 1
        alpha += 0.5
    }
}
