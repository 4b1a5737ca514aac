package import Decision
internal import Primitives

/// What a domain may still get wrong by itself, in numbers to be shown.
package struct BudgetStanding: Sendable, Equatable {
    package var wealth = 0.0
    /// The largest chance of a mistake with which the next action may go by itself, 0...1.
    package var level = 0.0
    package var sinceSuccess = 0
    package var alpha = 0.0

    package init() {}

    package init(_ budget: ErrorBudget) {
        wealth = budget.wealth
        level = budget.level
        sinceSuccess = budget.sinceSuccess
        alpha = budget.alpha
    }

    package var sentence: String {
        "What goes by itself may be wrong with at most \((level * 100).text(decimals: 2)) % now "
            + "(wealth \(wealth.text(decimals: 4)) of alpha-investing at \((alpha * 100).text(decimals: 0)) %)."
    }
}
