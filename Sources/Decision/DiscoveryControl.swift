internal import Statistics

/// How mistakes are limited over all actions of a plan together.
///
/// The raw values are those of settings and machine output and never change.
package enum DiscoveryMethod: String, Sendable, CaseIterable {
    /// The surest whose mean chance of a mistake stays at or below alpha.
    ///
    /// Needs no independence: the expected share of mistakes is the mean of the chances whatever hangs together. Needs
    /// probabilities that mean what they say.
    case lfdr
    /// Families first, then their members: Benjamini and Bogomolov, with Benjamini and Yekutieli within.
    case group
    /// p-values under any dependence (Benjamini and Yekutieli).
    case by
    /// e-values under any dependence, however often one looked (Wang and Ramdas).
    case eBH = "e-bh"
    /// What all of them admit.
    case strictest

    /// The four procedures.
    package static let procedures: [DiscoveryMethod] = [.lfdr, .group, .by, .eBH]
}

/// One thing that may be acted on, as the procedures see it; identical copies are one.
package struct DiscoveryQuestion: Sendable {
    /// The chance that acting on it is wrong, 0...1.
    package var localRate: Double
    /// The e-value against its being needed, ≥ 0.
    package var evidence: Double
    /// What hangs together: the members of one unit, container or process group.
    package var family: Int

    package init(localRate: Double, evidence: Double, family: Int) {
        self.localRate = localRate
        self.evidence = evidence
        self.family = family
    }

    /// Valid whatever the model's null distribution is: P(e ≥ 1/p) ≤ p (Markov).
    package var pValue: Double { evidence > 1 ? 1 / evidence : 1 }
}

/// What each procedure says of one question.
package struct DiscoveryVerdict: Sendable, Equatable {
    package var localRate: Double
    package var evidence: Double
    package var pValue: Double
    /// How many questions were asked in all, those among them that nobody would act on.
    package var asked: Int
    package var families: Int
    package var alpha: Double
    package var method: DiscoveryMethod
    /// The procedures that admit it.
    package var admittedBy: [DiscoveryMethod]

    /// Whether the configured procedure admits it.
    package var isAdmitted: Bool {
        method == .strictest ? admittedBy == DiscoveryMethod.procedures : admittedBy.contains(method)
    }
}

/// Control of false discoveries over a whole plan: many sure-looking actions together still contain mistakes.
package struct DiscoveryControl: Sendable {
    /// Largest expected share of wrong actions among the chosen, 0...1.
    package var alpha: Double
    package var method: DiscoveryMethod

    package init(alpha: Double, method: DiscoveryMethod = .lfdr) {
        self.alpha = alpha
        self.method = method
    }

    /// What every procedure says.
    ///
    /// - Parameters:
    ///   - questions: what would be acted on.
    ///   - asked: everything of which that might have been said, these among it; the others count as p = 1 and e = 0.
    ///   - families: how many families all that was asked falls into.
    /// - Returns: one verdict a question, in their order.
    /// - Complexity: O(*n* log *n*) questions.
    package func verdicts(_ questions: [DiscoveryQuestion], asked: Int, families: Int) -> [DiscoveryVerdict] {
        let asked = max(asked, questions.count)
        let families = max(families, Set(questions.map(\.family)).count)
        let admitted: [DiscoveryMethod: Set<Int>] = [
            .lfdr: surest(questions), .group: grouped(questions, families: families),
            .by: adjusted(questions, asked: asked), .eBH: byEvidence(questions, asked: asked),
        ]
        return questions.indices.map { index in
            DiscoveryVerdict(
                localRate: questions[index].localRate, evidence: questions[index].evidence,
                pValue: questions[index].pValue, asked: asked, families: families, alpha: alpha, method: method,
                admittedBy: DiscoveryMethod.procedures.filter { admitted[$0]?.contains(index) == true })
        }
    }

    private func surest(_ questions: [DiscoveryQuestion]) -> Set<Int> {
        let order = questions.indices.sorted { (questions[$0].localRate, $0) < (questions[$1].localRate, $1) }
        let cut = MultipleTesting.bayesianDiscoveryCut(
            localFalseDiscoveryRates: order.map { questions[$0].localRate }, alpha: alpha)
        return Set(order.prefix(cut))
    }

    private func adjusted(_ questions: [DiscoveryQuestion], asked: Int) -> Set<Int> {
        rejected(questions.map(\.pValue), of: asked, level: alpha)
    }

    private func byEvidence(_ questions: [DiscoveryQuestion], asked: Int) -> Set<Int> {
        let others = [Double](repeating: 0, count: asked - questions.count)
        return Set(MultipleTesting.eBenjaminiHochberg(questions.map(\.evidence) + others, alpha: alpha))
    }

    /// Families whose surest member stands out first; within each the level shrinks by the share of families chosen.
    ///
    /// Source: Benjamini and Bogomolov, J. Royal Statistical Society B 76 (2014), 297-318.
    private func grouped(_ questions: [DiscoveryQuestion], families: Int) -> Set<Int> {
        let members = Dictionary(grouping: questions.indices) { questions[$0].family }.map(\.value)
        let surest = members.map { members in
            MultipleTesting.benjaminiYekutieliAdjusted(members.map { questions[$0].pValue }).min() ?? 1
        }
        let chosen = rejected(surest, of: families, level: alpha)
        let level = alpha * Double(chosen.count) / Double(families)
        return Set(
            chosen.flatMap { place in
                rejected(members[place].map { questions[$0].pValue }, of: members[place].count, level: level)
                    .map { members[place][$0] }
            })
    }

    /// The places among some p-values that Benjamini and Yekutieli reject when the rest of all asked have p = 1.
    private func rejected(_ pValues: [Double], of asked: Int, level: Double) -> Set<Int> {
        let others = [Double](repeating: 1, count: max(0, asked - pValues.count))
        let adjusted = MultipleTesting.benjaminiYekutieliAdjusted(pValues + others)
        return Set(pValues.indices.filter { adjusted[$0] <= level })
    }
}
