import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import Planning

@Suite struct GoalPlannerTests {
    /// Processes with a chance to be abandoned, a recommendation, and what they would give back.
    private struct Machine {
        var findings: [ProcessFinding] = []
        var decisions: [ProcessPlanner.Decision] = []
        var parents: [Int?] = []
        var megabytes: [Double] = []
        var ports: [[Int]] = []
        var reading = GoalReading()

        mutating func add(
            _ recommendation: ProcessRecommendation, abandoned: Double = 0.98, megabytes: Double = 100,
            parent: Int? = nil, gates: [GateFinding] = [], protections: [Protection] = [], ports: [Int] = []
        ) {
            var facts = orphan()
            facts.protections = protections
            var finding = finding(facts, abandoned: abandoned, choice: recommendation == .keep ? .keep : .stop)
            finding.losses = LossMatrix(rows: [
                .init(action: .review, losses: [6, 4, 8, 10]), .init(action: .stop, losses: [100, 20, 1, 1]),
            ])
            decisions.append(
                ProcessPlanner.Decision(index: findings.count, recommendation: recommendation, gates: gates))
            findings.append(finding)
            parents.append(parent)
            self.megabytes.append(megabytes)
            self.ports.append(ports)
            for port in ports { reading.listeners[port, default: 0] += 1 }
            reading.processes += 1
        }

        var candidates: GoalCandidates { GoalCandidates(findings, decisions, parents: parents) }

        func plan(_ goals: RecoveryGoal...) -> GoalPlan {
            GoalPlanner(
                goals: goals, reading: reading, findings: findings, candidates: candidates,
                pids: findings.indices.map { Int32($0) }
            ) { index in
                GoalPlanner.Amounts(
                    memory: megabytes[index], isProportional: index == 0, cores: 0.5, ports: ports[index])
            }.plan()
        }
    }

    private func memory(_ amount: Double) -> RecoveryGoal { RecoveryGoal(.freeMemory, amount, text: "") }
    private static let veto = GateFinding(gate: "g", verdict: .veto, reasonCode: "r", sentence: "No.")
    private static let young = GateFinding(gate: "age", verdict: .postponed, reasonCode: "too_young", sentence: "No.")
    private static let question = GateFinding(gate: "g", verdict: .needsApproval, reasonCode: "r", sentence: "Look.")
    private static let stranger = Protection(gate: "owner", reasonCode: "other_user", sentence: "Not yours.")

    @Test func `the least loss that reaches the goal is chosen, in expected recovery`() {
        var machine = Machine()
        machine.add(.stop, megabytes: 300)
        machine.add(.stop, megabytes: 200)
        machine.add(.stop, abandoned: 0.9, megabytes: 500)
        let plan = machine.plan(memory(450))
        #expect(plan.isAchievable && plan.isExact)
        // Two sure ones lose less than one that may be needed, though it alone would nearly do.
        #expect(plan.choice.pids == [0, 1])
        #expect(abs(plan.choice.recoveries[0].expected - 490) < 1e-6)
        #expect(plan.choice.recoveries[0].conservative == 500)
        #expect(plan.memorySource == .mixed)
        let more = machine.plan(memory(495))
        #expect(more.choice.pids == [0, 2])
        #expect(more.choice.recoveries[0].conservative == 300)
    }

    @Test func `what a person decides on is marked and costs a look`() {
        var machine = Machine()
        machine.add(.stop)
        machine.add(.review, gates: [Self.question])
        #expect(machine.plan(memory(90)).choice.needsPerson == [])
        let both = machine.plan(memory(150))
        #expect(both.choice.pids == [0, 1] && both.choice.needsPerson == [1])
        let losses = machine.plan(memory(90)).choice.expectedLoss
        #expect(both.choice.expectedLoss > 2 * losses)
    }

    @Test func `a unit that its supervisor confirmed counts, for a person, and one with children does not`() {
        var machine = Machine()
        let supervised = GateFinding(gate: "supervised", verdict: .veto, reasonCode: "supervised", sentence: "Its own.")
        machine.add(.stopUnit, megabytes: 800, gates: [supervised])
        #expect(!machine.plan(memory(500)).isAchievable)
        var unit = SupervisorFacts(
            kind: "systemd", unit: "web.service", stopCommand: "systemctl stop web.service", restartCommand: nil)
        unit.mainPID = 7
        machine.findings[0].facts.pid = 7
        machine.findings[0].facts.supervisor = unit
        let plan = machine.plan(memory(500))
        #expect(plan.isAchievable && plan.choice.needsPerson == [0])
        machine.add(.keep, parent: 0)
        #expect(!machine.plan(memory(500)).isAchievable)
    }

    @Test func `a goal out of reach says how far one would get`() {
        var machine = Machine()
        machine.add(.stop)
        machine.add(.keep, megabytes: 1e9)
        machine.add(.review, gates: [Self.question])
        let plan = machine.plan(memory(500))
        #expect(!plan.isAchievable && plan.alternatives.isEmpty)
        #expect(plan.choice.pids == [0, 2])
        #expect(plan.targets.map(\.isReached) == [false])
        #expect(abs(plan.choice.recoveries[0].expected - 196) < 1e-6)
    }

