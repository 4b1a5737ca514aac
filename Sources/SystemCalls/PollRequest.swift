internal import CLinux

/// What poll(2) is asked about one descriptor.
package struct PollRequest: Sendable {
    package struct Events: OptionSet, Sendable {
        package let rawValue: Int16
        package init(rawValue: Int16) { self.rawValue = rawValue }
        package static let readable = Events(rawValue: Int16(POLLIN))
        package static let writable = Events(rawValue: Int16(POLLOUT))
        package static let error = Events(rawValue: Int16(POLLERR))
        package static let hangUp = Events(rawValue: Int16(POLLHUP))
    }

    package var descriptor: Int32
    package var events: Events

    package init(descriptor: Int32, events: Events) {
        self.descriptor = descriptor
        self.events = events
    }

    /// Waits for an event, however often signals interrupt.
    ///
    /// - Returns: nothing at the time-out; errors and hang-ups even where they were not asked for.
    package func wait(timeout: Duration) -> Events {
        let end = ContinuousClock.now.advanced(by: timeout)
        var request = pollfd(fd: descriptor, events: events.rawValue, revents: 0)
        var remaining = timeout
        while true {
            let answer = poll(&request, 1, remaining.pollMilliseconds)
            if answer > 0 { return Events(rawValue: request.revents) }
            if answer == -1 && tend_errno() != EINTR { return [] }
            remaining = ContinuousClock.now.duration(to: end)
            if remaining <= .zero { return [] }
        }
    }
}

extension PollRequest {
    /// Waits until one of several descriptors can be read or has reached its end; a signal may end the wait early.
    ///
    /// - Returns: one answer a descriptor, in their order; all false at the time-out.
    static func waitForAny(_ descriptors: [Int32], timeout: Duration) -> [Bool] {
        var requests = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        guard poll(&requests, nfds_t(requests.count), timeout.pollMilliseconds) > 0 else {
            return descriptors.map { _ in false }
        }
        return requests.map { $0.revents != 0 }
    }
}

extension Duration {
    /// Rounded up, so that a wait is never shorter than asked for; negative becomes zero.
    var pollMilliseconds: Int32 {
        let (seconds, attoseconds) = components
        guard seconds >= 0, attoseconds >= 0 else { return 0 }
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        let fraction = (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        return overflow ? .max : Int32(clamping: milliseconds + fraction)
    }
}
