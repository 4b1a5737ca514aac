internal import Formats
internal import Model
package import Planning
internal import Primitives

extension PlanChange: Record {
    package static let recordName = "plan_change"
    package static let fields: [Field<PlanChange>] = [
        Field("pid", \.pid, "Process id.", heading: "PID"),
        Field("start_id", \.startID, "Boot and start tick."),
        Field("title", \.title, "What people call it.", heading: "WHAT"),
        Field("prior", \.prior, "What was recommended then; null where it was unknown.", heading: "THEN"),
        Field("current", \.current, "What is recommended now; null where it is gone.", heading: "NOW"),
        Field(optional: "reason", \.reason, "Why it is gone: exited, ended_by_tend, rebooted.", heading: "WHY"),
        Field(optional: "consecutive_sessions", \.sessions, "Plans in a row that listed it.", heading: "TIMES"),
        Field("command", \.command, "Its arguments, redacted.", heading: "COMMAND"),
        Field("decision_id", \.decisionID, "What tend explain answers to."),
    ]
}

extension PlanDelta: Record {
    package static let recordName = "plan_delta"
    package static let fields: [Field<PlanDelta>] = [
        Field("prior_session", \.priorSession, "The session that is compared with."),
        Field("prior_made_at", \.priorMadeAt, "Milliseconds since 1970 of its judgement."),
        Field("prior_candidates", \.priorCandidates, "Processes that it did not keep."),
        Field("current_candidates", \.currentCandidates, "Processes that are not kept now."),
        Field("unchanged", \.unchanged, "Processes that kept their probabilities, for their facts are as they were."),
        Field("new", \.new, "Suspicious now, and unknown then."),
        Field("worsened", \.worsened, "More is recommended against it than then."),
        Field("improved", \.improved, "Less is recommended against it than then."),
        Field("resolved", \.resolved, "Suspicious then, and gone."),
        Field("persistent", \.persistent, "As suspicious as then."),
    ]
}
