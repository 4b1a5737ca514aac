package import Model

extension NextStep.Kind: WordValue {}

extension NextStep: Record {
    package static let recordName = "next_step"
    package static let fields: [Field<NextStep>] = [
        Field("kind", \.kind, "act, measure or wait."),
        Field(derived: "words", "The step for people.") { $0.words },
        Field("probes", \.probes, "Probes worth taking, the best first; empty unless it is to measure."),
        Field(optional: "seconds", \.seconds, "How long to wait."),
        Field("value", \.value, "Loss that the step saves against acting now, its cost taken off."),
        Field("perfect", \.perfect, "Loss that knowing everything would save: no step saves more."),
        Field("measuring", \.measuring, "What all probes worth taking save, their cost taken off."),
        Field("waiting", \.waiting, "What waiting saves; below 0 where the delay costs more."),
    ]
}

extension ProbeChoice.Item: Record {
    package static let recordName = "probe"
    package static let fields: [Field<ProbeChoice.Item>] = [
        Field("probe", \.probe, "The probe."),
        Field("chosen", \.isChosen, "Whether it was to be taken."),
        Field("value", \.value, "Loss that it saves by itself."),
        Field("gain", \.gain, "What it adds to those chosen before, as a share of what is not known times perfect."),
        Field("seconds", \.seconds, "Processor seconds expected."),
        Field(optional: "reason", \.reason, "Why it was not chosen."),
    ]
}

extension ProbeChoice: Record {
    package static let recordName = "probing"
    package static let fields: [Field<ProbeChoice>] = [
        Field(optional: "rank", \.rank, "Its place among all suspects, from 1."),
        Field("perfect", \.perfect, "Loss that knowing everything would save."),
        Field(
            optional: "priority", \.priority, "Whittle index of the chance that the advice is wrong, times the saving."),
        Field(optional: "persistence", \.persistence, "Gittins index of one more probe that tells something."),
        Field("value", \.value, "Loss that all chosen probes save together, before their cost."),
        Field("seconds", \.seconds, "Processor seconds expected of them."),
        Field(optional: "ended", \.ended, "Why it was left without a closer look, or without the rest of it."),
        Field("probes", \.items, "Every probe, in their order."),
    ]
}
