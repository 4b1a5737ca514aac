internal import Decision
internal import Model
internal import Primitives
internal import Statistics

/// What one activity mode expects to see, with the parts that do not depend on the process worked out once.
struct ModeDensity: Sendable {
    private let logState: [Double]
    private let logProgress: (yes: Double, no: Double)
    private let processor: ShareDensity
    private let lifetime: ShareDensity

    init(_ emissions: ModeEmissions) {
        let total = emissions.state.reduce(0, +)
        logState = emissions.state.map { logarithm($0 / total) }
        processor = ShareDensity(emissions.processor)
        lifetime = ShareDensity(emissions.lifetime)
        let progress = emissions.progress
        logProgress = (
            logarithm(progress.yes / (progress.yes + progress.no)),
            logarithm(progress.no / (progress.yes + progress.no))
        )
    }

    /// log p(observation | mode): two Beta-Binomial predictives over effective looks, a Bernoulli and a category.
    func logDensity(_ look: ActivityLook) -> Double {
        logDensity(look, processor: look.share.map { processor.logDensity($0, look.looks) } ?? 0)
    }

    /// The same where the term of the processor's share is known.
    func logDensity(_ look: ActivityLook, processor: Double) -> Double {
        var sum = logState[look.state] + processor + lifetime.logDensity(look.lifetimeShare, look.lifetimeLooks)
        if let progress = look.progress { sum += progress ? logProgress.yes : logProgress.no }
        return sum
    }

    /// The term of a process that used no processor over so many looks.
    func logIdle(_ looks: Double) -> Double { processor.logDensity(0, looks) }
}

/// A Beta-Binomial predictive of a share of looks, without its coefficient: that is the same for all modes and classes.
private struct ShareDensity: Sendable {
    private let counts: BetaCounts
    private let logBeta: Double
    /// Of one look that saw nothing, as most processes are seen: log(b / (a + b)).
    private let logIdle: Double

    init(_ counts: BetaCounts) {
        self.counts = counts
        logBeta = SpecialFunctions.logBeta(counts.yes, counts.no)
        logIdle = logarithm(counts.no / (counts.yes + counts.no))
    }

    /// log B(a + k, b + n - k) - log B(a, b).
    func logDensity(_ share: Double, _ looks: Double) -> Double {
        guard share != 0 || looks != 1 else { return logIdle }
        return SpecialFunctions.logBeta(counts.yes + share * looks, counts.no + (1 - share) * looks) - logBeta
    }
}

/// What was seen of a process's activity, as the mixture takes it.
struct ActivityLook: Sendable {
    /// One core's worth of "is it running, or would it", 0...1; nil with a single sample.
    ///
    /// Never divided by threads or cores. Waiting for a processor counts as running: a loop that gets a third of a core of a
    /// busy machine is the same loop.
    var share: Double?
    /// Effective number of independent looks within the window.
    var looks: Double
    var lifetimeShare: Double
    var lifetimeLooks: Double
    var progress: Bool?
    /// Index into R, S, D, T.
    var state: Int

    init(_ facts: borrowing ProcessFacts, _ settings: LookSettings) {
        share = facts.cores.value.map { min(1, max(0, $0, facts.demand ?? 0)) }
        looks = Self.effectiveLooks(facts.window, settings.correlationSeconds)
        lifetimeShare = min(1, max(0, facts.lifetimeShare))
        lifetimeLooks = min(
            settings.lifetimeLooksAtMost, Self.effectiveLooks(facts.age, settings.lifetimeCorrelationSeconds))
        progress = facts.progress.value
        state =
            switch facts.state {
            case .running: 0
            case .uninterruptible: 2
            case .stopped, .traced: 3
            default: 1
            }
    }

