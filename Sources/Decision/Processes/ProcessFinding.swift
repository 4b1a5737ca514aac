package import Model

extension ProcessClass: DecisionClass {
    package static var reference: ProcessClass { .useful }
    package static var count: Int { 4 }

    package var index: Int {
        switch self {
        case .useful: 0
        case .usefulBad: 1
        case .abandoned: 2
        case .zombie: 3
        }
    }
}

package typealias ProcessFinding = Finding<ProcessFacts, ProcessClass, ProcessRecommendation>

extension ProcessFinding {
    /// The chance that ending this process is right: P(abandoned) + P(zombie).
    package var disposable: Double { posterior[.abandoned] + posterior[.zombie] }
}
