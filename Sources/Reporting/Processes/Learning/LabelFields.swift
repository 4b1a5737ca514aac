package import Model

extension ActivityMode: WordValue {}
extension ProcessRole: WordValue {}
extension ProcessLabel.Source: WordValue {}

extension LabelFeatures: Record {
    package static let recordName = "label_features"
    package static let fields: [Field<LabelFeatures>] = [
        Field("category", \.category, "What kind of program it is."),
        Field("levels", \.levels, "Attachment levels that the facts allowed."),
        Field("modes", \.modes, "Log density of its activity in each mode."),
        Field("age_hours", \.ageHours, "Hours since it started."),
        Field(optional: "quiet_hours", \.quietHours, "Hours since it was last seen at work, where known."),
        Field("evidence", \.evidence, "All evidence by the packs alone, in nats against useful."),
    ]
}

extension LabelSubject: Record {
    package static let recordName = "label_subject"
    package static let fields: [Field<LabelSubject>] = [
        Field("program", \.program, "Keyed hash of program file and working directory."),
        Field("day", \.day, "Days since 1970 of the judgement."),
        Field("command", \.command, "Its arguments, redacted."),
        Field("decision_id", \.decisionID, "The decision; empty where none was recorded."),
        Field("claimed", \.claimed, "P(abandoned) + P(zombie) as it was said."),
        Field("recommendation", \.recommendation, "What was recommended."),
        Field("policy", \.policy, "Packs and learned priors that said it."),
        Field("features", \.features, "What the judge saw."),
    ]
}

extension ProcessLabel: Record {
    package static let recordName = "label"
    package static let fields: [Field<ProcessLabel>] = [
        Field("actual", \.actual, "What it was."),
        Field("source", \.source, "Who says so."),
        Field("note", \.note, "In their words, redacted."),
        Field("at", \.at, "Milliseconds since 1970."),
        Field("subject", \.subject, "Which process, and how it was judged."),
    ]
}

extension LabelQuestion: Record {
    package static let recordName = "label_question"
    package static let fields: [Field<LabelQuestion>] = [
        Field("pid", \.pid, "Process id."),
        Field("start_id", \.startID, "Boot and start tick."),
        Field("title", \.title, "What people call it."),
        Field("command", \.command, "Its arguments, redacted."),
        Field("abandoned", \.abandoned, "P(abandoned) + P(zombie)."),
        Field("decision_id", \.decisionID, "What tend processes label takes."),
    ]
}

extension LabelReport: Record {
    package static let recordName = "label_report"
    package static let fields: [Field<LabelReport>] = [
        Field("command", \.command, "Its arguments, redacted.", heading: "COMMAND"),
        Field("actual", \.actual, "What it was.", heading: "LABEL"),
        Field("source", \.source, "Who says so.", heading: "SOURCE"),
        Field("note", \.note, "In their words, redacted.", heading: "NOTE"),
        Field("claimed", \.claimed, "P(abandoned) + P(zombie) as it was said.", heading: "P(ABANDONED)"),
        Field("recommendation", \.recommendation, "What was recommended.", heading: "ADVICE"),
        Field("decision_id", \.decisionID, "The decision; empty for a process that was looked at just now."),
        Field("program", \.program, "Keyed hash of program file and working directory: one label of it a day."),
        Field("recorded", \.isRecorded, "False where a stronger label stands for the program and day."),
        Field("labels", \.labels, "Labels that the learned priors rest on.", heading: "LABELS"),
        Field("dry_run", \.isDryRun, "Nothing was recorded."),
    ]
}
