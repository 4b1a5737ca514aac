/// What a judge concluded of one subject: evidence, probabilities and the action of least expected loss.
///
/// A finding asks for nothing: gates and policy come after it.
package struct Finding<Facts: Sendable, Class: DecisionClass, Action: Hashable & Sendable>: Sendable {
    package var facts: Facts
    package var posterior: Posterior<Class>
    /// The same before anything but its own facts was heard; nil where only those were.
    package var alone: Posterior<Class>?
    package var losses: LossMatrix<Action, Class>
    /// The choice by expected loss alone.
    package var choice: Action
    private let makeLedger: @Sendable (Facts) -> Ledger<Class>

    /// The ledger is put into words only when somebody looks: most findings are never shown.
    ///
    /// It must lead to the same posterior.
    package init(
        facts: Facts, posterior: Posterior<Class>, losses: LossMatrix<Action, Class>, choice: Action,
        ledger: @escaping @Sendable (Facts) -> Ledger<Class>
    ) {
        self.facts = facts
        self.posterior = posterior
        self.losses = losses
        self.choice = choice
        makeLedger = ledger
    }

    package var ledger: Ledger<Class> { makeLedger(facts) }
    package var expectedLoss: [(action: Action, loss: Double)] { losses.expected(posterior) }
}
