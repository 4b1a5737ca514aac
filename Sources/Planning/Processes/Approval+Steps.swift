internal import Decision
internal import Model
internal import Primitives

extension Approval {
    /// What a verb takes, in order.
    func steps(
        _ verb: ApplyRequest.Verb, _ request: ApplyRequest, _ wanted: ApplyRequest.Target, _ planned: PlannedProcess,
        _ present: PresentProcess
    ) -> Result<[ProcessStep], Refused> {
        let look = ProcessStep.observe(settings.observation)
        switch verb {
        case .stop:
            let stages: [ProcessStep] = request.isStaged ? [.pause, look] : []
            // A stopped process takes TERM only when it goes on, and then before anything else.
            let ending: [ProcessStep] = [.terminate(wait: settings.grace), .kill(wait: settings.killWait)]
            return .success(stages + ending)
        case .pause: return .success([.pause, look])
        case .resume: return .success([.resume])
        case .renice: return .success([.renice(request.niceness)])
        case .freeze: return .success([.control(.freeze), look])
        case .throttle: return .success([.control(.limit(cores: request.cores)), look])
        case .quarantine: return .success([.control(.confine), look])
        case .stopUnit, .restart: return order(verb, planned, present).map { [.ask($0)] }
        case .undo: return .success(wanted.reversals.map(ProcessStep.takeBack))
        }
    }

    /// The command for a supervisor, where it is known whole and the supervisor itself calls this the unit's main process:
    /// with any other process of the unit more would end than was meant.
    private func order(
        _ verb: ApplyRequest.Verb, _ planned: PlannedProcess, _ present: PresentProcess
    ) -> Result<SupervisorOrder, Refused> {
        let facts = present.finding.facts
        guard facts.attachment.isSupervised == true, let shown = facts.supervisor, let real = present.supervisor else {
            return .failure(Refused("not_supervised", "No supervisor is known to run PID \(planned.pid)."))
        }
        if let unit = planned.supervisor?.unit, unit != shown.unit {
            return .failure(
                Refused("identity_changed", "PID \(planned.pid) belongs to another unit than when it was planned."))
        }
        let words = verb == .restart ? real.restartWords : real.stopWords
        guard let words, let text = verb == .restart ? shown.restartCommand : shown.stopCommand else {
            let why = shown.unanswered.map { " (it was asked: \($0))" } ?? ""
            return .failure(
                Refused("command_unknown", "The whole command for \(shown.kind) is not known\(why); nothing was done."))
        }
        guard let main = real.mainPID else {
            return .failure(
                Refused("not_confirmed", "\(shown.kind) did not confirm that it runs PID \(planned.pid)."))
        }
        guard main == planned.pid else {
            return .failure(
                Refused(
                    "not_main_process",
                    "PID \(planned.pid) is a part of \(shown.unit ?? "a unit") only; to end all of it name its main "
                        + "process, PID \(main)."))
        }
        return .success(
            SupervisorOrder(
                words: words, text: text, patience: settings.supervisorPatience, wait: settings.killWait,
                startsAgain: verb == .restart))
    }
}
