internal import Decision
internal import Model
internal import Primitives
internal import Statistics

/// One number a class, in the order useful, useful_bad, abandoned, zombie; relative to useful once it is a weight.
typealias ClassVector = SIMD4<Double>

extension ClassVector {
    /// Logs of class likelihoods, relative to useful; zombie says nothing, for no living process keeps any of its mass.
    init(relative logs: [Double]) {
        self.init(0, logs[1] - logs[0], logs[2] - logs[0], 0)
    }

    /// The same from a function of the class's place, without an array between.
    @inline(__always)
    init(relative log: (Int) -> Double) {
        let useful = log(0)
        self.init(0, log(1) - useful, log(2) - useful, 0)
    }

    var array: [Double] { [self[0], self[1], self[2], self[3]] }

    /// Held within ±cap.
    func clipped(_ cap: Double) -> ClassVector {
        within(-cap, cap)
    }

    func clipped(_ bounds: ClosedRange<Double>) -> ClassVector {
        within(bounds.lowerBound, bounds.upperBound)
    }

    /// By masks: the library's `clamped` takes the lanes one by one.
    private func within(_ low: Double, _ high: Double) -> ClassVector {
        let (low, high) = (ClassVector(repeating: low), ClassVector(repeating: high))
        let raised = replacing(with: low, where: self .< low)
        return raised.replacing(with: high, where: raised .> high)
    }
}

/// What the judge needs of the priors, worked out once: logarithms are dear, and nearly all of them are the same.
struct JudgeTables: Sendable {
    /// A yes/no fact: the weights of either answer.
    struct Answer: Sendable {
        let yes: ClassVector
        let no: ClassVector

        /// Logs of the predictive probabilities a/(a+b) and b/(a+b).
        init(_ counts: [BetaCounts]) {
            yes = ClassVector(relative: counts.map { logarithm($0.yes / ($0.yes + $0.no)) })
            no = ClassVector(relative: counts.map { logarithm($0.no / ($0.yes + $0.no)) })
        }

        subscript(outcome: Bool) -> ClassVector { outcome ? yes : no }
    }

    /// Log probabilities of the classes of each category; minus infinity for zombie.
    let logPrior: Table<ProcessCategory, ClassVector>
    /// Share of each level, one row a class, of each role.
    let levels: Table<ProcessRole, [[Double]]>
    /// Share of each activity mode, one row a class, of each role.
    let modes: Table<ProcessRole, [[Double]]>
    let densities: [ModeDensity]
    let directoryDeleted: Answer
    let manyCopies: Answer
    let excess: Answer
    let hostDead: Table<ProcessRole, Answer>
    /// One answer a history layer, in their order.
    let history: [Answer]
    let historyReach: HistoryReach
    /// A program that this machine never ran before; only a yes is heard.
    let novel: Answer
    /// Generations that multiply; only a yes is heard.
    let multiplying: Answer
    /// One hidden fact of a deep scan, in their order.
    let deep: [DeepFactTable]

    init(_ priors: ProcessPriors) {
        logPrior = Table { category in
            let counts = priors.categories[category].counts
            let total = counts.reduce(0, +)
            return ClassVector(
                logarithm(counts[0] / total), logarithm(counts[1] / total), logarithm(counts[2] / total), -.infinity)
        }
        levels = Table { role in priors.roles[role].levels.map(Self.shares) }
        modes = Table { role in priors.roles[role].modes.map(Self.shares) }
        densities = ActivityMode.allCases.map { ModeDensity(priors.modes[$0]) }
        directoryDeleted = Answer(priors.directoryDeleted)
        manyCopies = Answer(priors.manyCopies)
        excess = Answer(priors.excess)
        hostDead = Table { role in Answer(priors.hostDead[role]) }
        let answers = HistoryLayer.all.map { layer in
            guard let counts = priors.history[layer.name] else { preconditionFailure("a layer has no counts") }
            return Answer(counts)
        }
        history = answers
        historyReach = HistoryReach(answers, priors.caps)
        novel = Answer(priors.novel)
        multiplying = Answer(priors.multiplying)
        deep = DeepFactTable.all(priors.deep)
    }

    private static func shares(_ counts: [Double]) -> [Double] {
        let total = counts.reduce(0, +)
        return counts.map { $0 / total }
    }
}

/// What each feature of one process says, before caps; features that say nothing are nil.
struct ProcessWeights {
    var activity: ClassVector
    var attachment: ClassVector
    var time: ClassVector
    var timeBounds: ClosedRange<Double>
    var directory: ClassVector?
    var copies: ClassVector?
    var host: ClassVector?
    var memory: ClassVector
    /// What its own past says; nil without one.
    var need: ClassVector?
    var health: ClassVector?
    /// What the machine's own habits say; nil where they say nothing.
    var baseline: ClassVector?
    /// What its descendants' generations say; nil where they say nothing.
    var offspring: ClassVector?
    /// What a deep scan says; nil without one.
    var closer: (need: ClassVector, health: ClassVector)?
    /// What a known pattern would say if it is heard.
    var signature: ClassVector?

    /// The sum over groups, each clipped to its cap: what the ledger of the same process adds up to.
    func total(_ caps: EvidenceCaps) -> ClassVector {
        let facts = facts(caps)
        guard let signature, refutation(of: signature, by: facts, caps) == nil else { return facts }
        return facts + signature.clipped(caps.signature)
    }

    /// The sum over the groups of facts, without what is known of such processes in general.
    func facts(_ caps: EvidenceCaps) -> ClassVector {
        var staleness = time.clipped(timeBounds)
        if let directory { staleness += directory.clipped(caps.directoryDeleted) }
        if let copies { staleness += copies.clipped(caps.copies) }
        let others =
            activity.clipped(caps.activity) + attachment.clipped(caps.attachment)
            + staleness.clipped(caps.staleness) + (host ?? .zero).clipped(caps.provenance)
            + memory.clipped(caps.resource) + (need ?? .zero).clipped(caps.historyNeed)
            + (health ?? .zero).clipped(caps.historyHealth) + (baseline ?? .zero).clipped(caps.baseline)
            + (offspring ?? .zero).clipped(caps.offspring)
        guard let closer else { return others }
        return others + closer.need.clipped(caps.deepNeed) + closer.health.clipped(caps.deepHealth)
    }

    /// Takes over what groups of the past say, before their caps.
    mutating func take(_ past: [EvidenceGroup]) {
        for group in past {
            var sum = ClassVector.zero
            for term in group.terms {
                let weights = term.contribution
                for index in 0..<4 { sum[index] += weights[index] }
            }
            if group.name == HistoryTopic.Question.need.rawValue { need = sum } else { health = sum }
        }
    }
}
