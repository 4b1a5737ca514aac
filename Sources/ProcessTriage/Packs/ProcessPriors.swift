package import Decision
package import Model

/// Every number that the judgement of a process starts from.
///
/// Arrays over classes are in the order useful, useful_bad, abandoned. They are defensible starting points, not
/// measured frequencies; what people decide moves them.
package struct ProcessPriors: Sendable, Equatable {
    package var categories: Table<ProcessCategory, CategoryPriors>
    package var roles: Table<ProcessRole, RolePriors>
    package var modes: Table<ActivityMode, ModeEmissions>
    /// Yes: the working directory has been deleted.
    package var directoryDeleted: [BetaCounts]
    /// Yes: the program that started it is dead, given that nothing else holds it.
    package var hostDead: Table<ProcessRole, [BetaCounts]>
    /// Yes: `copiesFrom` or more identical processes are about, and this one is adrift or severed.
    package var manyCopies: [BetaCounts]
    /// Yes: resident memory above the category's 95th percentile, or growing without bound.
    package var excess: [BetaCounts]
    /// Yes: what the history layer of that name asks holds of the process's past.
    package var history: [String: [BetaCounts]]
    /// Layers that are not asked, to see what they add.
    package var layersLeftOut: Set<String> = []
    /// Yes: this machine never ran such a program in all the time that it was watched.
    package var novel: [BetaCounts]
    /// Yes: its descendants become more with every generation.
    package var multiplying: [BetaCounts]
    /// What a deep scan's probes are expected to tell.
    package var deep: DeepPriors
    package var probing: ProbingSettings
    package var caps: EvidenceCaps
    package var looks: LookSettings
    package var decision: DecisionSettings
    /// Exponent of the summed evidence, at most 1; learned, never a pack's.
    package var tempering = 1.0
    package var recovery: RecoverySettings

    /// The groups of evidence that can be left out to see what they add.
    package static let groups = [
        "activity", "attachment", "staleness", "provenance", "resource", "relatives", "signature", "history_need",
        "history_health", "deep_need", "deep_health", "baseline", "offspring",
    ]

    /// The groups in which a process's own past speaks.
    package static let pastGroups = HistoryTopic.Question.allCases.map(\.rawValue)

    /// The history layers that can be left out, each as `group.layer`.
    package static let layers = HistoryLayer.all.map { "\($0.question.rawValue).\($0.name)" }

    /// Takes the say of one group or one layer away: a group's cap becomes 0, a layer is not asked.
    package mutating func silence(_ group: String) {
        if let layer = HistoryLayer.all.first(where: { "\($0.question.rawValue).\($0.name)" == group }) {
            layersLeftOut.insert(layer.name)
            return
        }
        switch group {
        case "activity": caps.activity = 0
        case "attachment": caps.attachment = 0
        case "staleness": caps.staleness = 0
        case "provenance": caps.provenance = 0
        case "resource": caps.resource = 0
        case "relatives": decision.coupling = 0
        case "signature": caps.signature = 0
        case "history_need": caps.historyNeed = 0
        case "history_health": caps.historyHealth = 0
        case "baseline": caps.baseline = 0
        case "offspring": caps.offspring = 0
        case "deep_need": caps.deepNeed = 0
        case "deep_health": caps.deepHealth = 0
        default: preconditionFailure("no such group: \(group)")
        }
    }
}

/// What is expected of one category.
package struct CategoryPriors: Sendable, Equatable {
    package var role: ProcessRole
    /// Dirichlet counts over the classes.
    package var counts: [Double]
    /// Lomax law of the age at a scan, one a class.
    package var age: [LomaxHours]
}

/// What the categories of one role have in common.
package struct RolePriors: Sendable, Equatable {
    /// Weights of the activity modes in their declared order, one row a class.
    package var modes: [[Double]]
    /// Dirichlet counts of the attachment levels in their declared order, one row a class; useful_bad repeats useful.
    package var levels: [[Double]]
    /// Lomax law of the time since it was last seen active, one a class.
    package var quiet: [LomaxHours]
}

