internal import Formats
package import Model
internal import Primitives

extension AppliedAction: Record {
    package static let recordName = "action"
    package static let fields: [Field<AppliedAction>] = [
        Field("pid", \.pid, "Process id.", heading: "PID"),
        Field("start_id", \.startID, "Boot and start tick of the process that was meant."),
        Field("action", \.action, "What was asked for.", heading: "ACTION"),
        Field(derived: "result", "How it ended.", heading: "RESULT") { $0.outcome.result },
        Field(derived: "reason_code", "Stable code that says why; null for plain success.") { $0.outcome.reasonCode },
        Field("outcome", \.outcome, "What came of it.", heading: "WHAT HAPPENED", text: { $0.outcome.sentence }),
        Field("command", \.command, "Its arguments, redacted.", heading: "COMMAND"),
        Field("decision_id", \.decisionID, "What tend explain answers to."),
    ]
}

extension ApplyReport: Record {
    package static let recordName = "apply"
    package static let fields: [Field<ApplyReport>] = [
        Field("session_id", \.sessionID, "The session whose plan was applied."),
        Field("dry_run", \.isDryRun, "Everything was checked and nothing done."),
        Field("actions", \.actions, "One entry a target."),
        Field(derived: "done", "Actions that were carried out.") { $0.done },
        Field(derived: "freed_bytes", "Resident memory that ended processes held.") { $0.freed },
        Field("memory_available_before_bytes", \.availableBefore, "Memory available right before."),
        Field("memory_available_after_bytes", \.availableAfter, "Memory available right after."),
        Field(optional: "goals", \.goals, "How the plan's goals came out, where it was carried out for them."),
        Field("interrupted", \.isInterrupted, "Stopped early; apply --resume-session goes on."),
    ]
}

extension VerifiedAction: Record {
    package static let recordName = "verified_action"
    package static let fields: [Field<VerifiedAction>] = [
        Field("pid", \.pid, "Process id.", heading: "PID"),
        Field("start_id", \.startID, "Boot and start tick of the process."),
        Field("action", \.action, "What was done.", heading: "ACTION"),
        Field("recorded", \.recorded, "How it was recorded to have ended.", heading: "RECORDED"),
        Field("observed", \.observed, "What the machine shows now.", heading: "NOW"),
        Field("as_recorded", \.isAsRecorded, "Whether both agree.", heading: "AGREES"),
        Field("sentence", \.sentence, "The same for people.", heading: "WHAT IS SEEN"),
    ]
}

extension ProcessEvaluation.Failure: Record {
    package static let recordName = "failure"
    package static let fields: [Field<ProcessEvaluation.Failure>] = [
        Field("scenario", \.scenario, "Which scenario.", heading: "SCENARIO"),
        Field("pid", \.pid, "Process id in it.", heading: "PID"),
        Field("verdict", \.verdict, "What ought to happen.", heading: "VERDICT"),
        Field("recommendation", \.recommendation, "What was recommended.", heading: "ADVICE"),
        Field("abandoned", \.abandoned, "P(abandoned) + P(zombie).", heading: "P(ABANDONED)"),
        Field("harmful", \.isHarmful, "Whether carrying it out would hurt.", heading: "HARMFUL"),
        Field(
            "margin_nats", \.margin, "How far its log odds lie above the bound; null where its state settles it.",
            heading: "NATS"),
        Field(
            "deciding", \.deciding,
            "The gates that held it back, or the choice and the term that speaks most against ending it.",
            heading: "DECIDED BY"),
        Field("command", \.command, "Its arguments.", heading: "COMMAND"),
    ]
}

extension ProcessEvaluation.Ablation: Record {
    package static let recordName = "ablation"
    package static let fields: [Field<ProcessEvaluation.Ablation>] = [
        Field("group", \.group, "The group of evidence, or the gate, that was left out.", heading: "WITHOUT"),
        Field("flips", \.flips, "Processes of which something else is recommended then.", heading: "FLIPS"),
        Field("harmful", \.harmful, "Harmful recommendations then.", heading: "HARMFUL"),
        Field("recall", \.recall, "Recall then; null without any to stop.", heading: "RECALL"),
        Field(
            "recall_of_programs", \.recallOfPrograms, "The same with copies counted once.", heading: "OF PROGRAMS"),
        Field("expected_calibration_error", \.expectedCalibrationError, "Calibration error then.", heading: "ECE"),
        Field(
            "largest_shift", \.largestShift,
            "The most that the probabilities of any one process move then, 0 to 1 (total variation).", heading: "SHIFT"),
    ]
}

extension ProcessEvaluation.Fault: Record {
    package static let recordName = "fault"
    package static let fields: [Field<ProcessEvaluation.Fault>] = [
        Field("fault", \.name, "What was read wrongly of every process.", heading: "FAULT"),
        Field(
            "withstood", \.isWithstood, "Nothing may become harmful by it; otherwise readers must never commit it.",
            heading: "WITHSTOOD"),
        Field("harmful", \.harmful, "Harmful recommendations then.", heading: "HARMFUL"),
        Field("stops", \.stops, "Processes that are recommended to be ended then.", heading: "STOPS"),
        Field("recall", \.recall, "Recall then; null without any to stop.", heading: "RECALL"),
    ]
}

extension ProcessEvaluation: Record {
    package static let recordName = "evaluation"
    package static let fields: [Field<ProcessEvaluation>] = [
        Field("scenarios", \.scenarios, "Recorded machines.", heading: "SCENARIOS"),
        Field("processes", \.processes, "Processes with a verdict, kernel threads left out.", heading: "PROCESSES"),
        Field(
            "harmful", \.harmful,
            "Processes that must be kept, or left to their supervisor, and are recommended to be ended.",
            heading: "HARMFUL"),
        Field(
            "recall", \.recall, "Share of the processes that must be stopped and are; null without any.",
            heading: "RECALL"),
        Field(
            "recall_of_programs", \.recallOfPrograms, "The same with all copies of one command line counted once.",
            heading: "OF PROGRAMS"),
        Field(
            "expected_calibration_error", \.expectedCalibrationError,
            "Mean distance between probability and truth, over 10 bins of equal mass.", heading: "ECE"),
        Field("elapsed_ms", \.elapsedMilliseconds, "How long it took.", heading: "MS"),
        Field("failures", \.failures, "Processes judged otherwise than they ought to be."),
        Field("perturbations", \.perturbations, "Perturbed copies of each scenario that were judged as well."),
        Field(
            "harmful_perturbed", \.harmfulPerturbed, "What must be kept and was to be ended on a perturbed copy."),
        Field(
            "gate_ablation", \.gateAblation,
            "How they are judged as if each gate that asks for a person said nothing, if asked for."),
        Field("ablation", \.ablation, "How the scenarios are judged without each group of evidence, if asked for."),
        Field("faults", \.faults, "How they are judged where reading went wrong throughout, if asked for."),
    ]
}

extension RecordedSample: Record {
    package static let recordName = "recorded"
    package static let fields: [Field<RecordedSample>] = [
        Field("path", \.path, "The file.", heading: "FILE"),
        Field("processes", \.processes, "Processes in it.", heading: "PROCESSES"),
        Field("size_bytes", \.bytes, "Its size.", heading: "SIZE"),
        Field("window_seconds", \.window, "Length of the scan's window.", heading: "WINDOW"),
    ]
}
