internal import Formats
package import Model
internal import Primitives

extension ProcessExplanation.Branch: Record {
    package static let recordName = "branch"
    package static let fields: [Field<ProcessExplanation.Branch>] = [
        Field("pid", \.pid, "Process id."),
        Field("depth", \.depth, "Generations below the process itself, which is 0."),
        Field("title", \.title, "What people call it."),
        Field("command", \.command, "Its arguments, redacted."),
        Field("rss_bytes", \.residentMemory, "Resident memory."),
        Field("ports", \.ports, "TCP ports it listens on."),
        Field(
            "clients", \.clients,
            "Living processes outside its tree that are connected to it or at the far end of its pipes."),
        Field("files_at_risk", \.filesAtRisk, "Open files that a sudden end may damage."),
    ]
}

extension ProcessExplanation.WhatIf: Record {
    package static let recordName = "what_if"
    package static let fields: [Field<ProcessExplanation.WhatIf>] = [
        Field("change", \.change, "What would be otherwise."),
        Field("abandoned", \.abandoned, "P(abandoned) + P(zombie) then."),
        Field("recommendation", \.recommendation, "What would be recommended then, the error rate of a plan left out."),
    ]
}

extension ProcessExplanation.Derivation.Input: Record {
    package static let recordName = "input"
    package static let fields: [Field<ProcessExplanation.Derivation.Input>] = [
        Field("name", \.name, "What it is."),
        Field("value", \.value, "Its value."),
    ]
}

extension ProcessExplanation.Derivation: Record {
    package static let recordName = "derivation"
    package static let fields: [Field<ProcessExplanation.Derivation>] = [
        Field("step", \.step, "Which step of the judgement."),
        Field("equation", \.equation, "Its equation."),
        Field("source", \.source, "Where the equation comes from."),
        Field("inputs", \.inputs, "The numbers that went in."),
        Field("result", \.result, "What came out, one number a class."),
    ]
}

extension Remedy.Counts: Record {
    package static let recordName = "counts"
    package static let fields: [Field<Remedy.Counts>] = [
        Field("recovered", \.recovered, "Beta count of recovery."),
        Field("failed", \.failed, "Beta count of none."),
    ]
}

extension Remedy: Record {
    package static let recordName = "remedy"
    package static let fields: [Field<Remedy>] = [
        Field("action", \.action, "What may be done."),
        Field("expected_loss", \.expectedLoss, "Its expected loss."),
        Field("recovery_probability", \.probability, "P(recovery | do(action))."),
        Field("low", \.low, "Quantile of 5 % of that probability."),
        Field("high", \.high, "Quantile of 95 % of it."),
        Field("trials", \.trials, "Outcomes of it in the record."),
        Field("trials_of_category", \.trialsOfCategory, "Those with programs of the same category."),
        Field("recoveries", \.recoveries, "Outcomes that recovered."),
        Field("counts", \.counts, "Beta counts of prior and record: useful, useful_bad, abandoned."),
        Field("alike", \.isAlike, "Of like loss as the least, and no harsher than what is recommended."),
        Field("taken", \.isTaken, "What is taken of those."),
    ]
}

extension ProcessExplanation: Record {
    package static let recordName = "explanation"
    package static let fields: [Field<ProcessExplanation>] = [
        Field("story", \.story, "Its past as far as the kernel still shows it."),
        Field("tree", \.tree, "It and what would end with it, depth first."),
        Field("what_if", \.whatIf, "The answer if one thing were otherwise."),
        Field("remedies", \.remedies, "What each action may bring, gentlest first."),
        Field("derivations", \.derivations, "Every equation with its numbers; empty unless asked for."),
    ]
}
