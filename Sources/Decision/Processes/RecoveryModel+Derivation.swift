package import Model
internal import Primitives

extension RecoveryModel {
    /// The mathematics of P(recovery | do(a)), with the numbers that went in and came out.
    package func derivations(_ finding: ProcessFinding, _ remedies: [Remedy]) -> [ProcessExplanation.Derivation] {
        remedies.map { remedy in
            var inputs = zip(ProcessClass.allCases, remedy.counts).map { subject, counts in
                ProcessExplanation.Derivation.Input(
                    "\(subject.rawValue): P(C|x), α + s, β + f",
                    "\(number(finding.posterior[subject])), \(number(counts.recovered)), \(number(counts.failed))")
            }
            inputs.append(.init("outcomes in the record", "\(remedy.recoveries) of \(remedy.trials) recovered"))
            inputs.append(
                .init(
                    "weight of other categories",
                    "\(number(settings.elsewhere)) (\(remedy.trialsOfCategory) outcomes are of its own)"))
            inputs.append(.init("expected loss", number(remedy.expectedLoss)))
            inputs.append(.init("alike up to", "\(number(settings.alike)) times the least"))
            let interval = "90 % interval \(number(remedy.low))...\(number(remedy.high))"
            let place = remedy.isTaken ? "; taken" : remedy.isAlike ? "; of like loss" : ""
            return ProcessExplanation.Derivation(
                step: "recovery by \(remedy.action.rawValue)",
                equation: "P(recovery|do(a)) = Σ_C P(C|x) (α_aC + s_aC) / (α_aC + s_aC + β_aC + f_aC) / Σ_C P(C|x)",
                source: "Beta-Bernoulli, outcomes of other categories as a power prior (Ibrahim and Chen 2000)",
                inputs: inputs, result: "\(number(remedy.probability)), \(interval)\(place)")
        }
    }

    private func number(_ value: Double) -> String { value.text(decimals: 4) }
}
