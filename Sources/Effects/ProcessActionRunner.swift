package import Model
package import Planning
internal import Primitives
package import SystemCalls

/// Carries out approved actions; everything that reaches the machine goes through a value of this kind.
package protocol ActionRunning: Sendable {
    /// Carries out actions that belong together, each step on all of them, to the end or as far as it comes.
    ///
    /// - Parameters:
    ///   - group: the actions.
    ///   - foreseen: told how something is taken back right before it is done, with the place of its action: whatever ends
    ///     tend in between, it can be. Says why that could not be recorded, and nil where it is; without it the thing is not
    ///     done. Not told where what the process shows (that it is stopped) says as much.
    /// - Returns: one outcome an action, in their order.
    func run(_ group: [ApprovedAction], foreseen: @escaping (Int, Reversal) -> String?) -> [ActionOutcome]
}

/// Signals processes, each through a pidfd that was opened before its identity was compared, has their control groups
/// changed, or has their supervisors end them.
///
/// Whatever happens to the PID meanwhile, a signal reaches the process that was compared or nobody.
package struct ProcessActionRunner: ActionRunning {
    /// What the machine shows of a PID now; handed in so that a test can pretend.
    package struct Sight: Sendable {
        /// The process that bears the PID now; nil where there is none.
        package var target: @Sendable (Int32) -> Result<ProcessTarget?, SystemCallError>
        /// A process of the same program, arguments and owner that started at these clock ticks since boot or later.
        package var successor: @Sendable (_ of: ProcessTarget, _ since: UInt64) -> Int32?
        package var isInterrupted: @Sendable () -> Bool
        /// Nil where nobody bears the PID.
        package var state: @Sendable (Int32) -> ProcessState?
        /// What others feel of it, asked before and after something is made to rest; nil where that cannot be seen.
        package var surroundings: @Sendable (Int32) -> Surroundings?
        /// Bytes of memory that the machine has available; nil where that cannot be read.
        package var availableMemory: @Sendable () -> UInt64?

        package init(
            target: @escaping @Sendable (Int32) -> Result<ProcessTarget?, SystemCallError>,
            successor: @escaping @Sendable (_ of: ProcessTarget, _ since: UInt64) -> Int32?,
            isInterrupted: @escaping @Sendable () -> Bool,
            state: @escaping @Sendable (Int32) -> ProcessState?,
            surroundings: @escaping @Sendable (Int32) -> Surroundings?,
            availableMemory: @escaping @Sendable () -> UInt64?
        ) {
            self.target = target
            self.successor = successor
            self.isInterrupted = isInterrupted
            self.state = state
            self.surroundings = surroundings
            self.availableMemory = availableMemory
        }
    }

    let sight: Sight
    /// How long a supervisor is given to start a successor before it is looked for.
    let respawnDelay: Double
    let supervisors: SupervisorAccess
    let controlGroups: ControlGroupMounts

    package init(
        sight: Sight, supervisors: SupervisorAccess, controlGroups: ControlGroupMounts, respawnDelay: Double = 0.2
    ) {
        self.sight = sight
        self.supervisors = supervisors
        self.controlGroups = controlGroups
        self.respawnDelay = respawnDelay
    }

    package func run(
        _ group: [ApprovedAction], foreseen: @escaping (Int, Reversal) -> String?
    ) -> [ActionOutcome] {
        let members = group.enumerated().map { place, action in
            hold(ActionMember(action) { foreseen(place, $0) }, isAlone: group.count == 1)
        }
        // All or none: whoever is not what was approved keeps the others safe as well.
        if let obstacle = members.lazy.compactMap(\.outcome).first(where: { $0.result != .gone }) {
            for member in members where member.outcome == nil {
                member.outcome = ActionOutcome(
                    result: .blocked, reasonCode: "group_member_changed",
                    sentence: "Nothing of its process group was touched: \(obstacle.sentence)")
            }
        }
        let available = sight.availableMemory()
        if members.contains(where: \.isOpen) { perform(members) }
        tellGain(members, since: available)
        return members.map { $0.outcome ?? $0.finished }
    }

    /// Opens a handle and compares; an outcome where that is the end already.
    private func hold(_ member: ActionMember, isAlone: Bool) -> ActionMember {
        member.attempt { () throws(SystemCallError) in
            let handle = try ProcessHandle.open(pid: member.pid)
            guard let present = try sight.target(member.pid).get() else { return member.outcome = member.gone }
            guard present.isSame(as: member.action.target) else { return member.outcome = member.changed(present) }
            // Of a group it must be known beforehand that each may be signalled.
            if !isAlone { try handle.send(.probe) }
            member.hold(handle)
        }
        return member
    }

    private func perform(_ members: [ActionMember]) {
        for index in members[0].action.steps.indices {
            let open = members.filter(\.isOpen)
            guard !open.isEmpty else { return }
            guard index == 0 || !sight.isInterrupted() else { return interrupt(open) }
            take(open[0].action.steps[index], isLast: index == members[0].action.steps.count - 1, open, at: index)
        }
    }

    private func take(_ step: ProcessStep, isLast: Bool, _ members: [ActionMember], at index: Int) {
        switch step {
        case .terminate(let wait):
            for member in members { member.attempt { () throws(SystemCallError) in try terminate(member) } }
            awaitEnds(members.filter(\.isOpen), step, within: wait)
        case .kill(let wait):
            endWithForce(members, step, within: wait)
        case .observe(let seconds): observe(members, for: seconds, isLast: isLast)
        default:
            let together = Set(members.map(\.pid))
            for member in members {
                member.attempt { () throws(SystemCallError) in
                    try alone(member.action.steps[index], member, together)
                }
            }
        }
        if case .observe = step { return }
        for member in members { member.last = member.action.steps[index] }
    }

    /// Steps that ask nothing of the other members.
    private func alone(_ step: ProcessStep, _ member: ActionMember, _ together: Set<Int32>) throws(SystemCallError) {
        switch step {
        case .pause:
            member.before = sight.surroundings(member.pid)
            try member.send(.stop)
            member.reversal = Reversal(.resume)
        case .resume: try member.send(.continue)
        case .renice(let niceness): try renice(member, to: niceness)
        case .control(let order): try control(order, member, together)
        case .takeBack(let reversal): try takeBack(reversal, member)
        case .ask(let order): member.outcome = try ask(order, member)
        case .terminate, .kill, .observe: break
        }
    }

    /// Through their control group where that holds them all and nobody else, one by one otherwise.
    private func endWithForce(_ members: [ActionMember], _ step: ProcessStep, within seconds: Double) {
        let group = ControlGroupKill(groups: controlGroups)
        // Where that fails each is still reached by its handle.
        let isDone =
            (try? group.endAll(
                Set(members.map(\.pid)), areAlive: { members.allSatisfy(\.isAlive) },
                foreseen: { reversal in members.allSatisfy { $0.isForeseen(reversal) } })) ?? false
        if !isDone {
            for member in members where member.isOpen {
                member.attempt { () throws(SystemCallError) in try member.send(.kill) }
            }
        }
        // There is no patience to cut short: whether it has ended must be known before this is recorded.
        let end = Clocks.monotonicSeconds() + seconds
        for member in members where member.isOpen {
            if member.waitForExit(seconds: max(0, end - Clocks.monotonicSeconds())) {
                member.outcome = died(member, step, isByGroup: isDone)
            }
        }
    }

    /// What is stopped or frozen takes a signal only when it goes on.
    private func terminate(_ member: ActionMember) throws(SystemCallError) {
        let made = MadeGroups(
            of: member.pid, startTicks: member.action.target.identity.startTicks, in: controlGroups)
        member.madeGroups = made
        try member.send(.terminate)
        try made.thaw()
        if member.reversal?.kind == .resume || sight.state(member.pid) == .stopped {
            try member.send(.continue)
        }
        member.reversal = nil
    }

    /// Waits for all together in slices, so that an interruption is noticed while programs take their time.
    private func awaitEnds(_ members: [ActionMember], _ step: ProcessStep, within seconds: Double) {
        let end = Clocks.monotonicSeconds() + seconds
        while true {
            let left = end - Clocks.monotonicSeconds()
            for member in members where member.isOpen {
                if member.waitForExit(seconds: max(0, min(left, 0.2))) { member.outcome = died(member, step) }
            }
            if left <= 0 || !members.contains(where: \.isOpen) || sight.isInterrupted() { return }
        }
    }

    private func interrupt(_ members: [ActionMember]) {
        for member in members {
            if member.reversal?.kind == .resume {
                member.attempt { () throws(SystemCallError) in try member.send(.continue) }
            }
            guard member.isOpen else { continue }
            member.outcome = ActionOutcome(
                result: .noEffect, reasonCode: "interrupted",
                sentence: "Interrupted after \(member.last?.name ?? "nothing"); it still runs.",
                signal: member.last?.signalName, died: false)
        }
    }

    func died(_ member: ActionMember, _ step: ProcessStep, isByGroup: Bool = false) -> ActionOutcome {
        let seconds = Clocks.monotonicSeconds() - member.start.seconds
        member.madeGroups?.remove()
        Clocks.sleep(seconds: respawnDelay)
        let successor = sight.successor(member.action.target, member.start.ticks)
        var outcome = ActionOutcome(
            result: .done, reasonCode: successor == nil ? nil : "respawned",
            sentence: successor.map {
                "PID \(member.pid) ended after \(step.name), and was started again as PID \($0)."
            }
                ?? "PID \(member.pid) ended \(seconds.text(decimals: 1)) s after the first signal (\(step.name)\(isByGroup ? " of its control group" : "")).",
            signal: step.signalName, died: true, seconds: seconds,
            memoryFreed: successor == nil ? member.action.residentMemory : .zero, respawnedAs: successor)
        outcome.recovered = successor == nil
        member.tellObservation(&outcome)
        return outcome
    }

    /// What the machine had available more after a group than before, told with the first that ended.
    private func tellGain(_ members: [ActionMember], since before: UInt64?) {
        guard let before, let first = members.first(where: { $0.outcome?.died == true && $0.outcome?.result == .done }),
            let after = sight.availableMemory()
        else { return }
        first.outcome?.availableGained = Int64(clamping: after) - Int64(clamping: before)
    }
}
