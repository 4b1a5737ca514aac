/// What a judge concluded of one subject: evidence, probabilities and the action of least expected loss.
///
/// A finding asks for nothing: gates and policy come after it.
package struct Finding<Facts: Sendable, Class: DecisionClass, Action: Hashable & Sendable>: Sendable {
    package var facts: Facts
    package var posterior: Posterior<Class>
    package var expectedLoss: [(action: Action, loss: Double)]
    /// The choice by expected loss alone.
    package var choice: Action
    private let makeLedger: @Sendable () -> Ledger<Class>

    /// The ledger is put into words only when somebody looks: most findings are never shown.
    ///
    /// It must lead to the same posterior.
    package init(
        facts: Facts, ledger: @escaping @Sendable @autoclosure () -> Ledger<Class>, posterior: Posterior<Class>,
        expectedLoss: [(action: Action, loss: Double)], choice: Action
    ) {
        self.facts = facts
        makeLedger = ledger
        self.posterior = posterior
        self.expectedLoss = expectedLoss
        self.choice = choice
    }

    package var ledger: Ledger<Class> { makeLedger() }
}
