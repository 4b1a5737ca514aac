/// What each action costs where each class is the truth; actions stand gentlest first.
package struct LossMatrix<Action: Hashable & Sendable, Class: DecisionClass>: Sendable {
    package struct Row: Sendable {
        package var action: Action
        package var losses: [Double]

        package init(action: Action, losses: [Double]) {
            self.action = action
            self.losses = losses
        }
    }

    package var rows: [Row]

    package init(rows: [Row]) {
        self.rows = rows
    }

    /// Multiplies one loss, as dependencies and load demand; factors below 1 are refused for they would loosen.
    package func scaled(_ action: Action, _ subject: Class, by factor: Double) -> LossMatrix {
        precondition(factor >= 1, "a loss may only be raised")
        var scaled = self
        for index in scaled.rows.indices where scaled.rows[index].action == action {
            scaled.rows[index].losses[subject.index] *= factor
        }
        return scaled
    }

    /// E[L(a)] = sum over classes of L(a, C) P(C).
    @inlinable package func expected(_ posterior: Posterior<Class>) -> [(action: Action, loss: Double)] {
        rows.map { row in
            (row.action, zip(row.losses, posterior.probabilities).reduce(0) { $0 + $1.0 * $1.1 })
        }
    }

    /// The action of least expected loss; ties go to the gentler one.
    package func choice(_ posterior: Posterior<Class>) -> Action? {
        Self.choice(among: expected(posterior))
    }

    /// The cheapest of expected losses; ties go to the earlier one.
    @inlinable package static func choice(among losses: [(action: Action, loss: Double)]) -> Action? {
        var best: (action: Action, loss: Double)?
        for candidate in losses where candidate.loss < best?.loss ?? .infinity { best = candidate }
        return best?.action
    }
}
