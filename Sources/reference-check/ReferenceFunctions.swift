import Formats
import Primitives
import Statistics

/// The functions that reference files may name.
enum ReferenceFunctions {
    typealias Function = @Sendable (ReferenceArguments) throws(TendError) -> JSONValue

    static let all = basic.merging(testing) { first, _ in first }.merging(series) { first, _ in first }

    private static let basic: [String: Function] = [
        "log_gamma": { given throws(TendError) in .number(SpecialFunctions.logGamma(try given.number("x"))) },
        "digamma": { given throws(TendError) in .number(SpecialFunctions.digamma(try given.number("x"))) },
        "trigamma": { given throws(TendError) in .number(SpecialFunctions.trigamma(try given.number("x"))) },
        "log_beta": { given throws(TendError) in
            .number(SpecialFunctions.logBeta(try given.number("a"), try given.number("b")))
        },
        "regularized_incomplete_beta": { given throws(TendError) in
            .number(
                SpecialFunctions.regularizedIncompleteBeta(
                    a: try given.number("a"), b: try given.number("b"), x: try given.number("x")))
        },
        "beta_quantile": { given throws(TendError) in
            .number(
                SpecialFunctions.betaQuantile(
                    a: try given.number("a"), b: try given.number("b"), p: try given.number("p")))
        },
        "regularized_lower_gamma": { given throws(TendError) in
            .number(SpecialFunctions.regularizedLowerGamma(a: try given.number("a"), x: try given.number("x")))
        },
        "log_sum_exp": { given throws(TendError) in .number(SpecialFunctions.logSumExp(try given.numbers("xs"))) },
        "beta_binomial_logpmf": { given throws(TendError) in
            .number(
                Distributions.betaBinomialLogProbability(
                    k: try given.integer("k"), n: try given.integer("n"), a: try given.number("a"),
                    b: try given.number("b")))
        },
        "gamma_logpdf": { given throws(TendError) in
            .number(
                Distributions.gammaLogDensity(
                    try given.number("x"), shape: try given.number("shape"), scale: try given.number("scale")))
        },
        "lomax_survival": { given throws(TendError) in
            .number(
                Distributions.lomaxSurvival(
                    try given.number("t"), alpha: try given.number("alpha"), beta: try given.number("beta")))
        },
        "gamma_poisson_logpmf": { given throws(TendError) in
            .number(
                Distributions.gammaPoissonLogProbability(
                    k: try given.integer("k"), shape: try given.number("shape"), rate: try given.number("rate"),
                    exposure: try given.number("exposure")))
        },
        "dirichlet_multinomial_log_marginal": { given throws(TendError) in
            .number(
                Distributions.dirichletMultinomialLogMarginal(
                    counts: try given.integers("counts"), alpha: try given.numbers("alpha")))
        },
        "beta_credible_upper": { given throws(TendError) in
            .number(
                Bounds.betaCredibleUpper(
                    errors: try given.integer("errors"), trials: try given.integer("trials"), a: try given.number("a"),
                    b: try given.number("b"), delta: try given.number("delta")))
        },
        "bayesian_fdr_cut": { given throws(TendError) in
            .whole(
                MultipleTesting.bayesianDiscoveryCut(
                    localFalseDiscoveryRates: try given.numbers("lfdr"), alpha: try given.number("alpha")))
        },
        "erlang_c": { given throws(TendError) in try erlangC(given) },
        "tree_belief_propagation": { given throws(TendError) in try treeMarginals(given) },
    ]

    private static func erlangC(_ given: ReferenceArguments) throws(TendError) -> JSONValue {
        let wait = Queueing.erlangC(
            servers: try given.integer("servers"), arrival: try given.number("arrival"),
            service: try given.number("service"))
        return ["wait_probability": .number(wait.probability), "mean_wait": .number(wait.mean)]
    }

    private static func treeMarginals(_ given: ReferenceArguments) throws(TendError) -> JSONValue {
        let parents = try given.integers("parent")
        let (potentials, states) = try given.rows("log_potential")
        let coupling = try given.number("coupling")
        do {
            let marginals = try BeliefPropagation.marginals(
                parents: parents, states: states, logPotentials: potentials,
                couplings: [Double](repeating: coupling, count: parents.count))
            return .array(
                parents.indices.map { node in
                    .array(marginals[node * states..<(node + 1) * states].map { .number($0) })
                })
        } catch {
            throw TendError(.malformedInput, "\"parent\" and \"log_potential\" make no forest", cause: error)
        }
    }
}
