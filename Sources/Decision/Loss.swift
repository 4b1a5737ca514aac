/// What each action costs where each class is the truth; actions stand gentlest first.
public struct LossMatrix<Action: Hashable & Sendable, Class: DecisionClass>: Sendable {
    public struct Row: Sendable {
        @usableFromInline package var action: Action
        @usableFromInline package var losses: [Double]

        package init(action: Action, losses: [Double]) {
            self.action = action
            self.losses = losses
        }

        @inlinable package func expected(_ probabilities: [Double]) -> Double {
            var sum = 0.0
            for index in losses.indices { sum += losses[index] * probabilities[index] }
            return sum
        }
    }

    @usableFromInline package var rows: [Row]

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
    package func expected(_ posterior: Posterior<Class>) -> [(action: Action, loss: Double)] {
        rows.map { ($0.action, $0.expected(posterior.probabilities)) }
    }

    /// The action of least expected loss; ties go to the gentler one, and nil only of no actions.
    ///
    /// - Complexity: O(actions times classes), without a list of them.
    @inlinable package func choice(_ posterior: Posterior<Class>) -> Action? {
        var best: Action?
        var least = Double.infinity
        for row in rows {
            let loss = row.expected(posterior.probabilities)
            guard loss < least else { continue }
            best = row.action
            least = loss
        }
        return best
    }
}
