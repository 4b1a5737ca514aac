/// The moment after which an answer is no longer wanted; absent where the caller waits as long as it takes.
package struct Deadline: Sendable {
    package var instant: ContinuousClock.Instant?

    package init(_ instant: ContinuousClock.Instant?) {
        self.instant = instant
    }

    package static let none = Deadline(nil)

    package static func after(_ duration: Duration) -> Deadline {
        Deadline(ContinuousClock.now.advanced(by: duration))
    }

    package var hasPassed: Bool {
        guard let instant else { return false }
        return ContinuousClock.now >= instant
    }

    /// - Throws: `TendError` (`timed_out`, retryable) once the deadline has passed.
    package func check(_ what: String) throws(TendError) {
        guard hasPassed else { return }
        throw TendError(
            .timedOut, "the time limit passed while \(what)", hint: "allow more with --timeout", isRetryable: true)
    }
}
