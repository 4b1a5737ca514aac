import Formats
import Primitives
import Statistics

extension ReferenceFunctions {
    /// Densities, divergences, bounds, many tests at once, risk and distances.
    static let testing: [String: Function] = [
        "student_t_logpdf": { given throws(TendError) in
            .number(
                Distributions.studentTLogDensity(
                    try given.number("x"), degreesOfFreedom: try given.number("df"),
                    location: try given.number("loc"), scale: try given.number("scale")))
        },
        "generalized_pareto_logpdf": { given throws(TendError) in
            .number(
                Distributions.generalizedParetoLogDensity(
                    try given.number("x"), shape: try given.number("shape"), scale: try given.number("scale")))
        },
        "bernoulli_kl": { given throws(TendError) in
            .number(Divergence.bernoulli(try given.number("q"), try given.number("p")))
        },
        "kl_inverse_upper": { given throws(TendError) in
            .number(Divergence.bernoulliUpper(try given.number("q"), bound: try given.number("bound")))
        },
        "benjamini_hochberg_adjusted": { given throws(TendError) in
            numbers(MultipleTesting.benjaminiHochbergAdjusted(try given.numbers("p")))
        },
        "benjamini_yekutieli_adjusted": { given throws(TendError) in
            numbers(MultipleTesting.benjaminiYekutieliAdjusted(try given.numbers("p")))
        },
        "e_benjamini_hochberg": { given throws(TendError) in
            whole(
                MultipleTesting.eBenjaminiHochberg(try given.numbers("e"), alpha: try given.number("alpha")))
        },
        "cvar": { given throws(TendError) in
            .number(
                RiskMeasures.conditionalValueAtRisk(
                    losses: try given.numbers("losses"), probabilities: try given.numbers("probabilities"),
                    alpha: try given.number("alpha")))
        },
        "entropic_risk": { given throws(TendError) in
            .number(
                RiskMeasures.entropicRisk(
                    losses: try given.numbers("losses"), probabilities: try given.numbers("probabilities"),
                    theta: try given.number("theta")))
        },
        "split_conformal_radius": { given throws(TendError) in
            .number(Conformal.splitRadius(scores: try given.numbers("scores"), alpha: try given.number("alpha")))
        },
        "wasserstein_1": { given throws(TendError) in
            .number(SampleDistance.wasserstein1(try given.numbers("x"), try given.numbers("y")))
        },
        "kolmogorov_smirnov": { given throws(TendError) in
            .number(SampleDistance.kolmogorovSmirnov(try given.numbers("x"), try given.numbers("y")))
        },
        "sinkhorn_divergence": { given throws(TendError) in
            .number(
                SampleDistance.sinkhornDivergence(
                    try given.numbers("x"), try given.numbers("y"), epsilon: try given.number("epsilon")))
        },
        "clayton_copula_logdensity": { given throws(TendError) in
            try copula(given, Copulas.claytonLogDensity)
        },
        "frank_copula_logdensity": { given throws(TendError) in
            try copula(given, Copulas.frankLogDensity)
        },
        "gumbel_copula_logdensity": { given throws(TendError) in
            try copula(given, Copulas.gumbelLogDensity)
        },
    ]

    private static func copula(
        _ given: ReferenceArguments, _ logDensity: (Double, Double, Double) -> Double
    ) throws(TendError) -> JSONValue {
        .number(logDensity(try given.number("u"), try given.number("v"), try given.number("theta")))
    }

    /// Null where there is no answer, which is wrong wherever one is wanted.
    static func numbers(_ list: [Double]?) -> JSONValue {
        list.map { .array($0.map { .number($0) }) } ?? .null
    }

    static func whole(_ list: [Int]?) -> JSONValue {
        list.map { .array($0.map { .whole($0) }) } ?? .null
    }
}
