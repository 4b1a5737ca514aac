internal import Decision
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting

/// The ledger of one process for people: what it is, each group with its cap, the level, the decision, the gates.
struct ExplanationText {
    private let process: PlannedProcess

    init(_ process: PlannedProcess) {
        self.process = process
    }

    var paragraphs: [String] {
        [heading, probabilities] + story + deep + evidence + [decision] + next + undecided + closer + gates + unit
            + respawns + [effect] + tree + whatIf + outlook + remedies + derivations
    }

    private var story: [String] {
        guard let story = process.explanation?.story, !story.isEmpty else { return [] }
        return ["How it came to this: " + story.joined(separator: " ")]
    }

    private var deep: [String] {
        process.deep.map { DeepText($0).lines } ?? []
    }

    /// What would end with it; a lone process was described already.
    private var tree: [String] {
        guard let tree = process.explanation?.tree, tree.count > 1 else { return [] }
        let shown = tree.prefix(40).map { branch in
            let notes =
                [branch.residentMemory.text]
                + branch.ports.map { "port \($0)" }
                + (branch.clients > 0 ? ["\(branch.clients) clients"] : [])
                + (branch.filesAtRisk > 0 ? ["\(branch.filesAtRisk) files at risk"] : [])
            return String(repeating: "  ", count: branch.depth) + "\(branch.pid) \(branch.title) ("
                + notes.joined(separator: ", ") + ")"
        }
        let rest = tree.count > shown.count ? ["… and \(tree.count - shown.count) more"] : []
        return ["What would end with it:"] + shown.map { "  " + $0 } + rest
    }

    private var whatIf: [String] {
        guard let lines = process.explanation?.whatIf, !lines.isEmpty else { return [] }
        return ["What would change the answer:"]
            + lines.map {
                "  \($0.change): P(abandoned) \($0.abandoned.text(decimals: 2)), \($0.recommendation.rawValue)"
            }
    }

    private var remedies: [String] {
        guard let remedies = process.explanation?.remedies, !remedies.isEmpty else { return [] }
        func percent(_ share: Double) -> String { (share * 100).text(decimals: 0) }
        return ["What an action may bring (recovery, 90 % interval, expected loss):"]
            + remedies.map { remedy in
                let record =
                    remedy.trials == 0
                    ? "nothing recorded yet" : "\(remedy.recoveries) of \(remedy.trials) recorded recovered"
                return "  \(remedy.action.rawValue): \(percent(remedy.probability)) %, \(percent(remedy.low)) to "
                    + "\(percent(remedy.high)) %, \(remedy.expectedLoss.text(decimals: 1)); \(record)"
                    + (remedy.isTaken ? "; taken" : "")
            }
    }

    private var outlook: [String] {
        guard let trajectory = process.trajectory else { return [] }
        return ["Where it goes: " + trajectory.sentences.joined(separator: " ")]
    }

    private var derivations: [String] {
        guard let steps = process.explanation?.derivations, !steps.isEmpty else { return [] }
        return ["The mathematics:"]
            + steps.flatMap { step in
                ["  \(step.step): \(step.equation)   [\(step.source)]"]
                    + step.inputs.map { "      \($0.name) = \($0.value)" } + ["      → \(step.result)"]
            }
    }

    /// What to run instead of ending it, where something supervises it.
    var commands: [String] {
        let starter = process.respawns?.parent.map { ["What starts it again: tend processes explain \($0)"] } ?? []
        guard let supervisor = process.supervisor else { return starter }
        let commands =
            (supervisor.stopCommand.map { ["Its supervisor ends it: \($0)"] } ?? [])
            + (supervisor.restartCommand.map { ["Its supervisor starts it anew: \($0)"] } ?? []) + starter
        guard supervisor.canBeTold(of: process.pid) else { return commands }
        return commands + ["With tend: tend processes apply --pids \(process.pid) --action stop-unit --yes"]
    }

    private var heading: String {
        "PID \(process.pid), \(process.title) (\(process.category.rawValue)), \(process.residentMemory.text), "
            + "running for \(HumanDuration.text(seconds: process.ageSeconds)): \(process.command)"
    }

    private var probabilities: String {
        let values = zip(ProcessClass.allCases, process.posterior.probabilities)
            .map { "\($0.rawValue) \($1.text(decimals: 3))" }.joined(separator: ", ")
        let prior = zip(ProcessClass.allCases, process.ledger.prior)
            .map { "\($0.rawValue) \($1.text(decimals: 3))" }.joined(separator: ", ")
        return "Probability: \(values). Before any evidence: \(prior) (\(process.ledger.priorSource)). "
            + "Attachment level: \(process.levels.map(\.rawValue).joined(separator: " or ")). \(pattern)"
    }

