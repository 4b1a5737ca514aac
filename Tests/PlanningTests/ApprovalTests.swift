import Decision
import Model
import Primitives
import Testing

@testable import Planning

@Suite struct ApprovalTests {
    private let approval = Approval(settings: PlanningSettings())

    private func target(_ pid: Int32, ticks: UInt64 = 100, inode: UInt64 = 1, arguments: String = "a") -> ProcessTarget
    {
        var target = ProcessTarget()
        target.identity = ProcessIdentity(pid: pid, startTicks: ticks, bootID: "boot-id-of-now", userID: 1000)
        target.executable = FileIdentity(device: 1, inode: inode)
        target.argumentsHash = arguments
        return target
    }

    private func plan(preselected: Bool = false) -> ProcessPlan {
        var plan = ProcessPlan()
        var candidate = PlannedProcess()
        candidate.target = target(42)
        candidate.recommendation = .stop
        candidate.isPreselected = preselected
        plan.candidates = [candidate]
        return plan
    }

    private func present(
        _ target: ProcessTarget, _ facts: ProcessFacts = orphan(), choice: ProcessRecommendation = .stop
    ) -> [Int32: PresentProcess] {
        let judged = finding(facts, choice: choice)
        return [
            target.identity.pid: PresentProcess(
                target: target, finding: judged, gates: gates.findings(judged), residentMemory: .kibibytes(8))
        ]
    }

    private func request(_ approver: ApplyRequest.Approver, _ startID: String? = nil, pid: Int32 = 42) -> ApplyRequest {
        ApplyRequest(approver: approver, targets: [.init(pid: pid, startID: startID)])
    }

    @Test func `the very same process is approved: TERM, patience, KILL`() {
        let (approved, refusals) = approval.approve(plan(), request(.person), present: present(target(42)))
        #expect(refusals.isEmpty)
        #expect(approved.actions.map(\.steps) == [[.terminate(wait: 10), .kill(wait: 5)]])
    }

    @Test func `another start tick, program file or argument is another process`() {
        for other in [target(42, ticks: 101), target(42, inode: 2), target(42, arguments: "b")] {
            let (approved, refusals) = approval.approve(plan(), request(.person), present: present(other))
            #expect(approved.actions.isEmpty)
            #expect(refusals.map(\.outcome.reasonCode) == ["identity_changed"])
        }
    }

    @Test func `a start id that does not match the plan is refused`() {
        let (_, refusals) = approval.approve(plan(), request(.person, "boot-id-:99"), present: present(target(42)))
        #expect(refusals.map(\.outcome.reasonCode) == ["identity_changed"])
    }

    @Test func `a group or session that changed is no other process`() {
        var moved = target(42)
        moved.processGroup = 7
        #expect(approval.approve(plan(), request(.person), present: present(moved)).approved.actions.count == 1)
    }

    @Test func `what has ended is gone, and what is not in the plan is refused`() {
        #expect(approval.approve(plan(), request(.person), present: [:]).refusals.map(\.outcome.result) == [.gone])
        let (_, refusals) = approval.approve(plan(), request(.person, pid: 43), present: present(target(43)))
        #expect(refusals.map(\.outcome.reasonCode) == ["not_in_plan"])
    }

    @Test func `a veto holds against a person, also for what was never in the plan`() {
        var facts = orphan()
        facts.protections = [Protection(gate: "session_chain", reasonCode: "own_session_chain", sentence: "Yours.")]
        for pid: Int32 in [42, 43] {
            let (approved, refusals) = approval.approve(
                plan(), request(.person, pid: pid), present: present(target(pid), facts))
            #expect(approved.actions.isEmpty)
            #expect(refusals.map(\.outcome.reasonCode) == ["own_session_chain"])
        }
    }

    @Test func `a person may answer a question that a robot may not`() {
        var facts = orphan()
        facts.filesAtRisk = .measured([FileAtRisk(kind: .git, path: ForeignText("/x/.git/index.lock"))])
        let now = present(target(42), facts)
        #expect(approval.approve(plan(preselected: true), request(.person), present: now).approved.actions.count == 1)
        let (approved, refusals) = approval.approve(plan(preselected: true), request(.robot), present: now)
        #expect(approved.actions.isEmpty)
        #expect(refusals.map(\.outcome.reasonCode) == ["open_files_at_risk"])
    }

    @Test func `a robot gets only what was preselected and is still to be stopped`() {
        let now = present(target(42))
        #expect(
            approval.approve(plan(), request(.robot), present: now).refusals.map(\.outcome.reasonCode) == [
                "not_preselected"
            ])
        #expect(approval.approve(plan(preselected: true), request(.robot), present: now).approved.actions.count == 1)
        let kept = present(target(42), choice: .keep)
        let (_, refusals) = approval.approve(plan(preselected: true), request(.robot), present: kept)
        #expect(refusals.map(\.outcome.reasonCode) == ["evidence_changed"])
    }

    @Test func `a run has a limit`() {
        var settings = PlanningSettings()
        settings.actionsPerRun = 1
        var two = plan()
        var second = two.candidates[0]
        second.target = target(43)
        two.candidates.append(second)
        let request = ApplyRequest(approver: .person, targets: [.init(pid: 42), .init(pid: 43)])
        let now = present(target(42)).merging(present(target(43))) { first, _ in first }
        let (approved, refusals) = Approval(settings: settings).approve(two, request, present: now)
        #expect(approved.actions.count == 1)
        #expect(refusals.map(\.outcome.reasonCode) == ["rate_limited"])
    }
}