    @Test func `a port is free when all who listen on it have ended`() {
        var machine = Machine()
        machine.add(.stop, ports: [3000])
        machine.add(.stop, ports: [8000])
        machine.add(.stop, ports: [3000])
        let goal = RecoveryGoal(.freePort, 3000, text: "")
        #expect(machine.plan(goal).choice.pids == [0, 2])
        machine.add(.keep, ports: [3000])
        #expect(!machine.plan(goal).isAchievable)
    }

    @Test func `a port of which nobody knows who listens is no goal to promise`() {
        var machine = Machine()
        machine.add(.stop)
        let goal = RecoveryGoal(.freePort, 3000, text: "")
        #expect(machine.plan(goal).isAchievable)
        machine.reading.hasUnreadableSockets = true
        #expect(machine.plan(goal).obstacle?.contains("3000") == true)
        machine.reading.openPorts = [22]
        #expect(machine.plan(goal).isAchievable)
        machine.reading.openPorts = [22, 3000]
        #expect(!machine.plan(goal).isAchievable)
    }

    @Test func `processes and processors count as they are asked for, and several goals together`() {
        var machine = Machine()
        for _ in 0..<6 { machine.add(.stop) }
        machine.reading.cores = 3
        machine.reading.processors = 4
        #expect(machine.plan(RecoveryGoal(.processesBelow, 5, text: "")).choice.pids.count == 2)
        #expect(machine.plan(RecoveryGoal(.freeProcesses, 5, text: "")).choice.pids.count == 5)
        // From 3 cores to 2: three times 0.5 cores at 98 %.
        let half = RecoveryGoal(.processorBelow, 0.5, text: "")
        #expect(machine.plan(half).choice.pids.count == 3)
        #expect(machine.plan(half, memory(390)).choice.pids.count == 4)
        #expect(machine.plan(RecoveryGoal(.processesBelow, 7, text: "")).choice.pids.isEmpty)
    }

    @Test func `other choices are offered where they are better in some respect`() {
        var machine = Machine()
        for _ in 0..<4 { machine.add(.stop, abandoned: 0.999, megabytes: 100) }
        machine.add(.stop, abandoned: 0.95, megabytes: 400)
        let plan = machine.plan(memory(370))
        #expect(plan.choice.pids == [0, 1, 2, 3])
        #expect(plan.alternatives.map(\.name) == [.fewestKills, .mostRecovery])
        #expect(plan.alternatives.map(\.pids.count) == [1, 5])
    }

    @Test func `a tree ends as a whole, and what a person decides on below it only with it`() {
        var machine = Machine()
        machine.add(.stop)
        machine.add(.stop, parent: 0)
        machine.add(.review, parent: 1, gates: [Self.question])
        machine.add(.review, parent: 2, gates: [Self.question])
        #expect(
            machine.candidates.trees == [
                .init(members: [0, 1], needsPerson: [], requires: nil),
                .init(members: [2, 3], needsPerson: [2, 3], requires: 0),
            ])
        #expect(machine.plan(memory(250)).choice.pids == [0, 1, 2, 3])
    }

    @Test func `a tree with something kept in it is not offered, but for its parts`() {
        var machine = Machine()
        machine.add(.review, gates: [Self.question])
        machine.add(.keep, parent: 0)
        machine.add(.review, parent: 0, gates: [Self.question])
        #expect(machine.candidates.trees.map(\.members) == [[2]])
    }

    @Test func `nothing vetoed, protected, young or kept is ever chosen`() {
        var random = Chance(seed: 21)
        for _ in 0..<200 {
            var machine = Machine()
            var forbidden: Set<Int32> = []
            for index in 0..<(1 + random.below(12)) {
                let parent = index > 0 && random.below(2) == 0 ? random.below(index) : nil
                let kind = random.below(6)
                if kind > 1 { forbidden.insert(Int32(index)) }
                switch kind {
                case 0: machine.add(.stop, parent: parent)
                case 1: machine.add(.review, parent: parent, gates: [Self.question])
                case 2: machine.add(.review, parent: parent, gates: [Self.question, Self.veto])
                case 3: machine.add(.review, parent: parent, gates: [Self.young])
                case 4: machine.add(.stop, parent: parent, protections: [Self.stranger])
                default: machine.add([.keep, .stopUnit, .reapParent][random.below(3)], parent: parent)
                }
            }
            let trees = machine.candidates.trees
            #expect(Set(trees.flatMap(\.members)).count == trees.flatMap(\.members).count)
            let plan = machine.plan(memory(Double(random.below(800))), RecoveryGoal(.freeProcesses, 2, text: ""))
            for choice in [plan.choice] + plan.alternatives {
                #expect(forbidden.isDisjoint(with: choice.pids))
                guard plan.isAchievable else { continue }
                #expect(choice.recoveries[1].nominal >= 2)
            }
        }
    }
}
