import Decision
import Model
import Planning
import Primitives
import SystemCalls
import Testing

@testable import Effects

/// What the tests of the runner share: approvals made through the only door there is, and a sight that may pretend.
struct ActionBench {
    var settings: PlanningSettings
    var staged = false
    var cores = 0.1
    var groups = ControlGroupMounts(hierarchies: [], isManaged: false)

    init() {
        settings = PlanningSettings()
        settings.grace = 5
        settings.killWait = 0.5
        settings.observation = 0.1
    }

    func target(_ pid: Int32, ticks: UInt64 = 7) -> ProcessTarget {
        var target = ProcessTarget()
        target.identity = ProcessIdentity(pid: pid, startTicks: ticks, bootID: "boot", userID: 0)
        target.processGroup = 4242
        return target
    }

    /// Approves one action for all targets, which form a group where there are several.
    func approved(
        _ targets: [ProcessTarget], _ verb: ApplyRequest.Verb, undoing reversals: [Reversal] = []
    ) -> [ApprovedAction] {
        var plan = ProcessPlan()
        plan.candidates = targets.map { target in
            var candidate = PlannedProcess()
            candidate.target = target
            return candidate
        }
        let present = targets.map { ($0.identity.pid, self.present($0, verb)) }
        var request = ApplyRequest(
            approver: .person, verb: verb,
            targets: targets.map { target in
                var wanted = ApplyRequest.Target(pid: target.identity.pid)
                wanted.reversals = reversals
                return wanted
            }, wholeGroup: targets.count > 1)
        request.isStaged = staged
        request.cores = cores
        return Approval(settings: settings)
            .approve(plan, request, present: Dictionary(uniqueKeysWithValues: present)).approved.actions
    }

    private func present(_ target: ProcessTarget, _ verb: ApplyRequest.Verb) -> PresentProcess {
        var supervisor = SupervisorFacts(
            kind: "fake", unit: "unit", stopCommand: "fakectl stop unit", restartCommand: "fakectl restart unit")
        supervisor.stopWords = ["fakectl", "stop", "unit"]
        supervisor.restartWords = ["fakectl", "restart", "unit"]
        supervisor.mainPID = target.identity.pid
        var facts = ProcessFacts(
            category: .batch, role: .job, age: 1000, state: .running,
            attachment: AttachmentFacts(
                isSupervised: verb.isForSupervisor, clients: 0, hasTerminal: false, parent: .reaper(pid: 1),
                standardInput: .null, standardOutput: .null, ignoresHangup: false, leader: .deadScript, listens: false,
                role: .job),
            levels: [.adrift])
        if verb.isForSupervisor { facts.supervisor = supervisor }
        let finding = ProcessFinding(
            facts: facts, posterior: .init(probabilities: [0, 0, 1, 0]), losses: .init(rows: []), choice: .stop,
            ledger: { _ in .certain(.abandoned, because: "test") })
        return PresentProcess(
            target: target, finding: finding, gates: [], residentMemory: .kibibytes(4), supervisor: supervisor)
    }

    /// A runner to which the machine looks as it is told; states are the kernel's.
    func runner(
        successor: Int32? = nil, interrupted: Bool = false, tools: ToolBox = ToolBox(),
        surroundings: (@Sendable (Int32) -> Surroundings)? = nil,
        sees: @escaping @Sendable (Int32) -> ProcessTarget?
    ) -> ProcessActionRunner {
        ProcessActionRunner(
            sight: .init(
                target: { .success(sees($0)) }, successor: { _, _ in successor }, isInterrupted: { interrupted },
                state: Self.state, surroundings: surroundings ?? { Surroundings(state: Self.state($0)) },
                availableMemory: { nil }),
            supervisors: SupervisorAccess(tools: tools) { String(decoding: $0.prefix(40), as: UTF8.self) },
            controlGroups: groups, respawnDelay: 0)
    }

    /// The state letter of `/proc/PID/stat`.
    static func state(_ pid: Int32) -> ProcessState? {
        guard let text = try? FileSystem.read("/proc/\(pid)/stat", limit: 4096),
            let close = text.lastIndex(of: UInt8(ascii: ")")), close + 2 < text.count
        else { return nil }
        return ProcessState(rawValue: Character(UnicodeScalar(text[close + 2])))
    }
}

extension ProcessActionRunner {
    func run(_ action: ApprovedAction) -> ActionOutcome { run([action])[0] }

    func run(_ group: [ApprovedAction]) -> [ActionOutcome] { run(group) { _, _ in nil } }
}
