package import Model
internal import Primitives

/// A disk event whose foreign texts went through a redactor: nothing else is stored.
package struct DiskEventRecord: Sendable, Equatable {
    package let event: DiskEvent

    package init(_ event: DiskEvent, _ redactor: Redactor) {
        var event = event
        event.subject = ForeignText(redactor.text(event.subject).text)
        event.sentence = redactor.text(event.sentence).text
        self.event = event
    }

    /// What was recorded has been redacted before.
    package init(stored event: DiskEvent) {
        self.event = event
    }
}
