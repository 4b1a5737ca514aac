package import Model
package import Planning
internal import Primitives

extension NextStep.Kind: WordValue {}

extension NextStep: Record {
    package static let recordName = "next_step"
    package static let fields: [Field<NextStep>] = [
        Field(
            "what", \.kind,
            "act, measure what could not be read, wait and look again, pause and see, or decide."),
        Field(optional: "after_seconds", \.afterSeconds, "When to look again."),
        Field("why", \.sentence, "The same for people, with the reason."),
    ]
}

extension UndecidedTime: Record {
    package static let recordName = "undecided"
    package static let fields: [Field<UndecidedTime>] = [
        Field("passed_seconds", \.passed, "For how long scans have left it undecided; null where none is recorded."),
        Field("most_seconds", \.most, "After so long it is to be decided."),
        Field("look_value", \.lookValue, "What the next look is worth, in the unit of the losses."),
        Field("look_price", \.lookPrice, "What a look costs."),
        Field("look_seconds", \.lookSeconds, "Seconds between looks that tell something new."),
        Field("looks", \.looks, "Looks that show nothing, until one more is not worth its price."),
        Field(
            "granted_seconds", \.processorSeconds,
            "Seconds until it has used up the processor time a suspect is granted; null where it uses none."),
    ]
}

extension BudgetStanding: Record {
    package static let recordName = "error_budget"
    package static let fields: [Field<BudgetStanding>] = [
        Field("wealth", \.wealth, "What may still be lost.", heading: "WEALTH"),
        Field(
            "level", \.level, "The largest chance of a mistake with which the next action may go by itself.",
            heading: "LEVEL"),
        Field("since_success", \.sinceSuccess, "How often it was spent since the last success."),
        Field("alpha", \.alpha, "The share of mistakes that is tolerated."),
    ]
}
