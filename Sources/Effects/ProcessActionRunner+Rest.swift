internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

/// Making a process rest, looking who suffers by it, and taking that back.
extension ProcessActionRunner {
    func renice(_ member: ActionMember, to niceness: Int32) throws(SystemCallError) {
        let before = try Priority.niceness(of: member.pid)
        guard before != niceness else {
            member.outcome = ActionOutcome(
                result: .alreadyDone, sentence: "PID \(member.pid) has niceness \(niceness) already.")
            return
        }
        let reversal = Reversal(.niceness, niceness: before)
        guard member.isForeseen(reversal), try set(niceness, of: member) else { return }
        member.reversal = reversal
        member.told = "PID \(member.pid) has niceness \(niceness) now, and had \(before)."
    }

    /// Sets a niceness, by the PID: that is the process's own only while its handle says that it lives.
    ///
    /// - Returns: false where that was its end.
    private func set(_ niceness: Int32, of member: ActionMember) throws(SystemCallError) -> Bool {
        guard member.isAlive else {
            member.outcome = member.gone
            return false
        }
        try Priority.set(niceness, of: member.pid)
        guard try Priority.niceness(of: member.pid) == niceness else {
            member.outcome = ActionOutcome(
                result: .noEffect, reasonCode: "not_reniced",
                sentence: "PID \(member.pid) does not show the niceness \(niceness).")
            return false
        }
        return true
    }

    func control(
        _ order: ControlGroupOrder, _ member: ActionMember, _ together: Set<Int32>
    ) throws(SystemCallError) {
        member.before = sight.surroundings(member.pid)
        let answer = try ControlGroupChanger(groups: controlGroups)
            .carryOut(
                order, on: member.action.target, together: together, isAlive: { member.isAlive },
                foreseen: { member.isForeseen($0) })
        switch answer {
        case .done(let reversal, let sentence):
            member.reversal = reversal
            member.told = sentence
            if reversal == nil { member.outcome = ActionOutcome(result: .alreadyDone, sentence: sentence) }
        case .refused(let refusal):
            member.outcome = ActionOutcome(
                result: .blocked, reasonCode: refusal.reasonCode, sentence: refusal.sentence)
        case .noEffect(let sentence):
            member.outcome = ActionOutcome(result: .noEffect, reasonCode: "not_seen", sentence: sentence)
        case .unforeseen: break
        }
    }

    /// Looks for so long whether anything suffers.
    ///
    /// Where it does, and something harsher was to follow, all go on and nothing follows.
    func observe(_ members: [ActionMember], for seconds: Double, isLast: Bool) {
        let start = Clocks.monotonicSeconds()
        while case let left = start + seconds - Clocks.monotonicSeconds(), left > 0, !sight.isInterrupted() {
            Clocks.sleep(seconds: min(left, 0.1))
        }
        let passed = Clocks.monotonicSeconds() - start
        for member in members where member.isOpen { look(member, after: passed) }
        let suffered = members.filter(\.isOpen).flatMap { $0.suffered ?? [] }
        guard !suffered.isEmpty, !isLast else { return }
        for member in members where member.isOpen { spare(member, suffered) }
    }

    private func look(_ member: ActionMember, after seconds: Double) {
        guard let before = member.before else { return }
        if member.waitForExit(seconds: 0) {
            member.outcome = member.gone
            return
        }
        guard let now = sight.surroundings(member.pid) else { return }
        member.observedSeconds = seconds
        var suffered = now.complaints(
            since: before, of: member.pid, seconds: seconds, ticksPerSecond: Host.ticksPerSecond)
        if let successor = sight.successor(member.action.target, member.start.ticks) {
            suffered.append("another of its kind was started as PID \(successor)")
        }
        if member.reversal?.kind == .resume, let state = now.state, ![.stopped, .traced].contains(state) {
            suffered.append("somebody let PID \(member.pid) go on")
            member.reversal = nil
        }
        member.suffered = suffered
        let cores = now.cores(since: before, seconds: seconds, ticksPerSecond: Host.ticksPerSecond)
        member.recovered = cores.map { suffered.isEmpty && $0 <= member.allowance }
    }

