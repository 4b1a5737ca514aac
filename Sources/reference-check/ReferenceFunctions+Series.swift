import Formats
import Primitives
import Statistics

extension ReferenceFunctions {
    /// Filters, change points, events and survival.
    static let series: [String: Function] = [
        "kalman_local_level": { given throws(TendError) in try localLevel(given) },
        "imm_two_level": { given throws(TendError) in try switchingLevel(given) },
        "bocpd_bernoulli": { given throws(TendError) in
            guard
                let prior = BernoulliRun(a: try given.number("a"), b: try given.number("b")),
                let filter = RunLengthFilter(prior: prior, hazard: try given.number("hazard"))
            else { return .null }
            let (map, last) = runLengths(filter, try given.numbers("x"))
            return ["run_length": numbers(last), "map": whole(map)]
        },
        "bocpd_normal": { given throws(TendError) in
            guard
                let prior = NormalRun(
                    mean: try given.number("mean"), kappa: try given.number("kappa"),
                    alpha: try given.number("alpha"), beta: try given.number("beta")),
                let filter = RunLengthFilter(prior: prior, hazard: try given.number("hazard"))
            else { return .null }
            let (map, last) = runLengths(filter, try given.numbers("x"))
            return ["map": whole(map), "change_probability": .number(last[0])]
        },
        "hawkes_log_likelihood": { given throws(TendError) in
            .number(
                PointProcesses.hawkesLogLikelihood(
                    times: try given.numbers("times"), end: try given.number("end"), base: try given.number("base"),
                    jump: try given.number("jump"), decay: try given.number("decay")))
        },
        "pelt_l2": { given throws(TendError) in
            whole(
                ChangePoints.meanShifts(
                    try given.numbers("signal"), penalty: try given.number("penalty"),
                    minimumLength: try given.integer("min_size")))
        },
        "haar_wavelet": { given throws(TendError) in
            let levels = Wavelets.haar(try given.numbers("signal"), levels: try given.integer("levels"))
            return levels.map { .array($0.map { numbers($0) }) } ?? .null
        },
        "beta_binomial_change_point": { given throws(TendError) in
            numbers(
                ChangePoints.betaBinomial(
                    successes: try given.integers("k"), trials: try given.integers("n"),
                    geometric: try given.number("geometric"), a: try given.number("a"), b: try given.number("b")))
        },
        "beta_stacy_survival": { given throws(TendError) in
            numbers(
                Survival.betaStacy(
                    events: try given.integers("events"), atRisk: try given.integer("at_risk"),
                    a: try given.number("a"), b: try given.number("b")))
        },
    ]

    private static func localLevel(_ given: ReferenceArguments) throws(TendError) -> JSONValue {
        guard
            var filter = LevelFilter(
                mean: try given.number("mean0"), variance: try given.number("variance0"),
                processVariance: try given.number("process_variance"),
                measurementVariance: try given.number("measurement_variance"))
        else { return .null }
        let levels = filter.follow(try given.numbers("y"))
        return ["mean": numbers(levels.means), "variance": numbers(levels.variances)]
    }

    private static func switchingLevel(_ given: ReferenceArguments) throws(TendError) -> JSONValue {
        var filters: [LevelFilter?] = []
        for processVariance in try given.numbers("process_variances") {
            filters.append(
                LevelFilter(
                    mean: try given.number("mean0"), variance: try given.number("variance0"),
                    processVariance: processVariance, measurementVariance: try given.number("measurement_variance")))
        }
        let (transition, width) = try given.rows("transition")
        let rows = stride(from: 0, to: transition.count, by: max(width, 1)).map {
            Array(transition[$0..<$0 + width])
        }
        guard
            var filter = SwitchingLevelFilter(
                filters: filters.compactMap(\.self), modes: try given.numbers("mode0"), transition: rows)
        else { return .null }
        return .array(
            try given.numbers("y").map { measurement in
                filter.observe(measurement)
                return [.number(filter.mean), .number(filter.modes[0])]
            })
    }

    /// The likeliest run length after each observation, and all probabilities after the last.
    private static func runLengths<Model>(
        _ filter: RunLengthFilter<Model>, _ series: [Double]
    ) -> (likeliest: [Int], last: [Double]) {
        var filter = filter
        let likeliest = series.map { observation in
            filter.observe(observation)
            return filter.likeliest
        }
        return (likeliest, filter.probabilities)
    }
}
