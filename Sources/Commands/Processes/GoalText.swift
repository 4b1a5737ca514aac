internal import Model
internal import Planning
internal import Primitives
internal import Reporting

/// What is said to people of goals.
enum GoalText {
    static func lines(_ plan: ProcessPlan) -> [String] {
        guard let goal = plan.goal else { return [] }
        let targets = goal.targets.indices.map { target(goal, $0) }
        guard goal.isAchievable, !goal.choice.pids.isEmpty else { return targets }
        return targets + [cost(goal)] + goal.alternatives.map { alternative($0, goal) } + memory(goal)
    }

    /// Why the goal cannot be reached, with how far one would get; nil where it can.
    static func failure(_ plan: ProcessPlan) -> TendError? {
        guard let goal = plan.goal, !goal.isAchievable else { return nil }
        let missed = goal.targets.indices.filter { !goal.targets[$0].isReached }
        let sentence =
            goal.obstacle
            ?? missed.map { place in
                let target = goal.targets[place]
                let most = goal.choice.recoveries[place].counted(target.goal.kind)
                let unit = target.goal.kind
                return
                    "what may be ended gives back \(unit.text(most)) of the \(unit.text(target.needed ?? 0)) needed for "
                    + "'\(target.goal.text)'"
            }.joined(separator: "; ")
        return TendError(
            .goalNotAchievable, "the goal cannot be reached: \(sentence)", area: "processes",
            hint: "see what is kept and why: tend processes plan --all")
    }

    private static func target(_ goal: GoalPlan, _ place: Int) -> String {
        let target = goal.targets[place]
        let kind = target.goal.kind
        let now = target.now.map(kind.text) ?? "unknown"
        if target.needed == 0 { return "Goal '\(target.goal.text)': reached already (\(now))." }
        let recovery = goal.choice.recoveries[place]
        let sure =
            recovery.conservative < recovery.counted(kind)
            ? ", of which \(kind.text(recovery.conservative)) surely" : ""
        let then = target.projected.map { "; \(now) now, \(kind.text($0)) then" } ?? ""
        let verb = kind.isCount ? (does: "takes away", might: "would take away") : (does: "frees", might: "would free")
        return "Goal '\(target.goal.text)': ending \(count(goal.choice)) "
            + "\(target.isReached ? verb.does : "\(verb.might) only") \(kind.text(recovery.counted(kind)))\(sure)\(then)."
    }

    private static func count(_ choice: GoalChoice) -> String {
        "\(choice.pids.count) \(choice.pids.count == 1 ? "process" : "processes")"
    }

    private static func cost(_ goal: GoalPlan) -> String {
        let best =
            goal.isExact
            ? "the least there is" : "at least \(goal.leastPossibleLoss.text(decimals: 1)) for any choice"
        let person = goal.choice.needsPerson.isEmpty ? "" : "; of \(goal.choice.needsPerson.count) you have to decide"
        return "Expected loss \(goal.choice.expectedLoss.text(decimals: 1)) (\(best)), "
            + "\(goal.choice.expectedMistakes.text(decimals: 2)) mistakes\(person)."
    }

    private static func alternative(_ choice: GoalChoice, _ goal: GoalPlan) -> String {
        let name =
            switch choice.name {
            case .leastLoss: "least loss"
            case .fewestKills: "fewest processes"
            case .leastRisk: "least risk"
            case .mostRecovery: "most recovery"
            }
        let brings = zip(goal.targets, choice.recoveries).map { $0.goal.kind.text($1.counted($0.goal.kind)) }
        return "Instead, \(name): \(count(choice)) for \(brings.joined(separator: ", ")), expected loss "
            + "\(choice.expectedLoss.text(decimals: 1)), \(choice.expectedMistakes.text(decimals: 2)) mistakes "
            + "(PIDs \(choice.pids.map(\.description).joined(separator: ",")))."
    }

    private static func memory(_ goal: GoalPlan) -> [String] {
        guard goal.targets.contains(where: { $0.goal.kind == .freeMemory }), goal.memorySource != .proportional else {
            return []
        }
        return [
            "Memory of \(goal.memorySource == .mixed ? "some" : "all") is resident memory: what they share may stay."
        ]
    }

    /// How goals came out, for people.
    static func lines(_ outcomes: [GoalOutcome]) -> [String] {
        outcomes.map { outcome in
            let kind = outcome.goal.kind
            // Of a machine's memory the change says more than the sum.
            let text = { (value: Double?) in
                guard kind == .freeMemory, let value, let before = outcome.before else {
                    return value.map(kind.text) ?? "unknown"
                }
                return kind.text(abs(value - before)) + (value < before ? " less" : " more")
            }
            let reached =
                switch outcome.isReached {
                case true?: "reached"
                case false?: "not reached"
                case nil: "not measured"
                }
            return "Goal '\(outcome.goal.text)': \(reached); \(outcome.before.map(kind.text) ?? "unknown") before, "
                + "\(text(outcome.projected)) projected, \(text(outcome.measured)) measured."
        }
    }
}