    /// Effective looks of a two-state on/off signal with correlation time tau watched for W seconds.
    ///
    /// n = 1 / [(2 tau/W)(1 - (tau/W)(1 - exp(-W/tau)))]: half a second is one look, not fifty (Box & Jenkins, the
    /// variance of a mean of an exponentially correlated signal). Never below 1.
    static func effectiveLooks(_ window: Double, _ tau: Double) -> Double {
        guard window > 0, tau > 0 else { return 1 }
        let ratio = tau / window
        // Below a thousandth of tau the difference drowns in rounding; the limit is one look.
        guard ratio < 1000 else { return 1 }
        return max(1, 1 / (2 * ratio * (1 - ratio * (1 - exponential(-1 / ratio)))))
    }
}

/// What each mode expects of a process that used no processor over a window, as most of a scan are seen.
struct IdleLook: Sendable {
    let looks: Double
    let terms: SIMD8<Double>

    init(window: Double, _ judge: ProcessJudge) {
        looks = ActivityLook.effectiveLooks(window, judge.priors.looks.correlationSeconds)
        var terms = SIMD8<Double>.zero
        for (index, density) in judge.tables.densities.enumerated() { terms[index] = density.logIdle(looks) }
        self.terms = terms
    }
}

extension ProcessJudge {
    /// One latent mode explains processor, progress and state together, so that they cannot be counted three times.
    ///
    /// activity(C) = log sum over modes of w[role, C, mode] p(observation | mode). All classes share the modes; only the
    /// weights differ, so two classes never differ by more than the largest log ratio of weights.
    func activityWeights(_ facts: ProcessFacts, _ idle: IdleLook? = nil) -> ClassVector {
        let look = ActivityLook(facts, priors.looks)
        // The closure below is not to take the facts with it.
        let role = facts.role
        var densities = SIMD8<Double>(repeating: -.infinity)
        if let idle, look.share == 0, look.looks == idle.looks {
            for (index, density) in tables.densities.enumerated() {
                densities[index] = density.logDensity(look, processor: idle.terms[index])
            }
        } else {
            for (index, density) in tables.densities.enumerated() { densities[index] = density.logDensity(look) }
        }
        // The densities lie within a few dozen nats of each other, so that the sum needs no guard but the largest.
        let largest = densities.max()
        for index in tables.densities.indices { densities[index] = exponential(densities[index] - largest) }
        let modes = tables.modes[role]
        return ClassVector(relative: { subject in
            var sum = 0.0
            for (index, share) in modes[subject].enumerated() { sum += share * densities[index] }
            return logarithm(sum)
        })
    }

    func activity(_ facts: ProcessFacts, _ weights: ProcessWeights) -> Evidence {
        Evidence(
            feature: "activity", logLikelihood: weights.activity.array,
            effectiveSamples: ActivityLook(facts, priors.looks).looks, source: "/proc/PID/stat, /proc/PID/io",
            wording: Self.wording(facts))
    }

    private static func wording(_ facts: ProcessFacts) -> Evidence.Wording {
        let cores = facts.cores.value.map { cores in
            let over = "over \(facts.window.text(decimals: 1)) s"
            guard let demand = facts.demand, demand - cores >= 0.05 else {
                return "\(cores.text(decimals: 2)) cores \(over)"
            }
            return "\(cores.text(decimals: 2)) cores of \(demand.text(decimals: 2)) it was ready to use \(over)"
        }
        let progress =
            switch facts.progress.value {
            case true?: "data moved"
            case false?: "no data moved"
            case nil: "progress could not be read"
            }
        let parts = [
            cores ?? "processor share needs a second sample",
            "\((facts.lifetimeShare * 100).text(decimals: 0)) % over its life\(facts.demand == nil ? "" : " running or ready to")",
            progress, "state \(facts.state.rawValue)",
        ]
        return Evidence.Wording(
            value: facts.cores.value.map { max($0, facts.demand ?? 0).text(decimals: 3) } ?? "unknown", unit: "cores",
            sentence: parts.joined(separator: ", ") + ".")
    }
}
