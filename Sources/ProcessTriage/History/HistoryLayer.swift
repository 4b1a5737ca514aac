internal import Decision
internal import Model
internal import Primitives

/// One question that is put to a process's past.
///
/// Its answer is one fact, whatever the length of the series: as evidence it is worth one Beta-Bernoulli predictive of the
/// pack. Where the series is too short, or the question does not apply, it contributes exactly 0 and says why.
struct HistoryLayer: Sendable {
    /// Which of the two questions of a judgement an answer belongs to; each has one cap for all its layers.
    enum Question: String, Sendable {
        /// Whether it is still needed: only asked of what nothing holds.
        case need = "history_need"
        /// Whether it is healthy.
        case health = "history_health"
    }

    let name: String
    let question: Question
    /// The fewest steps that it accepts.
    let shortest: Int
    let equation: String
    let source: String
    /// The answer; nil where the series says nothing either way.
    let ask: @Sendable (ProcessSeries) -> HistoryAnswer?
}

/// What a layer found, with the numbers it found it by.
struct HistoryAnswer: Sendable, Equatable {
    var holds: Bool
    /// The statistic that decided.
    var value: Double
    var inputs: [ProcessExplanation.Derivation.Input]
    var sentence: String
}

/// What one layer says of one process.
struct HistoryReading: Sendable {
    enum Outcome: Sendable {
        case answered(HistoryAnswer)
        /// It contributes exactly 0.
        case silent(because: String)
    }

    var layer: HistoryLayer
    var outcome: Outcome
}

extension HistoryLayer {
    /// Puts every layer's question, in a fixed order; nothing at all without a past.
    ///
    /// - Complexity: O(*n* log *n*) steps for most layers, O(*n*²) where a mean shifts (a few hundred steps at most).
    static func readings(_ series: ProcessSeries, isHeld: Bool) -> [HistoryReading] {
        guard series.count > 0 else { return [] }
        return all.map { layer in
            guard series.count >= layer.shortest else {
                return HistoryReading(
                    layer: layer,
                    outcome: .silent(because: "\(series.count) steps, and it needs \(layer.shortest) at least"))
            }
            guard layer.question == .health || !isHeld else {
                return HistoryReading(layer: layer, outcome: .silent(because: "something holds the process"))
            }
            guard let answer = layer.ask(series) else {
                return HistoryReading(layer: layer, outcome: .silent(because: "the series says nothing either way"))
            }
            return HistoryReading(layer: layer, outcome: .answered(answer))
        }
    }
}