    /// Lets a paused one go on: somebody needs it.
    private func spare(_ member: ActionMember, _ suffered: [String]) {
        member.attempt { () throws(SystemCallError) in try member.send(.continue) }
        guard member.isOpen else { return }
        member.outcome = ActionOutcome(
            result: .noEffect, reasonCode: "suffering_observed",
            sentence: "PID \(member.pid) was paused, and \(suffered.joined(separator: ", and ")); "
                + "it goes on, and nothing more was done.",
            signal: ProcessStep.resume.name, died: false)
        if var outcome = member.outcome {
            member.tellObservation(&outcome)
            member.outcome = outcome
        }
    }
}

// MARK: Taking back

extension ProcessActionRunner {
    func takeBack(_ reversal: Reversal, _ member: ActionMember) throws(SystemCallError) {
        switch reversal.kind {
        case .resume: try resume(member)
        case .niceness: try restoreNiceness(reversal.niceness ?? 0, member)
        case .controlGroup:
            guard let change = reversal.controlGroup else { return }
            restored(try ControlGroupRestorer(groups: controlGroups).restore(change), change, member)
        }
    }

    private func resume(_ member: ActionMember) throws(SystemCallError) {
        guard sight.state(member.pid) == .stopped else {
            member.already("PID \(member.pid) runs already.")
            return
        }
        try member.send(.continue)
        let end = Clocks.monotonicSeconds() + 2
        while sight.state(member.pid) == .stopped {
            guard Clocks.monotonicSeconds() < end else {
                member.outcome = ActionOutcome(
                    result: .noEffect, reasonCode: "still_stopped", sentence: "PID \(member.pid) is still stopped.")
                return
            }
            Clocks.sleep(seconds: 0.01)
        }
        member.tell("PID \(member.pid) goes on.")
    }

    private func restoreNiceness(_ niceness: Int32, _ member: ActionMember) throws(SystemCallError) {
        guard try Priority.niceness(of: member.pid) != niceness else {
            member.already("PID \(member.pid) has niceness \(niceness) already.")
            return
        }
        guard try set(niceness, of: member) else { return }
        member.tell("PID \(member.pid) has niceness \(niceness) again.")
    }

    private func restored(
        _ answer: ControlGroupRestorer.Answer, _ change: ControlGroupChange, _ member: ActionMember
    ) {
        switch answer {
        case .done:
            member.tell(
                change.movedFrom.map { "PID \(member.pid) is back in its control group (\($0))." }
                    ?? "\(change.directory)/\(change.file) reads \(change.before.isEmpty ? "nothing" : change.before) again."
            )
        case .already: member.already("The control group of PID \(member.pid) is as it was already.")
        case .noEffect(let sentence):
            member.outcome = ActionOutcome(result: .noEffect, reasonCode: "not_restored", sentence: sentence)
        case .foreign:
            member.outcome = ActionOutcome(
                result: .blocked, reasonCode: "not_ours",
                sentence: "\(change.directory) is no control group of this machine; nothing was written.")
        }
    }
}

extension ActionMember {
    /// Processor time that it may use while it rests, in cores: none, or a little more than it was given.
    fileprivate var allowance: Double {
        for case .control(.limit(let cores)) in action.steps { return cores * 1.5 + 0.02 }
        // Confined to one processor it may use all of that.
        for case .control(.confine) in action.steps { return 1.05 }
        return 0.02
    }

    fileprivate func tell(_ sentence: String) {
        told = [told, sentence].compactMap { $0 }.joined(separator: " ")
        hasTakenBack = true
    }

    /// One of several reversals that is no longer needed leaves the others to be done.
    fileprivate func already(_ sentence: String) { told = [told, sentence].compactMap { $0 }.joined(separator: " ") }
}
