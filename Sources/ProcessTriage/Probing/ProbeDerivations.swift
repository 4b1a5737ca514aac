package import Decision
package import Model
internal import Primitives
internal import Statistics

extension ProbeChooser {
    /// The mathematics of looking closer: what knowledge would save, by which probes, and what waiting would.
    ///
    /// The numbers are those of the choice itself.
    package func derivations(_ finding: ProcessFinding, _ choice: ProbeChoice?) -> [ProcessExplanation.Derivation] {
        guard finding.facts.state != .zombie, !finding.facts.isKernelThread else { return [] }
        let chosen = choice ?? self.choice(finding, budget: .infinity)
        let step = nextStep(finding)
        return [perfect(finding)] + probes(chosen) + ranks(chosen) + [waiting(finding, step), decision(step)]
    }

    private typealias Derivation = ProcessExplanation.Derivation

    private func perfect(_ finding: ProcessFinding) -> Derivation {
        let model = model(finding)
        return Derivation(
            step: "probing: perfect information", equation: "min_a Σ_C L(a,C) P(C) - Σ_C P(C) min_a L(a,C)",
            source: "Howard 1966: the most that any probe is worth",
            inputs: [
                .init("P(the likelier of ending and leaving it is wrong)", number(model.chanceOfError)),
                .init("probed from", number(settings.worthAtLeast)),
            ], result: "saves \(number(model.perfect))")
    }

    private func probes(_ choice: ProbeChoice) -> [Derivation] {
        let inputs = choice.items.map { item in
            Derivation.Input(
                item.probe.rawValue,
                "VOI \(number(item.value)), gain \(number(item.gain)), "
                    + "\((item.seconds * 1e6).text(decimals: 0)) µs: " + (item.reason ?? "chosen"))
        }
        return [
            Derivation(
                step: "probing: which probes",
                equation: "max_S VOI_perfect · I(C; Y_S) / H(C) - λ c(S), c(S) ≤ budget, greedily by gain per second",
                source: "lazy greedy (Nemhauser 1978, Minoux 1978); P(y|C) = Σ_F P(F|C) Π_i P(y_i|F)",
                inputs: [.init("λ (loss per second)", number(settings.lossPerSecond))] + inputs,
                result: "VOI of all chosen \(number(choice.value)) for \((choice.seconds * 1e6).text(decimals: 0)) µs"
                    + (choice.ended.map { "; \($0)" } ?? ""))
        ]
    }

    private func ranks(_ choice: ProbeChoice) -> [Derivation] {
        var steps: [Derivation] = []
        if let priority = choice.priority {
            steps.append(
                Derivation(
                    step: "probing: which suspect", equation: "W(P(wrong)) · E[saved | wrong]",
                    source: "Whittle 1988; Liu and Zhao 2010",
                    inputs: [
                        .init("P(stays wrong), P(becomes wrong)", pair(settings.wrongStays, settings.wrongStarts)),
                        .init("discount", number(settings.discount)),
                    ], result: "priority \(number(priority))" + (choice.rank.map { ", rank \($0)" } ?? "")))
        }
        if let persistence = choice.persistence {
            steps.append(
                Derivation(
                    step: "probing: whether to go on", equation: "ν(a, b) · VOI_perfect > λ c(rest)",
                    source: "Gittins 1979: another probe tells something with a Beta(a, b) chance",
                    inputs: [.init("ν", number(persistence))], result: choice.ended ?? "it went on"))
        }
        return steps
    }

    private func waiting(_ finding: ProcessFinding, _ step: NextStep) -> Derivation {
        let wait = wait(finding.posterior.probabilities, finding.losses.rows.map(\.losses))
        return Derivation(
            step: "waiting",
            equation: "min_a E L - Σ_y P(y) min_a E[L | y] - P(abandoned) (max_a L - min_a L) t / T, "
                + "b'(C) ∝ P(y|C) Σ_C' P(C|C') b(C')",
            source: "belief update of a partially observed process (Kaelbling, Littman and Cassandra 1998)",
            inputs: [
                .init("t (s), T (h)", pair(settings.waitSeconds, settings.keepingHours)),
                .init("P(seen at work)", number(wait.seen)), .init("E[L] after", number(wait.after)),
                .init("loss of the delay", number(wait.delay)),
                .init("P(abandoned) if seen, if not", pair(wait.beliefs.seen[2], wait.beliefs.unseen[2])),
            ], result: finding.choice == .keep ? "0: what is kept is not waited for" : "saves \(number(wait.value))")
    }

    private func decision(_ step: NextStep) -> Derivation {
        Derivation(
            step: "next step", equation: "max { 0 (act), VOI(S) - λ c(S) (measure), value of waiting }",
            source: "preposterior analysis (Raiffa and Schlaifer 1961)",
            inputs: [.init("measure", number(step.measuring)), .init("wait", number(step.waiting))], result: step.words)
    }

    private func pair(_ one: Double, _ other: Double) -> String { "\(number(one)), \(number(other))" }

    private func number(_ value: Double) -> String { value.text(decimals: 4) }
}
