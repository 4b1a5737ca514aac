internal import Formats
package import Model
internal import Primitives

extension ProcessTrajectory.Metric: WordValue {}
extension ProcessTrajectory.Direction: WordValue {}
extension ProcessTrajectory.Course: WordValue {}
extension ProcessTrajectory.Obstacle: WordValue {}
extension ProcessTrajectory.Limit: WordValue {}

extension ProcessTrajectory.Arrival: Record {
    package static let recordName = "arrival"
    package static let fields: [Field<ProcessTrajectory.Arrival>] = [
        Field("limit", \.limit, "What is run into."),
        Field("value", \.value, "The metric's value there, in its unit."),
        Field("time_to_threshold_seconds", \.expected, "Seconds until then; null for never as far as foretold."),
        Field("earliest_seconds", \.earliest, "The soonest that the interval admits; null for never."),
        Field("latest_seconds", \.latest, "The latest; null for perhaps never."),
    ]
}

extension ProcessTrajectory.Forecast: Record {
    package static let recordName = "forecast"
    package static let fields: [Field<ProcessTrajectory.Forecast>] = [
        Field("metric", \.metric, "Which quantity."),
        Field(derived: "unit", "What its numbers count.") { $0.metric.unit },
        Field(optional: "obstacle", \.obstacle, "Why nothing is foretold; the fields below are then left out."),
        Field("steps", \.steps, "Steps of the present course; all steps where nothing is foretold."),
        Field(optional: "trend", \.direction, "Where it goes."),
        Field(optional: "course", \.course, "What explains it best."),
        Field(optional: "now", \.now, "Its present value, smoothed."),
        Field(optional: "rate_per_hour", \.rate, "Change an hour."),
        Field(optional: "rate_low", \.rateLow, "Lower end of the rate's interval."),
        Field(optional: "rate_high", \.rateHigh, "Upper end of the rate's interval."),
        Field(optional: "horizon_seconds", \.horizon, "How far ahead the interval below looks."),
        Field(optional: "low", \.low, "Lower end of the value then."),
        Field(optional: "high", \.high, "Upper end of the value then."),
        Field(optional: "plateau", \.plateau, "What it approaches, if it does."),
        Field(optional: "arrival", \.arrival, "When it runs into a limit."),
    ]
}

extension ProcessTrajectory.Outlook: Record {
    package static let recordName = "outlook"
    package static let fields: [Field<ProcessTrajectory.Outlook>] = [
        Field("after_seconds", \.after, "Seconds from now."),
        Field("classification", \.classification, "The likeliest class then."),
        Field("abandoned", \.abandoned, "P(abandoned) + P(zombie) then."),
        Field(
            "recommendation", \.recommendation, "What would be recommended then, the error rate of a plan left out."),
    ]
}

extension ProcessTrajectory: Record {
    package static let recordName = "trajectory"
    package static let fields: [Field<ProcessTrajectory>] = [
        Field("forecasts", \.forecasts, "One entry a metric."),
        Field("confidence", \.confidence, "Probability of every interval."),
        Field("in_a_day", \.inADay, "The judgement in 24 hours if courses go on."),
        Field(
            optional: "crossing", \.crossing,
            "When class or recommendation first become another, within three days; left out where they do not."),
    ]
}
