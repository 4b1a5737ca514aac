package import Decision
package import Model
internal import Statistics

/// Judges one process from its facts: the conjugate core.
///
/// log P(C|x) = log prior(C | category) + sum over groups of clip(l(C) - l(useful), ±cap) - log Z. Two questions are kept
/// apart: whether a process is still needed (attachment, staleness, provenance) and whether it is healthy (activity,
/// resource). Being idle answers neither for roles that are idle by nature.
package struct ProcessJudge: Sendable {
    package let priors: ProcessPriors
    /// Names the pack and its version in every ledger.
    package let packVersion: String
    let emissions: [ModeDensity]

    package init(priors: ProcessPriors, packVersion: String) {
        self.priors = priors
        self.packVersion = packVersion
        emissions = ActivityMode.allCases.map { ModeDensity(priors.modes[$0]) }
    }

    /// The evidence for one process, group by group.
    ///
    /// A zombie is settled by its state: no other evidence is heard, and no living process keeps any zombie mass. So is a kernel thread.
    ///
    /// - Complexity: constant for one process; about 40 evaluations of log Γ.
    package func ledger(_ facts: ProcessFacts) -> Ledger<ProcessClass> {
        guard facts.state != .zombie else {
            return .certain(.zombie, because: "state Z in /proc/PID/stat")
        }
        guard !facts.isKernelThread else {
            return .certain(.useful, because: "part of the kernel, by its flags in /proc/PID/stat")
        }
        let category = priors.categories[facts.category]
        let total = category.counts.reduce(0, +)
        return Ledger(
            prior: category.counts.map { $0 / total } + [0],
            priorSource: "category \(facts.category.rawValue) of pack \(packVersion)",
            groups: [
                EvidenceGroup(name: "activity", cap: priors.caps.activity, terms: [activity(facts)]),
                EvidenceGroup(name: "attachment", cap: priors.caps.attachment, terms: [attachment(facts)]),
                EvidenceGroup(name: "staleness", cap: priors.caps.staleness, terms: staleness(facts)),
                EvidenceGroup(name: "provenance", cap: priors.caps.provenance, terms: provenance(facts)),
                EvidenceGroup(name: "resource", cap: priors.caps.resource, terms: [resource(facts)]),
            ])
    }

    /// Logs of class likelihoods relative to useful, with an entry for zombie that says nothing.
    static func relative(_ logs: [Double]) -> [Double] {
        logs.map { $0 - logs[0] } + [0]
    }

    /// Logs of the predictive probability that a yes/no fact came out as it did: a/(a+b) or b/(a+b).
    static func predictive(_ counts: [BetaCounts], _ outcome: Bool) -> [Double] {
        relative(counts.map { logarithm((outcome ? $0.yes : $0.no) / ($0.yes + $0.no)) })
    }
}
