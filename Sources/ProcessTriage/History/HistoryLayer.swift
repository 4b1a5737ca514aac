internal import Decision
internal import Model
internal import Primitives

/// One question that is put to a process's past.
///
/// Its answer is one fact, whatever the length of the series: as evidence it is worth one Beta-Bernoulli predictive of the
/// pack, shared with the other layers of its topic. Where the series is too short, or the question does not apply, it
/// contributes exactly 0 and says why.
struct HistoryLayer: Sendable {
    let name: String
    let topic: HistoryTopic
    /// The fewest steps that it accepts.
    let shortest: Int
    let equation: String
    let source: String
    /// The answer; nil where the past says nothing either way.
    let answer: @Sendable (ProcessPast) -> HistoryAnswer?

    var question: HistoryTopic.Question { topic.question }

    /// Asks a series alone, without relatives.
    func ask(_ series: ProcessSeries) -> HistoryAnswer? { answer(ProcessPast(series)) }
}

/// What several layers ask of the same numbers: together their answers count as one.
///
/// Layers of one topic are alike in what they look at, so their answers are pooled: each of *k* weighs 1/*k*, which is the
/// logarithmic opinion pool (Genest and Zidek, Statistical Science 1 (1986), 114-148).
enum HistoryTopic: String, Sendable, CaseIterable {
    /// Whether it has stopped working.
    case work
    /// Whether somebody or something drives it.
    case driver
    /// Whether it works without result.
    case load
    /// Whether its memory grows.
    case memory
    /// Whether its load has become another.
    case change
    /// Whether its load is steady.
    case manner
    /// Whether its quantities still go together.
    case together

    /// Which of the two questions of a judgement a topic belongs to; each has one cap for all its topics.
    enum Question: String, Sendable, CaseIterable {
        /// Whether it is still needed: only asked of what nothing holds.
        case need = "history_need"
        /// Whether it is healthy.
        case health = "history_health"
    }

    var question: Question {
        switch self {
        case .work, .driver: .need
        case .load, .memory, .change, .manner, .together: .health
        }
    }
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
        case silent(because: Silence)
    }

    /// Why a layer says nothing; put into words only where somebody reads them.
    enum Silence: Sendable, Equatable {
        case leftOut
        case tooShort(steps: Int, needed: Int)
        case held
        case undecided
        /// No answer could change what is recommended: nothing was asked.
        case unasked

        var words: String {
            switch self {
            case .leftOut: "it was left out"
            case .tooShort(let steps, let needed): "\(steps) steps, and it needs \(needed) at least"
            case .held: "something holds the process"
            case .undecided: "the series says nothing either way"
            case .unasked: "it is kept whatever its past says, so this was not asked"
            }
        }
    }

    var layer: HistoryLayer
    var outcome: Outcome
    /// The part of its weight that counts: one over how many layers of its topic answered; 0 for a silent one.
    var share = 0.0
}

extension HistoryLayer {
    /// Puts every layer's question, in a fixed order; nothing at all without a past.
    ///
    /// - Complexity: O(*n* log *n*) steps for most layers, O(*n*²) where a mean shifts or a rhythm is looked for (a few
    ///   hundred steps at most).
    static func readings(
        _ series: ProcessSeries, family: FamilyActivity? = nil, isHeld: Bool, without: Set<String> = []
    ) -> [HistoryReading] {
        guard series.count > 0 else { return [] }
        let past = ProcessPast(series, family: family)
        var readings = all.map { layer in
            HistoryReading(layer: layer, outcome: layer.outcome(past, isHeld: isHeld, without: without))
        }
        var answers: [HistoryTopic: Int] = [:]
        for reading in readings {
            if case .answered = reading.outcome { answers[reading.layer.topic, default: 0] += 1 }
        }
        for index in readings.indices {
            guard case .answered = readings[index].outcome else { continue }
            readings[index].share = 1 / Double(answers[readings[index].layer.topic] ?? 1)
        }
        return readings
    }

    /// What is said where no answer could change what is recommended.
    static func unasked(_ series: ProcessSeries) -> [HistoryReading] {
        guard series.count > 0 else { return [] }
        return all.map { HistoryReading(layer: $0, outcome: .silent(because: .unasked)) }
    }

    private func outcome(_ past: ProcessPast, isHeld: Bool, without: Set<String>) -> HistoryReading.Outcome {
        guard !without.contains(name) else { return .silent(because: .leftOut) }
        guard past.series.count >= shortest else {
            return .silent(because: .tooShort(steps: past.series.count, needed: shortest))
        }
        guard question == .health || !isHeld else { return .silent(because: .held) }
        return answer(past).map { .answered($0) } ?? .silent(because: .undecided)
    }

    /// A past below this length is heard by no layer.
    static let shortestHeard = all.map(\.shortest).min() ?? 0
}
