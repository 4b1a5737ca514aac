/// What a judge concluded of one subject: evidence, probabilities and the action of least expected loss.
///
/// A finding asks for nothing: gates and policy come after it.
package struct Finding<Facts: Sendable, Class: DecisionClass, Action: Hashable & Sendable>: Sendable {
    package var facts: Facts
    package var ledger: Ledger<Class>
    package var posterior: Posterior<Class>
    package var expectedLoss: [(action: Action, loss: Double)]
    /// The choice by expected loss alone.
    package var choice: Action

    package init(
        facts: Facts, ledger: Ledger<Class>, posterior: Posterior<Class>,
        expectedLoss: [(action: Action, loss: Double)], choice: Action
    ) {
        self.facts = facts
        self.ledger = ledger
        self.posterior = posterior
        self.expectedLoss = expectedLoss
        self.choice = choice
    }
}
