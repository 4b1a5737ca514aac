internal import Decision
internal import Model

extension ProcessPlanner {
    /// Leaves to a person what runs something that others use: it is not ended under it.
    func keepHolders(_ decisions: inout [Decision], _ findings: [ProcessFinding], _ parents: [Int?]) {
        guard decisions.contains(where: { $0.recommendation == .stop }), !unheard.contains("child_in_use") else {
            return
        }
        for index in Self.holdersOfNeeded(findings, parents) where decisions[index].recommendation == .stop {
            decisions[index].leave("child_in_use", "What it started is, or may be, used by others.")
        }
    }

    /// Takes nothing out of a tree that stays: what a living parent runs is ended with it, or its parent may miss it.
    ///
    /// - Complexity: O(*n*) processes times the depth of the tree.
    func keepTreesWhole(_ decisions: inout [Decision], _ parents: [Int?]) {
        guard !unheard.contains("parent_stays") else { return }
        var isChanged = true
        while isChanged {
            isChanged = false
            for index in decisions.indices where decisions[index].recommendation == .stop {
                guard let parent = parents[index], decisions[parent].recommendation != .stop else { continue }
                decisions[index].leave(
                    "parent_stays", "The process that started it lives and stays: it may still need it.")
                isChanged = true
            }
        }
    }

    /// Those that started, directly or not, what somebody else holds or may hold, though not themselves.
    ///
    /// A parent hands its own levels down, so only a level that it has not got counts: a client, a terminal, a supervisor.
    /// - Complexity: O(*n*) processes times the depth of the tree.
    static func holdersOfNeeded(_ findings: [ProcessFinding], _ parents: [Int?]) -> Set<Int> {
        let holding: PossibleLevels = [.sup, .used, .att]
        var holders: Set<Int> = []
        for index in findings.indices where findings[index].facts.state != .zombie {
            let held = findings[index].facts.levels.intersection(holding)
            var place = held.isEmpty ? nil : parents[index]
            // No tree is deeper than that; a forged recording may run in a circle.
            for _ in findings.indices {
                guard let parent = place, !held.isSubset(of: findings[parent].facts.levels) else { break }
                holders.insert(parent)
                place = parents[parent]
            }
        }
        return holders
    }
}

extension ProcessPlanner.Decision {
    /// Leaves it to a person.
    fileprivate mutating func leave(_ reasonCode: String, _ sentence: String) {
        recommendation = .review
        gates.append(
            GateFinding(gate: "tree", verdict: .needsApproval, reasonCode: reasonCode, sentence: sentence))
    }
}
