internal import Model
internal import Primitives

/// Something about a process that no probe shows by itself and that one or more probes hint at.
///
/// All tests of one fact are looks at the same thing: given the fact they are independent, and without it they are not. So
/// P(y | C) = Σ_F P(F | C) Π_i P(y_i | F), summed over whether the fact holds: two mixtures of the same components differ by
/// at most max_F |ln P(F | C) - ln P(F | C')|, however many probes agree. No probe is counted twice.
struct DeepFact: Sendable {
    /// Which of the two questions of a judgement it belongs to; each has one cap for all its facts.
    enum Question: String, Sendable {
        /// Whether the process is still needed: only asked of what is known to be cut off.
        case need = "deep_need"
        /// Whether it is healthy.
        case health = "deep_health"
    }

    let name: String
    let question: Question
    /// Why it is not asked of a process; nil where it is.
    let silence: @Sendable (ProcessFacts) -> String?
    let tests: [DeepTest]
    /// For people.
    let ifYes: String
    let ifNo: String
}

/// One probe's yes or no about a fact.
struct DeepTest: Sendable {
    let probe: ProcessProbe
    /// What a yes takes, as a formula.
    let equation: String
    let ask: @Sendable (DeepReading, ProcessFacts) -> DeepAnswer
}

/// What a test found.
enum DeepAnswer: Sendable, Equatable {
    case yes(String)
    case no(String)
    /// It contributes exactly 0.
    case silent(because: String)

    init(_ holds: Bool, _ value: String) {
        self = holds ? .yes(value) : .no(value)
    }

    /// Yes or no; nil where it says nothing.
    var holds: Bool? {
        switch self {
        case .yes: true
        case .no: false
        case .silent: nil
        }
    }
}

/// What all tests of one fact said of one process.
struct DeepFinding: Sendable {
    let fact: DeepFact
    /// Why the fact was not asked at all; nil where it was.
    let silence: String?
    /// One answer a test, in their order; empty where the fact was not asked.
    let answers: [DeepAnswer]

    init(_ fact: DeepFact, _ facts: ProcessFacts, _ reading: DeepReading) {
        self.fact = fact
        silence = fact.silence(facts)
        answers = silence == nil ? fact.tests.map { $0.ask(reading, facts) } : []
    }

    /// Whether the answers say anything.
    var isHeard: Bool { answers.contains { $0.holds != nil } }
}