    private var pattern: String {
        guard let signature = process.signature else { return "Known pattern: none." }
        return "Known pattern: \(signature.name) \(signature.version) (\(signature.source.rawValue)), score "
            + "\(signature.score.text(decimals: 2))\(signature.isHeard ? "" : ", not heard")."
    }

    /// One paragraph a group: what it adds for abandoned and for useful_bad, its cap, its terms.
    private var evidence: [String] {
        process.ledger.groups.filter { !$0.terms.isEmpty }.map { group in
            let weights = group.contribution(classes: ProcessClass.count)
            let abandoned = weights[ProcessClass.abandoned.index]
            let bad = weights[ProcessClass.usefulBad.index]
            let terms = group.terms.map { "\($0.feature) = \($0.wording.value): \($0.wording.sentence)" }
            return "\(group.name): \(signed(abandoned)) nats for abandoned, \(signed(bad)) for useful_bad "
                + "(cap \(group.cap.text(decimals: 1))). \(terms.joined(separator: " "))"
        }
    }

    private var decision: String {
        let losses = process.expectedLoss.map { "\($0.action.rawValue) \($0.loss.text(decimals: 2))" }
        return "Expected loss: \(losses.joined(separator: ", ")); least: \(process.choice.rawValue). "
            + "After gates: \(process.recommendation.rawValue).\(margin)"
    }

    private var margin: String {
        guard let margin = process.oddsMargin else { return "" }
        return
            " Its odds lie \(abs(margin).text(decimals: 1)) nats \(margin < 0 ? "below" : "above") the bound at which ending "
            + "costs less than keeping."
    }

    private var undecided: [String] {
        process.undecided.map { [$0.sentence(isToPause: process.recommendation == .pause)] } ?? []
    }

    private var next: [String] {
        guard let step = process.nextStep, step.perfect > 0 else { return [] }
        return [
            "Next: \(step.words). Against acting now, looking closer saves \(step.measuring.text(decimals: 2)) and waiting "
                + "\(step.waiting.text(decimals: 2)) of the \(step.perfect.text(decimals: 2)) that knowing everything would."
        ]
    }

    /// Which probes a closer look took, and why not others.
    private var closer: [String] {
        guard let choice = process.probing else { return [] }
        let chosen = choice.items.filter(\.isChosen).map {
            "\($0.probe.rawValue) (VOI \($0.value.text(decimals: 2)), gain \($0.gain.text(decimals: 2)))"
        }
        let rank = choice.rank.map { ", rank \($0) of the suspects" } ?? ""
        let reasons = Dictionary(grouping: choice.items.filter { !$0.isChosen }) { $0.reason ?? "" }
            .map { "\($0.value.map(\.probe.rawValue).joined(separator: ", ")): \($0.key)" }.sorted()
        return [
            "Closer look\(rank): \(chosen.isEmpty ? "none" : chosen.joined(separator: ", ")); together "
                + "\(choice.value.text(decimals: 2)) for \((choice.seconds * 1e6).text(decimals: 0)) µs"
                + (choice.ended.map { "; \($0)" } ?? "") + "."
        ] + (reasons.isEmpty ? [] : ["Not looked at with \(reasons.joined(separator: "; "))."])
    }

    private var gates: [String] {
        process.gates.map { "Gate \($0.gate) (\($0.verdict.rawValue), \($0.reasonCode)): \($0.sentence)" }
    }

    /// What the supervisor said of the unit, where it was asked.
    private var unit: [String] {
        guard let supervisor = process.supervisor else { return [] }
        if let reason = supervisor.unanswered {
            return ["\(supervisor.kind) was asked and gave no answer (\(reason))."]
        }
        let words = [
            supervisor.state.map { "state \($0)" }, supervisor.mainPID.map { "main process PID \($0)" },
            supervisor.restartPolicy.map { "started again: \($0)" },
        ].compactMap { $0 }
        guard !words.isEmpty else { return [] }
        return ["\(supervisor.kind) says of \(supervisor.unit ?? "it"): \(words.joined(separator: ", "))."]
    }

    /// Said once: the gate says it where it speaks.
    private var respawns: [String] {
        guard !process.gates.contains(where: { $0.reasonCode == "respawn_loop" }) else { return [] }
        return process.respawns.map { [$0.sentence] } ?? []
    }

    private var effect: String {
        let radius = process.blastRadius
        let ports = radius.ports.isEmpty ? "" : ", ports \(radius.ports.map(String.init).joined(separator: ", "))"
        return "Ending it would touch \(radius.descendants) descendants, \(radius.memory.text), "
            + "\(radius.clients) clients\(ports)."
    }

    private func signed(_ value: Double) -> String {
        (value >= 0 ? "+" : "") + value.text(decimals: 2)
    }
}
