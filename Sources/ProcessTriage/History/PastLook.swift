internal import Model
internal import Primitives
internal import Statistics

/// One independent look at a process: some steps of its series together.
struct PastLook: Equatable {
    var seconds = 0.0
    /// Cores used.
    var share = 0.0
    /// Whether data moved; nil where that could not be read.
    var moved: Bool?

    var isActive: Bool { share > 0.005 }
    /// Share of a core, at most 1, while data moved; nil where that is unknown.
    var productive: Double? { moved.map { $0 ? min(1, share) : 0 } }

    /// Neighbouring steps joined until each look lasts long enough to be a look of its own; a last one too short is left out.
    static func all(_ series: ProcessSeries, lasting least: Double) -> [PastLook] {
        var looks: [PastLook] = []
        var open = PastLook(moved: false)
        for step in 0..<series.count {
            let seconds = series.durations[step]
            open.share = (open.share * open.seconds + series.shares[step] * seconds) / (open.seconds + seconds)
            open.seconds += seconds
            if let bytes = series.moved[step] {
                open.moved = open.moved.map { $0 || bytes > 0 }
            } else {
                open.moved = nil
            }
            guard open.seconds >= least else { continue }
            looks.append(open)
            open = PastLook(moved: false)
        }
        return looks
    }
}

/// How often programs of one role are seen at work, by the weights and emissions of the activity modes.
struct UseRates: Equatable {
    /// Chance that data move in a look.
    var moved: (useful: Double, abandoned: Double)
    /// Mean share of a core in which an abandoned one works while data move.
    var productive: Double

    static func == (left: UseRates, right: UseRates) -> Bool {
        left.moved == right.moved && left.productive == right.productive
    }

    /// The chance of moving data in each class.
    static func moved(_ role: ProcessRole, _ priors: ProcessPriors) -> [Double] {
        mean(role, priors) { share($0.progress) }
    }

    init(_ role: ProcessRole, _ priors: ProcessPriors) {
        let moved = Self.moved(role, priors)
        self.moved = (moved[0], moved[2])
        productive = Self.mean(role, priors) { Self.share($0.progress) * Self.share($0.processor) }[2]
    }

    private static func mean(
        _ role: ProcessRole, _ priors: ProcessPriors, _ value: (ModeEmissions) -> Double
    ) -> [Double] {
        priors.roles[role].modes.map { weights in
            let sum = zip(ActivityMode.allCases, weights).reduce(0) { $0 + $1.1 * value(priors.modes[$1.0]) }
            return sum / weights.reduce(0, +)
        }
    }

    private static func share(_ counts: BetaCounts) -> Double { counts.yes / (counts.yes + counts.no) }
}
