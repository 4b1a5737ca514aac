internal import Collectors
internal import Decision
internal import Model
internal import Planning
internal import Primitives

extension ProcessEngine {
    /// Reads what only goals ask for, and only of what may be ended: memory with shared pages counted once.
    ///
    /// - Complexity: one file a candidate; the kernel walks all of its pages.
    package func readForGoals(_ assessed: inout Assessed) {
        for index in Set(candidates(assessed).trees.flatMap(\.members)).sorted() {
            let memory = ProcessCollector.proportionalMemory(of: assessed.sample.processes[index].identity)
            assessed.sample.processes[index].proportionalMemory = memory
            assessed.raw.processes[index].proportionalMemory = memory
        }
        assessed.openPorts = ProcessCollector.listeningPorts()
    }

    /// What to end so that all goals are reached.
    func goalPlan(_ goals: [RecoveryGoal], _ assessed: Assessed) -> GoalPlan {
        GoalPlanner(
            goals: goals, reading: goalReading(assessed), findings: assessed.findings,
            candidates: candidates(assessed), pids: assessed.sample.processes.map(\.pid)
        ) { index in
            let process = assessed.sample.processes[index]
            let proportional = process.proportionalMemory?.value
            let memory = proportional ?? process.counters.last?.residentMemory ?? .zero
            return GoalPlanner.Amounts(
                memory: Double(memory.bytes), isProportional: proportional != nil,
                cores: assessed.findings[index].facts.cores.value ?? 0, ports: process.listeningPorts)
        }.plan()
    }

    private func candidates(_ assessed: Assessed) -> GoalCandidates {
        GoalCandidates(
            assessed.findings, assessed.decisions, parents: Self.livingParents(assessed.findings))
    }

    /// The machine as goals look at it.
    func goalReading(_ assessed: Assessed) -> GoalReading {
        var reading = GoalReading()
        reading.availableMemory = Double(assessed.sample.host.memoryAvailable.bytes)
        reading.processors = assessed.sample.host.processors
        reading.openPorts = assessed.openPorts
        let cores = assessed.findings.compactMap(\.facts.cores.value)
        reading.cores = cores.isEmpty ? nil : cores.reduce(0, +)
        for process in assessed.sample.processes where !process.isKernelThread && process.state != .zombie {
            reading.processes += 1
            for port in process.listeningPorts { reading.listeners[port, default: 0] += 1 }
            if process.descriptors.value?.listeners.value == nil { reading.hasUnreadableSockets = true }
        }
        return reading
    }

    /// Marks what the goal asks to end among a plan's candidates.
    func mark(_ candidates: inout [PlannedProcess], for goal: GoalPlan) {
        guard goal.isAchievable else { return }
        let (chosen, asked) = (Set(goal.choice.pids), Set(goal.choice.needsPerson))
        for index in candidates.indices where chosen.contains(candidates[index].pid) {
            candidates[index].goalPart = asked.contains(candidates[index].pid) ? .ask : .end
        }
    }

    /// Looks at the machine again and compares it with what the plan's goals were about.
    func measure(
        _ goal: GoalPlan, since before: GoalReading, isDone: Bool, deadline: Deadline
    ) throws(TendError) -> [GoalOutcome] {
        var after: GoalReading?
        if isDone {
            var assessed = try assess(try scan(deadline: deadline), mode: .observe)
            assessed.openPorts = ProcessCollector.listeningPorts()
            after = goalReading(assessed)
        }
        return goal.targets.map { target in
            var outcome = GoalOutcome()
            outcome.goal = target.goal
            outcome.before = before.value(target.goal)
            // The machine has gone on since the plan: what was expected counts from here.
            if let then = target.projected, let now = target.now {
                outcome.projected = outcome.before.map { max(0, $0 + then - now) }
            }
            outcome.measured = after.flatMap { $0.value(target.goal) }
            outcome.isReached = after.flatMap { $0.reaches(target.goal, since: before) }
            return outcome
        }
    }
}

extension ProcessObservation {
    /// TCP ports on which it listens, each once; none where that could not be read.
    var listeningPorts: [Int] {
        let listeners = descriptors.value?.listeners.value ?? []
        return Set(listeners.filter { $0.kind != .unix }.map { Int($0.port) }).sorted()
    }
}
