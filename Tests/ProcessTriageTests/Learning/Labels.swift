import Model
import Primitives

@testable import ProcessTriage

/// Labels made up for tests.
enum Labels {
    static let now: Int64 = 1_800_000_000_000
    static let week = 7 * LabelSubject.millisecondsPerDay

    /// A label of one program and day.
    static func label(
        _ actual: ProcessClass, of category: ProcessCategory = .devServer, evidence: Double = 0, weeks: Int64 = 0,
        number: Int = 0, levels: [AttachmentLevel] = [.sev], hours: Double = 10
    ) -> ProcessLabel {
        var subject = LabelSubject()
        subject.program = "p\(number)"
        subject.features.category = category
        subject.features.levels = levels
        subject.features.modes = [0, -3, -6, -6, -6, -6]
        subject.features.ageHours = hours
        subject.features.evidence = [0, 0, evidence]
        return ProcessLabel(subject, actual, .verdict, at: now - weeks * week)
    }

    static func layer(_ labels: [ProcessLabel], _ priors: ProcessPriors) -> LearnedPriors {
        PriorLearning(priors: priors).updated(LearnedPriors(), from: labels, now: now)
    }
}
