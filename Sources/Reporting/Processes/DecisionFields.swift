internal import Formats
package import Model
package import Planning
internal import Primitives

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
        Field(derived: "sentence", "The same for people.") { $0.sentence(isToPause: false) },
    ]

    /// What to do about it and when.
    package func sentence(isToPause: Bool) -> String {
        let so = passed.map { "It has been undecided for \(HumanDuration.text(seconds: $0))" }
        if isOver, let so {
            let most = "\(so), longer than looking on is worth (\(HumanDuration.text(seconds: most)))"
            return isToPause ? "\(most): pause it and see who misses it; resume gives it back." : "\(most): decide."
        }
        let left = HumanDuration.text(seconds: most - (passed ?? 0))
        let price = "worth \(lookValue.text(decimals: 3)) and costs \(lookPrice.text(decimals: 3))"
        guard lookValue > lookPrice else {
            return "To look again later is \(price): no more will be known by waiting, so decide within \(left)."
        }
        return
            "To look again in \(HumanDuration.text(seconds: min(lookSeconds, most))) is \(price). It may stay undecided for "
            + "\(left) more."
    }
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
