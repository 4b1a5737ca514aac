package import Model

extension ProcessClass: DecisionClass {
    package static var reference: ProcessClass { .useful }
}

package typealias ProcessFinding = Finding<ProcessFacts, ProcessClass, ProcessRecommendation>

extension ProcessFinding {
    /// The chance that ending this process is right: P(abandoned) + P(zombie).
    package var disposable: Double { posterior[.abandoned] + posterior[.zombie] }
}
