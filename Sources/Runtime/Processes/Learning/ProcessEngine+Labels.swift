internal import Decision
internal import Formats
package import History
package import Model
package import Planning
package import Primitives
internal import ProcessTriage
internal import SystemCalls

extension ProcessEngine {
    /// What labels need to know of a judged process.
    ///
    /// - Returns: nil for what is settled by definition: zombies and parts of the kernel.
    func subject(_ index: Int, _ assessed: Assessed, at: Int64) throws(TendError) -> LabelSubject? {
        let finding = assessed.findings[index]
        guard let features = try judgement().assessment.features(finding) else { return nil }
        let process = assessed.sample.processes[index]
        let program = process.executable.value?.bytes ?? process.name.bytes
        var subject = LabelSubject()
        subject.program = key.hash(program + [0] + (process.workingDirectory.value?.bytes ?? []))
        subject.day = at / LabelSubject.millisecondsPerDay
        subject.command = process.commandText
        subject.claimed = finding.disposable
        subject.recommendation = assessed.decisions[index].recommendation
        subject.policy = assessed.packs
        subject.features = features
        return subject
    }

    /// Labels a process of a scan made just now.
    package func label(
        pid: Int32, in assessed: Assessed, _ actual: ProcessClass, note: String
    ) throws(TendError) -> ProcessLabel {
        guard let index = assessed.sample.processes.firstIndex(where: { $0.pid == pid }) else {
            throw TendError(
                .notFound, "there is no process \(pid)", area: "processes",
                hint: "name the decision instead, if it was planned before: SESSION.NUMBER")
        }
        let now = Clocks.wallMilliseconds()
        return try label(subject(index, assessed, at: now), actual, .verdict, note)
    }

    /// Labels a recorded decision, from what its session saw.
    package func label(
        _ decision: DecisionRecord, _ actual: ProcessClass, note: String
    ) throws(TendError) -> ProcessLabel {
        var subjects = try subjects([decision])
        return try label(subjects.popLast() ?? nil, actual, .verdict, note)
    }

    private func label(
        _ subject: LabelSubject?, _ actual: ProcessClass, _ source: ProcessLabel.Source, _ note: String
    ) throws(TendError) -> ProcessLabel {
        guard let subject else {
            throw TendError(
                .usage, "its state settles what it is, so there is nothing to learn from it", area: "processes")
        }
        return ProcessLabel(
            subject, actual, source, at: Clocks.wallMilliseconds(), note: redactor.text(note).text)
    }

    /// Notes what a person ticked and left unticked among a plan's candidates.
    ///
    /// Ticked: abandoned. Recommended and left: useful, half a label, for nobody said why.
    package func learn(ticked: Set<Int>, of plan: ProcessPlan) throws(TendError) -> Int {
        let meant = plan.candidates.indices.filter {
            ticked.contains($0) || plan.candidates[$0].recommendation == .stop
        }
        let reader = try journal.reader()
        var decisions: [DecisionRecord] = []
        for index in meant {
            guard let id = DecisionID(plan.candidates[index].decisionID) else { continue }
            decisions.append(try reader.decision(id))
        }
        let now = Clocks.wallMilliseconds()
        let labels = zip(meant, try subjects(decisions)).compactMap { index, subject in
            subject.map { subject in
                ticked.contains(index)
                    ? ProcessLabel(subject, .abandoned, .ticked, at: now)
                    : ProcessLabel(subject, .useful, .unticked, at: now)
            }
        }
        return try record(labels)
    }

    /// The subjects of decisions of one session, judged again from what it saw; nil for what is settled by definition.
    private func subjects(_ decisions: [DecisionRecord]) throws(TendError) -> [LabelSubject?] {
        guard let session = decisions.first?.id.session else { return [] }
        let assessed = try assess(storedSample(session), mode: .observe)
        var places: [String: Int] = [:]
        for (index, process) in assessed.sample.processes.enumerated() {
            places["\(process.pid)@\(process.identity.startID)"] = index
        }
        var subjects: [LabelSubject?] = []
        for decision in decisions {
            guard let index = places[decision.subjectKey] else {
                throw TendError(
                    .notFound, "session \(session) did not see \(decision.subjectKey)", area: "processes",
                    hint: "label the process itself: tend processes label PID")
            }
            var subject = try subject(index, assessed, at: decision.madeAt)
            subject?.decisionID = decision.id.description
            // What was said then counts, also where it would be said otherwise by now.
            if let said = Self.claimed(decision) { subject?.claimed = said }
            if let said = ProcessRecommendation(rawValue: decision.recommendation) { subject?.recommendation = said }
            subjects.append(subject)
        }
        return subjects
    }

    private static func claimed(_ decision: DecisionRecord) -> Double? {
        // A posterior that cannot be read was damaged; the sample still tells.
        guard let posterior = try? JSONParser.parse(decision.posterior.bytes),
            let abandoned = posterior[ProcessClass.abandoned.rawValue]?.double,
            let zombie = posterior[ProcessClass.zombie.rawValue]?.double
        else { return nil }
        return abandoned + zombie
    }
}