/// What is seen of a process in one activity mode, whatever its class or role.
package struct ModeEmissions: Sendable, Equatable {
    /// Yes: running, within the scan's window.
    package var processor: BetaCounts
    /// Yes: running, over its whole life.
    package var lifetime: BetaCounts
    /// Yes: storage, files, sockets or children moved.
    package var progress: BetaCounts
    /// Dirichlet counts of the states R, S, D and T.
    package var state: [Double]
}

/// Beta counts of a yes/no fact.
package struct BetaCounts: Sendable, Equatable {
    package var yes: Double
    package var no: Double

    package init(yes: Double, no: Double) {
        self.yes = yes
        self.no = no
    }
}

/// A Lomax law over hours: shape, and scale in hours.
package struct LomaxHours: Sendable, Equatable {
    package var shape: Double
    package var scale: Double

    package init(shape: Double, scale: Double) {
        self.shape = shape
        self.scale = scale
    }
}

/// How far one group of facts may move the judgement, in nats against useful.
package struct EvidenceCaps: Sendable, Equatable {
    package var activity: Double
    package var attachment: Double
    package var staleness: Double
    package var provenance: Double
    package var resource: Double
    /// Within staleness: age or quiet time, in both directions.
    package var time: Double
    /// The same, upwards, while something holds on to the process.
    package var timeWhileHeld: Double
    package var directoryDeleted: Double
    package var copies: Double
    /// Its own past, by the question that it answers.
    package var historyNeed: Double
    package var historyHealth: Double
    /// What the machine's own habits say.
    package var baseline: Double
    /// What the generations of its descendants say.
    package var offspring: Double
    /// What a deep scan found, likewise.
    package var deepNeed: Double
    package var deepHealth: Double
    package var signature: Double
    /// Where all other groups together say the opposite of a signature by more than this, it is not heard.
    package var signatureConflict: Double
}

/// How much a window of observation is worth.
package struct LookSettings: Sendable, Equatable {
    /// Correlation time of a running/not running signal within a window.
    package var correlationSeconds: Double
    /// The same over a lifetime.
    package var lifetimeCorrelationSeconds: Double
    /// A lifetime counts as at most so many independent looks.
    package var lifetimeLooksAtMost: Double
}

/// What turns probabilities into a recommendation, and when more is asked for.
package struct DecisionSettings: Sendable, Equatable {
    /// Loss of each action if the truth is useful, useful_bad, abandoned, zombie.
    package var keep: [Double]
    package var review: [Double]
    package var stop: [Double]
    /// The loss of stopping a useful process is multiplied by 1 + this many a client, up to `clientsAtMost`….
    package var lossPerClient: Double
    package var clientLossAtMost: Double
    /// …plus this, if it has files open that a sudden end may damage.
    package var lossForFilesAtRisk: Double
    /// Younger processes are kept.
    package var minimumAgeSeconds: Double
    /// To be stopped, so many groups of facts must each say at least `corroboratingNats` for it.
    package var corroboratingGroups: Int
    package var corroboratingNats: Double
    /// From how many identical processes on their number is evidence.
    package var copiesFrom: Int
    /// How wrong probabilities may be before a stop needs a person; see the gates of risk.
    package var priorDoubt: Double
    package var divergenceRadius: Double
    package var transportRadius: Double
    package var tailShare: Double
    package var surprise: Double
    /// How often a question to a process's past may hold back by chance what nobody needs.
    package var pastError: Double
    /// What one more look costs, in the unit of the losses, and for how many core hours a suspect may stay undecided.
    package var lookPrice: Double
    package var undecidedCoreHours: Double
    /// Bound of the false discovery rate over all processes selected together.
    package var falseDiscoveryRate: Double
    /// Strongest coupling of a process to its relatives.
    package var coupling: Double
}
