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

    @Test func `what hangs in the kernel has not gone, and is not touched`() {
        let (approved, refusals) = approval.approve(plan(), request(.person), present: [:], unread: [42])
        #expect(approved.actions.isEmpty && refusals.map(\.outcome.reasonCode) == ["hangs_in_kernel"])
        #expect(refusals.map(\.outcome.result) == [.blocked])
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

    private func limited(
        _ approver: ApplyRequest.Approver, _ plan: ProcessPlan, _ present: [Int32: PresentProcess],
        _ change: (inout ActionLimits) -> Void
    ) -> (stopped: [Int32], reasons: [String?]) {
        var request = ApplyRequest(
            approver: approver, targets: plan.candidates.map { ApplyRequest.Target(pid: $0.pid) })
        change(&request.limits)
        let (approved, refusals) = approval.approve(plan, request, present: present)
        return (approved.actions.map(\.target.identity.pid), refusals.map(\.outcome.reasonCode))
    }

    @Test(arguments: [ApplyRequest.Approver.robot, .person])
    func `nobody gets beyond the limits of the request`(approver: ApplyRequest.Approver) {
        let (plan, now) = (plan(preselected: true), present(target(42)))
        #expect(limited(approver, plan, now) { $0.minimumPosterior = 0.99 }.reasons == ["below_min_posterior"])
        #expect(limited(approver, plan, now) { $0.excludedCategories = [.test] }.reasons == ["category_excluded"])
        #expect(limited(approver, plan, now) { $0.kills = 0 }.reasons == ["max_kills"])
        #expect(limited(approver, plan, now) { $0.blastRadius = .kibibytes(7) }.reasons == ["blast_radius"])
        #expect(limited(approver, plan, now) { $0.blastRadius = .kibibytes(8) }.stopped == [42])
    }

    @Test func `only what ends a process counts against the limits, whichever verb the target has`() {
        let now = present(target(42))
        #expect(limited(.person, plan(), now) { $0.blastProcesses = 0 }.reasons == ["blast_radius"])
        #expect(limited(.person, plan(), now) { $0.blastProcesses = 1 }.stopped == [42])
        for (verb, stopped) in [(ApplyRequest.Verb.stop, 0), (.pause, 1), (.resume, 1)] {
            var request = ApplyRequest(
                approver: .person, targets: [ApplyRequest.Target(pid: 42, verb: verb)])
            request.limits.kills = 0
            #expect(approval.approve(plan(), request, present: now).approved.actions.count == stopped, "\(verb)")
        }
        var resume = ApplyRequest(approver: .person, targets: [ApplyRequest.Target(pid: 42, verb: .resume)])
        resume.limits.excludedCategories = [.test]
        #expect(approval.approve(plan(), resume, present: now).approved.actions.count == 1)
    }

    @Test func `a tree that does not fit within the limits stays as a whole`() {
        var plan = plan()
        for pid: Int32 in [43, 44] {
            var next = plan.candidates[0]
            next.target = target(pid)
            next.parent = pid == 43 ? 42 : 1
            plan.candidates.append(next)
        }
        let now = [42, 43, 44].map { present(target($0)) }.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
        let one = limited(.person, plan, now) { $0.kills = 1 }
        #expect(one.stopped == [44] && one.reasons == ["max_kills", "max_kills"])
        #expect(limited(.person, plan, now) { $0.kills = 2 }.stopped == [42, 43])
    }

    @Test func `where the unforeseen ends a run, another process under a planned PID ends it before it begins`() {
        var plan = plan()
        var second = plan.candidates[0]
        second.target = target(43)
        plan.candidates.append(second)
        let now = present(target(42)).merging(present(target(43, ticks: 7))) { first, _ in first }
        #expect(limited(.person, plan, now) { _ in }.stopped == [42])
        let strict = limited(.person, plan, now) { $0.abortsOnUnknown = true }
        #expect(strict.stopped.isEmpty && strict.reasons == ["identity_changed", "aborted"])
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

    // MARK: Process groups and stages

    /// Three candidates of one process group, as planned and as they are now.
    private func group() -> (plan: ProcessPlan, now: [Int32: PresentProcess], request: ApplyRequest) {
        var (plan, now) = (ProcessPlan(), [Int32: PresentProcess]())
        for pid: Int32 in [42, 43, 44] {
            var member = target(pid)
            member.processGroup = 42
            var candidate = PlannedProcess()
            candidate.target = member
            plan.candidates.append(candidate)
            now.merge(present(member)) { first, _ in first }
        }
        let targets = plan.candidates.map { ApplyRequest.Target(pid: $0.pid) }
        return (plan, now, ApplyRequest(approver: .person, targets: targets, wholeGroup: true))
    }

    @Test func `a process group is one action, and what the plan does not list stays out of it`() {
        var (plan, now, request) = group()
        plan.candidates.removeLast()
        request.targets.removeLast()
        let (approved, refusals) = approval.approve(plan, request, present: now)
        #expect(refusals.isEmpty)
        #expect(approved.groups.map { $0.map(\.target.identity.pid) } == [[42, 43]])
        #expect(approved.actions.map(\.leftAlone) == [[44], [44]])
        request.wholeGroup = false
        #expect(approval.approve(plan, request, present: now).approved.groups.count == 2)
        now[44] = nil
        request.wholeGroup = true
        #expect(approval.approve(plan, request, present: now).approved.actions.map(\.leftAlone) == [[], []])
    }

    @Test(arguments: [true, false])
    func `a member that is never touched holds its whole group back, listed or not`(isListed: Bool) {
        var (plan, now, request) = group()
        if !isListed {
            plan.candidates.removeLast()
            request.targets.removeLast()
        }
        var facts = orphan()
        facts.protections = [Protection(gate: "owner", reasonCode: "other_user", sentence: "Theirs.")]
        now[44]?.gates = gates.findings(finding(facts))
        let (approved, refusals) = approval.approve(plan, request, present: now)
        #expect(approved.groups.isEmpty)
        #expect(refusals.filter { $0.outcome.reasonCode == "group_member_protected" }.map(\.target.pid) == [42, 43])
    }

    @Test func `a member that is another process holds its group back, one that has ended does not`() {
        var (plan, now, request) = group()
        now[44] = nil
        #expect(approval.approve(plan, request, present: now).approved.actions.count == 2)
        var other = target(44, ticks: 101)
        other.processGroup = 42
        now.merge(present(other)) { first, _ in first }
        let (approved, refusals) = approval.approve(plan, request, present: now)
        #expect(approved.groups.isEmpty)
        #expect(
            refusals.map(\.outcome.reasonCode) == ["identity_changed", "group_member_refused", "group_member_refused"])
        request.approver = .robot
        now = group().now
        plan.candidates[0].isPreselected = true
        #expect(approval.approve(plan, request, present: now).approved.groups.isEmpty)
    }

    @Test func `in stages it is paused and looked at before it is ended`() {
        var request = request(.person)
        request.isStaged = true
        let steps = approval.approve(plan(), request, present: present(target(42))).approved.actions.first?.steps
        #expect(steps == [.pause, .observe(2), .terminate(wait: 10), .kill(wait: 5)])
        request.verb = .throttle
        request.cores = 0.5
        let gentle = approval.approve(plan(), request, present: present(target(42))).approved.actions.first?.steps
        #expect(gentle == [.control(.limit(cores: 0.5)), .observe(2)])
    }

    @Test func `taking back meets vetoes only, and only the identity counts`() {
        var wanted = ApplyRequest.Target(pid: 42)
        wanted.reversals = [Reversal(.resume), Reversal(.niceness, niceness: 0)]
        let request = ApplyRequest(approver: .person, verb: .undo, targets: [wanted])
        var facts = orphan()
        facts.age = 1
        let executed = present(target(42, inode: 2, arguments: "b"), facts)
        let (approved, _) = approval.approve(plan(), request, present: executed)
        #expect(
            approved.actions.map(\.steps) == [
                [.takeBack(Reversal(.resume)), .takeBack(Reversal(.niceness, niceness: 0))]
            ])
        #expect(approval.approve(plan(), request, present: present(target(42, ticks: 9))).approved.actions.isEmpty)
    }

    // MARK: What a supervisor runs

    /// A service's main process as systemd confirms it; each test changes what it is about.
    private func service(
        main: Int32? = 42, words: [String]? = ["systemctl", "stop", "--", "web.service"], isSupervised: Bool? = true
    ) -> [Int32: PresentProcess] {
        var supervisor = SupervisorFacts(
            kind: "systemd", unit: "web.service", stopCommand: "systemctl stop -- web.service", restartCommand: nil)
        supervisor.mainPID = main
        supervisor.stopWords = words
        var facts = orphan()
        facts.supervisor = supervisor
        facts.attachment.isSupervised = isSupervised
        var now = present(target(42), facts)
        now[42]?.supervisor = supervisor
        return now
    }

    private func outcome(_ verb: ApplyRequest.Verb, _ now: [Int32: PresentProcess]) -> String {
        let request = ApplyRequest(approver: .person, targets: [.init(pid: 42, verb: verb)])
        let (approved, refusals) = approval.approve(plan(), request, present: now)
        if let action = approved.actions.first { return action.steps.map(\.name).joined(separator: ", ") }
        return refusals.first?.outcome.reasonCode ?? ""
    }

    @Test func `a supervised process takes no signal, but its supervisor's command`() {
        #expect(outcome(.stop, service()) == "supervised")
        #expect(outcome(.pause, service()) == "supervised")
        #expect(outcome(.stopUnit, service()) == "systemctl stop -- web.service")
    }

    @Test func `only a whole command for a confirmed main process is given to a supervisor`() {
        #expect(outcome(.restart, service()) == "command_unknown")
        #expect(outcome(.stopUnit, service(words: nil)) == "command_unknown")
        #expect(outcome(.stopUnit, service(main: nil)) == "not_confirmed")
        #expect(outcome(.stopUnit, service(main: 41)) == "not_main_process")
        #expect(outcome(.stopUnit, service(isSupervised: nil)) == "not_supervised")
        #expect(outcome(.stopUnit, service(isSupervised: false)) == "not_supervised")
        #expect(outcome(.stopUnit, present(target(42))) == "not_supervised")
    }

    @Test func `a unit that changed its name since the plan is another`() {
        var before = plan()
        before.candidates[0].supervisor = SupervisorFacts(
            kind: "systemd", unit: "old.service", stopCommand: nil, restartCommand: nil)
        let request = ApplyRequest(approver: .person, verb: .stopUnit, targets: [.init(pid: 42)])
        #expect(
            approval.approve(before, request, present: service()).refusals.map(\.outcome.reasonCode) == [
                "identity_changed"
            ])
    }

    @Test func `other vetoes hold for supervisors too, and a robot tells them nothing`() {
        var now = service()
        var facts = now[42]?.finding.facts ?? orphan()
        facts.protections = [Protection(gate: "protected", reasonCode: "protected_init", sentence: "No.")]
        let judged = finding(facts)
        now[42]?.gates = gates.findings(judged)
        #expect(outcome(.stopUnit, now) == "protected_init")
        let robot = ApplyRequest(approver: .robot, targets: [.init(pid: 42, verb: .stopUnit)])
        #expect(approval.approve(plan(), robot, present: service()).approved.actions.isEmpty)
    }
}
