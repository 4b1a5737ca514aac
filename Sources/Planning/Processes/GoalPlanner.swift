package import Decision
package import Model

/// Chooses what to end so that goals are reached at the least expected loss.
package struct GoalPlanner: Sendable {
    /// What one process would give back.
    package struct Amounts: Sendable {
        package var memory: Double
        package var isProportional: Bool
        package var cores: Double
        /// TCP ports on which it listens.
        package var ports: [Int]

        package init(memory: Double, isProportional: Bool, cores: Double, ports: [Int]) {
            self.memory = memory
            self.isProportional = isProportional
            self.cores = cores
            self.ports = ports
        }

        func value(_ goal: RecoveryGoal) -> Double {
            switch goal.kind {
            case .freeMemory: memory
            case .processorBelow: cores
            case .freePort: ports.contains(Int(goal.amount)) ? 1 : 0
            case .processesBelow, .freeProcesses: 1
            }
        }
    }

    private let goals: [RecoveryGoal]
    private let reading: GoalReading
    private let findings: [ProcessFinding]
    private let trees: [GoalCandidates.Tree]
    private let pids: [Int32]
    private let amounts: [Int: Amounts]

    /// - Parameters:
    ///   - goals: all of them have to be reached.
    ///   - reading: the machine now.
    ///   - findings: of all processes.
    ///   - candidates: what may be ended.
    ///   - pids: the PID of each finding.
    ///   - amounts: what each finding gives back; asked of candidates only.
    package init(
        goals: [RecoveryGoal], reading: GoalReading, findings: [ProcessFinding], candidates: GoalCandidates,
        pids: [Int32], amounts: (Int) -> Amounts
    ) {
        self.goals = goals
        self.reading = reading
        self.findings = findings
        self.pids = pids
        trees = candidates.trees
        self.amounts = trees.flatMap(\.members).reduce(into: [:]) { $0[$1] = amounts($1) }
    }

    /// - Complexity: that of `RecoverySolver`, four times.
    package func plan() -> GoalPlan {
        var plan = GoalPlan()
        plan.memorySource = memorySource
        let needs = goals.map { reading.need($0) }
        let problem = problem(needs.map { $0 ?? .infinity }) { choice([$0], .leastLoss).expectedLoss }
        let everything = Array(trees.indices)
        if needs.contains(nil) {
            plan.obstacle = unknown(needs)
            plan.choice = choice(everything, .leastLoss)
        } else if let solution = RecoverySolver(problem).solve() {
            plan.isAchievable = true
            plan.choice = choice(solution.chosen, .leastLoss)
            plan.isExact = solution.isExact
            plan.leastPossibleLoss = solution.leastPossibleLoss
            plan.alternatives = alternatives(solution.chosen, problem)
        } else {
            plan.choice = choice(everything, .leastLoss)
        }
        plan.targets = goals.indices.map { target($0, needs[$0], plan.choice.recoveries[$0]) }
        return plan
    }

    private var memorySource: GoalPlan.MemorySource {
        let proportional = amounts.values.count(where: \.isProportional)
        return proportional == 0 ? .resident : proportional == amounts.count ? .proportional : .mixed
    }

    private func unknown(_ needs: [Double?]) -> String? {
        zip(goals, needs).first { $0.1 == nil }.map { goal, _ in
            goal.kind == .freePort
                ? "Who listens on port \(Int(goal.amount)), if anybody, could not be read."
                : "How much of the processors is in use needs two samples."
        }
    }

    private func problem(_ needs: [Double], loss: (Int) -> Double) -> RecoveryProblem {
        RecoveryProblem(
            items: trees.indices.map { place in
                let recoveries = choice([place], .leastLoss).recoveries
                return RecoveryProblem.Item(
                    loss: loss(place), recovery: zip(goals, recoveries).map { $1.counted($0.kind) },
                    requires: trees[place].requires)
            }, needs: needs)
    }

    /// What ending these trees would bring and cost.
    private func choice(_ chosen: [Int], _ name: GoalChoice.Name) -> GoalChoice {
        var choice = GoalChoice(name: name)
        choice.recoveries = goals.map { _ in GoalRecovery() }
        for place in chosen.sorted() {
            let needsPerson = Set(trees[place].needsPerson)
            for member in trees[place].members {
                let finding = findings[member]
                let losses = finding.expectedLoss
                let loss = { (action: ProcessRecommendation) in losses.first { $0.action == action }?.loss ?? 0 }
                choice.pids.append(pids[member])
                choice.expectedLoss += loss(.stop)
                choice.expectedMistakes += 1 - finding.disposable
                if needsPerson.contains(member) {
                    choice.needsPerson.append(pids[member])
                    choice.expectedLoss += loss(.review)
                }
                guard let amounts = amounts[member] else { continue }
                for (target, goal) in goals.enumerated() {
                    choice.recoveries[target].add(amounts.value(goal), chance: finding.disposable)
                }
            }
        }
        return choice
    }

    private func target(_ place: Int, _ needed: Double?, _ recovery: GoalRecovery) -> GoalTarget {
        var target = GoalTarget()
        target.goal = goals[place]
        target.now = reading.value(goals[place])
        target.needed = needed
        let counted = recovery.counted(goals[place].kind)
        target.projected = target.now.map { goals[place].kind == .freeMemory ? $0 + counted : max(0, $0 - counted) }
        target.isReached = needed.map { counted >= $0 - RecoveryProblem.tolerance($0) } ?? false
        return target
    }
}

// MARK: Alternatives

extension GoalPlanner {
    /// Up to three other choices, each better than the first in some respect.
    private func alternatives(_ chosen: [Int], _ problem: RecoveryProblem) -> [GoalChoice] {
        guard !chosen.isEmpty else { return [] }
        let first = choice(chosen, .leastLoss)
        // Among equally few or equally risky ones the one of less loss.
        let fine = 1e-6 / max(1, problem.loss(trees.indices))
        let byKills = RecoverySolver(
            reweighted(problem) { Double(trees[$0].members.count) + fine * problem.items[$0].loss }
        ).solve()
        let byRisk = RecoverySolver(
            reweighted(problem) { choice([$0], .leastRisk).expectedMistakes + fine * problem.items[$0].loss }
        ).solve()
        let recommended = trees.indices.filter { trees[$0].needsPerson.isEmpty && trees[$0].requires == nil }
        let all = Set(recommended).union(chosen).sorted()
        let others = [
            byKills.map { choice($0.chosen, .fewestKills) }, byRisk.map { choice($0.chosen, .leastRisk) },
            choice(all, .mostRecovery),
        ].compactMap { $0 }
        return others.reduce(into: []) { kept, other in
            let isNew = !([first] + kept).contains { $0.isAsGood(as: other, goals) }
            if isNew { kept.append(other) }
        }
    }

    private func reweighted(_ problem: RecoveryProblem, _ loss: (Int) -> Double) -> RecoveryProblem {
        var other = problem
        for place in other.items.indices { other.items[place].loss = loss(place) }
        return other
    }
}

extension GoalChoice {
    /// Whether it is at least as good in every respect.
    fileprivate func isAsGood(as other: GoalChoice, _ goals: [RecoveryGoal]) -> Bool {
        let fine = 1e-9
        return pids.count <= other.pids.count && expectedLoss <= other.expectedLoss + fine
            && expectedMistakes <= other.expectedMistakes + fine
            && goals.indices.allSatisfy {
                recoveries[$0].counted(goals[$0].kind) >= other.recoveries[$0].counted(goals[$0].kind) - fine
            }
    }
}
