package import Decision
package import Model
internal import Primitives
internal import Statistics

/// Decides which suspects are looked at closely, with which probes, and for how long.
///
/// Each method decides one thing:
/// - *Value of perfect information* (Howard 1966): whether a process is a suspect at all. Where knowing everything would save
///   less than `worth_at_least`, no probe can save more, and nothing is probed.
/// - *Whittle index* (1988): which suspect next, where not all can be paid for. A suspect is an arm that is on while the
///   likelier of ending and leaving it is the wrong one; it switches between scans by itself, seen or not. Its priority is
///   the index of P(wrong), by bins of a twentieth, times what a find saves, E[loss saved | wrong].
/// - *Lazy greedy under a knapsack* (submodular selection): which probes of that suspect, from what is left of the
///   processor time. The gain of a probe is the share of the suspect's uncertainty that it adds to those chosen before,
///   times the value of perfect information, less its cost; overlapping probes hint at the same facts and add little.
/// - *Gittins index*: whether to go on with a suspect after its cheap probes. Another probe is a try of unknown chance to tell
///   something, Beta-distributed by those taken; where the index times what there is to save is less than the next probes
///   cost, it ends.
/// - *Value of information* of a set (Raiffa and Schlaifer 1961): what is shown, and what `NextStep` weighs against acting
///   and waiting.
package struct ProbeChooser: Sendable {
    let settings: ProbingSettings
    private let priors: DeepPriors
    private let tables: [DeepFactTable]
    /// Processor seconds expected of a probe.
    package var seconds: @Sendable (ProcessProbe) -> Double = { $0.nominalSeconds }

    package init(_ priors: ProcessPriors) {
        settings = priors.probing
        self.priors = priors.deep
        tables = DeepFactTable.all(priors.deep)
    }

    func model(_ finding: ProcessFinding) -> ProbeModel { ProbeModel(finding, priors, tables) }

    /// A suspect and what was chosen for it.
    package struct Suspect: Sendable {
        /// Place in the list of findings.
        package var place: Int
        package var choice: ProbeChoice
    }

    /// Chooses within a budget.
    ///
    /// - Parameters:
    ///   - findings: of the whole scan.
    ///   - isOpen: whether anything may be done about a finding: what is vetoed or too young is not worth a look.
    ///   - limit: how many suspects at most.
    ///   - budget: processor seconds.
    /// - Returns: all that are worth knowing more about, the most urgent first; those beyond limit or budget without probes
    ///   and with the reason.
    /// - Complexity: O(*n*) findings; some thousand steps for each that is worth it, and a few milliseconds for each of at
    ///   most twenty bins of the Whittle index that come up.
    package func choose(
        among findings: [ProcessFinding], isOpen: (Int) -> Bool, limit: Int, budget: Double
    ) -> [Suspect] {
        var table = WhittleTable(settings)
        var suspects: [(suspect: Suspect, model: ProbeModel)] = []
        for place in findings.indices where isOpen(place) {
            let facts = findings[place].facts
            guard facts.state != .zombie, !facts.isKernelThread else { continue }
            let worth = ValueOfInformation.perfect(
                losses: findings[place].losses.rows.map(\.losses), belief: findings[place].posterior.probabilities)
            guard worth >= settings.worthAtLeast else { continue }
            let model = model(findings[place])
            var choice = ProbeChoice()
            choice.perfect = worth
            let wrong = model.chanceOfError
            choice.priority = wrong > 0 ? table.index(wrong) * worth / wrong : worth
            suspects.append((Suspect(place: place, choice: choice), model))
        }
        suspects.sort {
            ($1.suspect.choice.priority ?? 0, $0.suspect.place) < ($0.suspect.choice.priority ?? 0, $1.suspect.place)
        }
        var left = budget
        return suspects.enumerated().map { rank, entry in
            var suspect = entry.suspect
            suspect.choice.rank = rank + 1
            if rank >= limit {
                suspect.choice.ended = "\(limit) suspects are more urgent"
            } else {
                fill(&suspect.choice, entry.model, budget: left)
                left -= suspect.choice.seconds
            }
            return suspect
        }
    }

    /// What is chosen for one process by itself, whatever it is worth: for an explanation.
    package func choice(_ finding: ProcessFinding, budget: Double) -> ProbeChoice {
        let model = model(finding)
        var choice = ProbeChoice()
        choice.perfect = model.perfect
        fill(&choice, model, budget: budget)
        return choice
    }

    /// Whether the probes that are left of a suspect are still worth their cost after some were taken.
    ///
    /// - Parameters:
    ///   - choice: what was chosen; it is told the index, and why it ends.
    ///   - before: the finding on which it was chosen.
    ///   - after: the finding with what was read since.
    ///   - taken: the probes that were taken since.
    /// - Returns: false where it ends here.
    package func goesOn(
        _ choice: inout ProbeChoice, before: ProcessFinding, after: ProcessFinding, taken: [ProcessProbe]
    ) -> Bool {
        let told = taken.count { tells($0, before, after) }
        let index = GittinsIndex.bernoulli(
            a: settings.tells.yes + Double(told), b: settings.tells.no + Double(taken.count - told),
            discount: settings.discount)
        choice.persistence = index
        let model = model(after)
        let rest = choice.chosen.filter { !taken.contains($0) }
        guard !rest.isEmpty else { return false }
        guard model.perfect >= settings.worthAtLeast else {
            choice.ended = "what is known now leaves nothing to save"
            return false
        }
        let cost = rest.reduce(0) { $0 + seconds($1) } * settings.lossPerSecond
        guard index * model.perfect > cost else {
            choice.ended = "the first \(taken.count) probes told too little for more of them"
            return false
        }
        return true
    }

    /// Whether what one probe read moved the odds of a class against useful by enough to have told something.
    private func tells(_ probe: ProcessProbe, _ before: ProcessFinding, _ after: ProcessFinding) -> Bool {
        guard let reading = after.facts.deep, !reading.isUntaken(probe) else { return false }
        let found = DeepFact.findings(after.facts, reading)
        return DeepFact.told[probe].contains { place in
            guard found[place.fact].silence == nil else { return false }
            var alone = found[place.fact].answers.map { _ in DeepAnswer.silent(because: "") }
            alone[place.test] = found[place.fact].answers[place.test]
            let weight = tables[place.fact].weight(alone)
            return max(abs(weight[1]), abs(weight[2])) >= settings.tellingNats
        }
    }

    private func fill(_ choice: inout ProbeChoice, _ model: ProbeModel, budget: Double) {
        let perfect = choice.perfect
        let costs = model.probes.map(seconds)
        func worth(_ picked: [Int]) -> Double { model.shareTold(by: picked.map { model.probes[$0] }) * perfect }
        var known: (picked: [Int], worth: Double) = ([], 0)
        var gains: [Int: Double] = [:]
        let picked = SubmodularSelection.greedy(costs: costs, budget: max(0, budget)) { item, picked in
            guard picked.count < settings.probesAtMost else { return 0 }
            if known.picked != picked { known = (picked, worth(picked)) }
            let gain = worth(picked + [item]) - known.worth
            gains[item] = gain
            return gain - costs[item] * settings.lossPerSecond
        }
        choice.items = ProcessProbe.allCases.map { probe in
            var item = ProbeChoice.Item()
            item.probe = probe
            item.seconds = seconds(probe)
            guard let place = model.probes.firstIndex(of: probe) else {
                item.reason = model.silences[probe]
                return item
            }
            item.value = model.value(of: [probe])
            item.gain = gains[place] ?? 0
            item.isChosen = picked.contains(place)
            if !item.isChosen { item.reason = reason(item, picked.count, budget) }
            return item
        }
        choice.seconds = picked.reduce(0) { $0 + costs[$1] }
        choice.value = model.value(of: picked.map { model.probes[$0] })
        if picked.isEmpty {
            choice.ended =
                model.probes.isEmpty
                ? "no probe can tell anything of it" : "the processor time went to more urgent ones"
        }
    }

    private func reason(_ item: ProbeChoice.Item, _ count: Int, _ budget: Double) -> String {
        if item.seconds > budget { return "the processor time went to others" }
        if count >= settings.probesAtMost { return "\(count) others tell more" }
        return "it adds less than it costs to what the others tell"
    }
}

/// Whittle indices by bins of the belief: one takes milliseconds, and a scan may have hundreds of suspects.
private struct WhittleTable {
    private static let bins = 20
    private let arm: WhittleIndex?
    private var known: [Int: Double] = [:]

    init(_ settings: ProbingSettings) {
        arm = WhittleIndex(stay: settings.wrongStays, start: settings.wrongStarts, discount: settings.discount)
    }

    /// Between the bins on a line: the index rises with the belief.
    mutating func index(_ belief: Double) -> Double {
        let place = min(max(belief, 0), 1) * Double(Self.bins)
        let low = min(Int(place), Self.bins - 1)
        let share = place - Double(low)
        return at(low) * (1 - share) + at(low + 1) * share
    }

    private mutating func at(_ bin: Int) -> Double {
        if let index = known[bin] { return index }
        let index = arm?.index(Double(bin) / Double(Self.bins)) ?? 0
        known[bin] = index
        return index
    }
}
