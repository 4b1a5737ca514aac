internal import Formats
package import Model
internal import Primitives

extension LearningReport.HeldOut: Record {
    package static let recordName = "held_out"
    package static let fields: [Field<LearningReport.HeldOut>] = [
        Field("labels", \.labels, "Labels that nothing was learned from: the newest fifth."),
        Field("score_packs", \.scorePacks, "Mean ln P(label | seen) by the packs alone."),
        Field("score_learned", \.scoreLearned, "The same with what the older labels taught."),
    ]
}

extension LearningReport.LawChange: Record {
    package static let recordName = "law_change"
    package static let fields: [Field<LearningReport.LawChange>] = [
        Field("law", \.law, "The law as fitted."),
        Field("shape_before", \.shapeBefore, "Shape of the pack's."),
        Field("scale_before", \.scaleBefore, "Scale of the pack's in hours."),
        Field("gain", \.gain, "Log marginal likelihood gained over the pack's law, in nats."),
        Field("taken", \.isTaken, "Whether the gain is worth its two parameters."),
    ]
}

extension PriorShift: Record {
    package static let recordName = "prior_shift"
    package static let fields: [Field<PriorShift>] = [
        Field("category", \.category, "The category.", heading: "CATEGORY"),
        Field("role", \.role, "Its role.", heading: "ROLE"),
        Field("weight", \.weight, "Weight of its labels, own and imported.", heading: "LABELS"),
        Field(
            "pack", \.pack, "The pack's P of useful, useful_bad, abandoned.", heading: "PACK",
            text: { $0.pack.map { $0.text(decimals: 3) }.joined(separator: " ") }),
        Field(
            "used", \.used, "The same as the judge uses it.", heading: "USED",
            text: { $0.used.map { $0.text(decimals: 3) }.joined(separator: " ") }),
        Field("shift", \.shift, "Change of ln P(abandoned)/P(useful) in nats.", heading: "NATS"),
        Field("bounded", \.isBounded, "Labels would have moved it further than it may go.", heading: "BOUNDED"),
    ]
}

extension LearningReport: Record {
    package static let recordName = "learning"
    package static let fields: [Field<LearningReport>] = [
        Field("dry_run", \.isDryRun, "Nothing was written."),
        Field("path", \.path, "Where what was learned is kept."),
        Field("labels", \.labels, "Labels that were learned from."),
        Field("programs", \.programs, "Of how many programs."),
        Field("oldest_at", \.oldestAt, "Milliseconds since 1970 of the oldest; null without labels."),
        Field("score_packs", \.scorePacks, "Mean ln P(label | seen) by the packs alone; null without labels."),
        Field("score_before", \.scoreBefore, "The same with what was learned before."),
        Field("score_after", \.scoreAfter, "The same with what is learned now."),
        Field(
            optional: "held_out", \.heldOut, "What the gain is worth on labels not yet seen; left out below 20 labels."),
        Field("tempering_before", \.temperingBefore, "Exponent of the evidence before."),
        Field("tempering_after", \.temperingAfter, "The same now."),
        Field("tempering_gain", \.temperingGain, "Nats that the fitted exponent gains over 1 on all labels."),
        Field("categories", \.categories, "The prior of each category."),
        Field("laws", \.laws, "Laws with labels enough to be fitted."),
    ]
}

extension CalibrationReport.Bin: Record {
    package static let recordName = "calibration_bin"
    package static let fields: [Field<CalibrationReport.Bin>] = [
        Field("labels", \.labels, "Labels in it.", heading: "LABELS"),
        Field("said", \.said, "Mean P(abandoned) + P(zombie).", heading: "SAID"),
        Field("seen", \.seen, "Share that was abandoned.", heading: "SEEN"),
        Field("seen_at_least", \.seenAtLeast, "2.5 % quantile of that share.", heading: "FROM"),
        Field("seen_at_most", \.seenAtMost, "97.5 % quantile of that share.", heading: "TO"),
        Field(derived: "chart", "said (o) and seen (x) between 0 and 1, with the interval.", heading: "0 ... 1") {
            $0.chart
        },
    ]

    /// Twenty places from 0 to 1.
    private var chart: String {
        func place(_ share: Double) -> Int { min(20, max(0, Int((share * 20).rounded()))) }
        var characters = [Character](repeating: " ", count: 21)
        for index in place(seenAtLeast)...max(place(seenAtLeast), place(seenAtMost)) { characters[index] = "-" }
        characters[place(said)] = "o"
        characters[place(seen)] = place(seen) == place(said) ? "*" : "x"
        return "|\(String(characters))|"
    }
}

extension CalibrationReport.StopTrials: Record {
    package static let recordName = "stop_trials"
    package static let fields: [Field<CalibrationReport.StopTrials>] = [
        Field("trials", \.trials, "Independent stops, shadow or real, with a known outcome: one a program and day."),
        Field("wrong", \.wrong, "Of these, wrong ones."),
        Field("programs", \.programs, "Distinct programs among them."),
        Field("policies", \.policies, "Packs and learned priors that they were judged with."),
        Field("open", \.open, "Followed, and nothing known yet."),
        Field("untold", \.untold, "Over, and the outcome does not tell."),
        Field(
            "credible_upper_bound", \.credibleUpperBound,
            "Rate of wrong stops exceeded with probability 0.05, uniform prior."),
        Field("pac_bayes_upper_bound", \.pacBayesUpperBound, "Seeger's bound at 95 %, whichever policy was chosen."),
        Field("still_needed", \.stillNeeded, "Further ones, none wrong, until the credible bound is 1 %."),
    ]
}

extension CalibrationReport: Record {
    package static let recordName = "calibration"
    package static let fields: [Field<CalibrationReport>] = [
        Field("labels", \.labels, "Labels, at most one a program and day."),
        Field("programs", \.programs, "Of how many distinct programs."),
        Field("abandoned", \.abandoned, "How many say abandoned."),
        Field(
            "expected_calibration_error", \.expectedCalibrationError,
            "Mean distance between what was said and what was so, over 10 bins of equal mass; null without labels."),
        Field("curve", \.curve, "The bins."),
        Field("conformal_radius", \.conformalRadius, "90 % conformal half-width; null below 9 labels."),
        Field(
            "conformal_radius_by_day", \.conformalRadiusByDay,
            "The same with only days exchangeable; null while there are too few."),
        Field("stops", \.stops, "Stops and what became of them."),
        Field("missing", \.missing, "What is missing before a run without questions may preselect."),
    ]
}
