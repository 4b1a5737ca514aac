internal import Collectors
internal import Formats
internal import History
package import Model
package import Primitives
internal import ProcessTriage
internal import Reporting
internal import SystemCalls

/// Where what was learned lies, and how labels get there.
extension ProcessEngine {
    /// The layer over the packs; nil where nothing was learned.
    ///
    /// One that cannot be understood is told of and not heard: the packs judge alone then.
    func learnedLayer() -> LearnedPriors? {
        do throws(TendError) {
            let layer = try storedLayer()
            return layer.isEmpty ? nil : layer
        } catch {
            journal.warn("what was learned is not heard: \(error.description)")
            return nil
        }
    }

    /// The layer as it is kept; an empty one where there is none.
    package func storedLayer() throws(TendError) -> LearnedPriors {
        guard FileSystem.exists(learnedPath) else { return LearnedPriors() }
        return try LearnedPriors.decode(Self.read(learnedPath), from: learnedPath)
    }

    /// Keeps a changed layer; the audit log says so, and the next judgement hears it.
    func keep(_ changed: LearnedPriors, because cause: String) throws(TendError) {
        var layer = changed
        layer.revision += 1
        layer.madeAt = Clocks.wallMilliseconds()
        let purpose = layer.profile.purpose
        layer.profile = HostProfileReader.profile()
        layer.profile.purpose = purpose
        var event = JSONWriter()
        event.beginObject()
        for (key, text) in [("cause", cause), ("layer", layer.label)] {
            event.key(key)
            event.string(text)
        }
        event.endObject()
        // First the record, which also makes the directory: what it does not hold is not done.
        try journal.store().recordEvent("learned", body: redactor.json(event.bytes), at: layer.madeAt)
        do {
            try FileSystem.replace(learnedPath, with: layer.json)
        } catch {
            throw TendError(
                error.isFull ? .inputOutput : .cannotCreate, "cannot write \(learnedPath)", area: "priors",
                cause: error)
        }
        forgetJudgement()
    }

    /// All labels of the record, in the order in which they were given; those of another version are left out.
    func storedLabels(_ reader: Store) throws(TendError) -> [ProcessLabel] {
        try reader.labels(domain: "processes").compactMap { record in
            // What an older or newer version wrote otherwise teaches nothing here, whatever is different in it.
            try? ProcessLabel.read(JSONParser.parse(record.body.bytes))
        }
    }

    /// Records labels, and has the counts learn from all of them.
    ///
    /// - Returns: how many were recorded; those for which a stronger one stands are not.
    package func record(_ labels: [ProcessLabel]) throws(TendError) -> Int {
        guard !labels.isEmpty else { return 0 }
        let store = try journal.store()
        let records = labels.map { label in
            LabelRecord(
                domain: "processes", program: label.subject.program, day: label.subject.day,
                actual: label.actual.rawValue, source: label.source.rawValue, rank: label.source.rank,
                // Command and note went through the redactor; the rest is tend's own.
                body: redactor.assembled(label.json), at: label.at)
        }
        let recorded = try store.record(records)
        guard recorded > 0 else { return 0 }
        let learning = PriorLearning(priors: try judgement().packs.priors)
        let layer = try learning.updated(storedLayer(), from: storedLabels(store), now: Clocks.wallMilliseconds())
        try keep(layer, because: "labels")
        return recorded
    }

    /// Refits laws and exponent, and says what that changes.
    package func learn(isDryRun: Bool) throws(TendError) -> LearningReport {
        let learning = PriorLearning(priors: try judgement().packs.priors)
        let labels = try readerIfAny().map { (reader) throws(TendError) in try storedLabels(reader) } ?? []
        let before = try storedLayer()
        let fit = learning.refitted(before, from: labels, now: Clocks.wallMilliseconds())
        var report = fit.report
        report.isDryRun = isDryRun
        report.path = learnedPath
        if !isDryRun, fit.layer != before { try keep(fit.layer, because: "learn") }
        return report
    }

    /// Forgets everything learned: labels of before now stay in the record and are not counted any more.
    ///
    /// - Returns: the layer that was forgotten.
    package func forget(isDryRun: Bool) throws(TendError) -> LearnedPriors {
        let before = try storedLayer()
        guard !isDryRun else { return before }
        var empty = LearnedPriors()
        empty.revision = before.revision
        empty.since = Clocks.wallMilliseconds()
        empty.profile.purpose = before.profile.purpose
        try keep(empty, because: "reset")
        return before
    }

    /// The record for looking; nil where none was ever made.
    func readerIfAny() throws(TendError) -> Store? {
        do throws(TendError) {
            return try journal.reader()
        } catch  where error.code == .notFound {
            return nil
        }
    }
}
