package import Model
internal import PackFiles
internal import Primitives

/// What is expected of hidden facts and of the probes that hint at them.
package struct DeepPriors: Sendable, Equatable {
    /// How well one probe tells a fact.
    package struct Test: Sendable, Equatable {
        /// Chance of a yes where the fact holds.
        package var ifHolds: Double
        /// Chance of a yes where it does not: a false alarm.
        package var otherwise: Double
    }

    /// One row a fact, in the order of `DeepFact.all`: Beta counts of each class.
    package var facts: [[BetaCounts]]
    /// One row a fact, one entry a test.
    package var tests: [[Test]]
    /// Chance that a probe gives an answer at all; 0 where no evidence hangs on it.
    package var answers: Table<ProcessProbe, Double>
}

/// What looking closer costs, and when it ends.
package struct ProbingSettings: Sendable, Equatable {
    /// Loss of a second of tend's own processor time, in the unit of the losses of actions.
    package var lossPerSecond: Double
    /// What perfect knowledge must be worth, in that unit, for a process to be probed at all.
    package var worthAtLeast: Double
    /// Probes of one process in one round.
    package var probesAtMost: Int
    /// Chance that an advice that is wrong now, or right now, is wrong at the next scan.
    package var wrongStays: Double
    package var wrongStarts: Double
    /// Worth of what is found at the next scan against this one.
    package var discount: Double
    /// Beta counts, before any, of a probe that tells something of a process.
    package var tells: BetaCounts
    /// Nats that the log odds of a class must move for a probe to have told something.
    package var tellingNats: Double
    /// Seconds of the wait that is weighed against acting and measuring.
    package var waitSeconds: Double
    /// Hours after which half of what is useful is no longer needed.
    package var usefulHalfLife: Double
    /// Hours in which keeping what is abandoned costs its whole loss.
    package var keepingHours: Double
    /// Chance that it is seen at work within such a wait, one a class.
    package var seenAtWork: [Double]
}

extension DeepPriors {
    init(_ root: PackTable) throws(TendError) {
        let deep = try root.subtable("deep")
        try deep.allow(DeepFact.all.map(\.name))
        facts = []
        for fact in DeepFact.all { facts.append(try deep.classCounts(fact.name)) }
        let table = try root.subtable("probe")
        let telling = ProcessProbe.allCases.filter { !DeepFact.told[$0].isEmpty }
        try table.allow(telling.map(\.rawValue))
        var chances: [[Test]] = DeepFact.all.map { $0.tests.map { _ in Test(ifHolds: 0, otherwise: 0) } }
        var answering: [ProcessProbe: Double] = [:]
        for probe in telling {
            let own = try table.subtable(probe.rawValue)
            try own.allow(["answers"] + DeepFact.told[probe].map { DeepFact.all[$0.fact].name })
            answering[probe] = try own.number("answers", in: 0.01...1)
            for place in DeepFact.told[probe] {
                let pair = try own.numbers(DeepFact.all[place.fact].name, count: 2, in: 0.001...0.999)
                chances[place.fact][place.test] = Test(ifHolds: pair[0], otherwise: pair[1])
            }
        }
        tests = chances
        answers = Table { answering[$0] ?? 0 }
    }
}

extension ProbingSettings {
    init(_ table: PackTable) throws(TendError) {
        try table.allow([
            "loss_per_second", "worth_at_least", "probes_at_most", "wrong_stays", "wrong_starts", "discount", "tells",
            "telling_nats", "wait_seconds", "useful_half_life_hours", "keeping_hours", "seen_at_work",
        ])
        lossPerSecond = try table.number("loss_per_second", in: 0...1e6)
        worthAtLeast = try table.number("worth_at_least", in: 0...1e6)
        probesAtMost = try table.integer("probes_at_most", in: 1...8)
        wrongStays = try table.number("wrong_stays", in: 0...1)
        wrongStarts = try table.number("wrong_starts", in: 0...1)
        discount = try table.number("discount", in: 0...0.99)
        tells = try table.beta("tells")
        tellingNats = try table.number("telling_nats", in: 0...50)
        waitSeconds = try table.number("wait_seconds", in: 1...1e6)
        usefulHalfLife = try table.number("useful_half_life_hours", in: 0.01...1e6)
        keepingHours = try table.number("keeping_hours", in: 0.01...1e6)
        seenAtWork = try table.numbers("seen_at_work", count: 3, in: 0.001...0.999)
    }
}
