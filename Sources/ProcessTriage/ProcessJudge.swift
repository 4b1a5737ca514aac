package import Decision
package import Model
internal import Primitives
internal import Statistics

/// Judges one process from its facts: the conjugate core.
///
/// log P(C|x) = log prior(C | category) + eta * sum over groups of clip(l(C) - l(useful), ±cap) - log Z. Two questions are kept
/// apart: whether a process is still needed (attachment, staleness, provenance) and whether it is healthy (activity,
/// resource). Being idle answers neither for roles that are idle by nature. A known pattern (signature) is a prior: it
/// joins as one small group, and falls silent where the facts say the opposite.
package struct ProcessJudge: Sendable {
    package let priors: ProcessPriors
    /// Names the pack and its version in every ledger.
    package let packVersion: String
    let tables: JudgeTables

    package init(priors: ProcessPriors, packVersion: String) {
        self.priors = priors
        self.packVersion = packVersion
        tables = JudgeTables(priors)
    }

    /// The probabilities of one process, without the words that a ledger has for them.
    ///
    /// A zombie is settled by its state: no other evidence is heard, and no living process keeps any zombie mass. So is a
    /// kernel thread.
    ///
    /// `idle` is what an idle process looks like over the window of the scan, worked out once for all of them.
    ///
    /// - Complexity: constant; some 30 evaluations of log Γ.
    func posterior(_ facts: ProcessFacts, _ idle: IdleLook? = nil) -> Posterior<ProcessClass> {
        if let settled = settled(facts) { return settled.posterior }
        let logs = tables.logPrior[facts.category] + priors.tempering * weights(facts, idle).total(priors.caps)
        let largest = max(logs[0], logs[1], logs[2])
        var shares = [0.0, 0.0, 0.0, 0.0]
        var sum = 0.0
        for index in 0..<3 {
            shares[index] = exponential(logs[index] - largest)
            sum += shares[index]
        }
        for index in 0..<3 { shares[index] /= sum }
        return Posterior(probabilities: shares)
    }

    /// The evidence for one process, group by group; its posterior is that of `posterior(_:)`.
    ///
    /// Where it is known already what the past says it is not asked again.
    package func ledger(_ facts: ProcessFacts, past: [EvidenceGroup]? = nil) -> Ledger<ProcessClass> {
        if let settled = settled(facts) { return settled }
        let category = priors.categories[facts.category]
        let total = category.counts.reduce(0, +)
        var weights = presentWeights(facts)
        let past = past ?? history(facts, weights)
        weights.take(past)
        let caps = priors.caps
        var groups: [EvidenceGroup] = []
        // The past, a closer look, the machine's habits, descendants, known patterns and relatives may join these five.
        groups.reserveCapacity(11)
        groups.append(EvidenceGroup(name: "activity", cap: caps.activity, terms: [activity(facts, weights)]))
        groups.append(EvidenceGroup(name: "attachment", cap: caps.attachment, terms: [attachment(facts, weights)]))
        groups.append(EvidenceGroup(name: "staleness", cap: caps.staleness, terms: staleness(facts, weights)))
        groups.append(EvidenceGroup(name: "provenance", cap: caps.provenance, terms: provenance(facts, weights)))
        groups.append(EvidenceGroup(name: "resource", cap: caps.resource, terms: [resource(facts, weights)]))
        groups += past + deep(facts) + baseline(facts, weights) + offspring(facts, weights)
        let known = signature(facts, weights)
        if !known.isEmpty {
            groups.append(EvidenceGroup(name: EvidenceGroup.signature, cap: caps.signature, terms: known))
        }
        return Ledger(
            prior: category.counts.map { $0 / total } + [0],
            priorSource: "category \(facts.category.rawValue) of pack \(packVersion)", groups: groups,
            tempering: priors.tempering)
    }

    private func settled(_ facts: ProcessFacts) -> Ledger<ProcessClass>? {
        if facts.state == .zombie { return .certain(.zombie, because: "state Z in /proc/PID/stat") }
        guard facts.isKernelThread else { return nil }
        return .certain(.useful, because: "part of the kernel, by its flags in /proc/PID/stat")
    }

    /// What each feature says of one process.
    func weights(_ facts: ProcessFacts, _ idle: IdleLook? = nil) -> ProcessWeights {
        var weights = presentWeights(facts, idle)
        if let past = historyWeights(facts, weights) { (weights.need, weights.health) = past }
        return weights
    }

    /// The same without its past.
    func presentWeights(_ facts: ProcessFacts, _ idle: IdleLook? = nil) -> ProcessWeights {
        let isCutOff = !facts.levels.isEmpty && facts.levels.allSatisfy { $0 == .adrift || $0 == .sev }
        let isHeld = facts.isHeld
        return ProcessWeights(
            activity: activityWeights(facts, idle), attachment: attachmentWeights(facts), time: timeWeights(facts),
            timeBounds: -priors.caps.time...(isHeld ? priors.caps.timeWhileHeld : priors.caps.time),
            directory: facts.workingDirectoryDeleted.value.map { tables.directoryDeleted[$0] },
            // Only heard of a process that nothing holds: ten shells of one user are no sign of anything.
            copies: isCutOff && facts.copies >= priors.decision.copiesFrom ? tables.manyCopies.yes : nil,
            host: isHeld ? nil : facts.hostIsAlive.map { tables.hostDead[facts.role][!$0] },
            memory: tables.excess[facts.exceedsMemory], baseline: baselineWeights(facts),
            offspring: offspringWeights(facts), closer: deepWeights(facts), signature: signatureWeights(facts))
    }
}
