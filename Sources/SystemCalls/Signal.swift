internal import CLinux

/// A signal by its number.
package struct Signal: Hashable, Sendable {
    package var number: Int32

    package init(number: Int32) {
        self.number = number
    }

    package static let hangUp = Signal(number: SIGHUP)
    package static let interrupt = Signal(number: SIGINT)
    package static let quit = Signal(number: SIGQUIT)
    package static let kill = Signal(number: SIGKILL)
    package static let terminate = Signal(number: SIGTERM)
    package static let `continue` = Signal(number: SIGCONT)
    package static let stop = Signal(number: SIGSTOP)
    package static let childChanged = Signal(number: SIGCHLD)
    /// For programs to use as they like: a watch scans now.
    package static let user1 = Signal(number: SIGUSR1)
    /// Nothing is delivered; only existence and permission are checked.
    package static let probe = Signal(number: 0)
}

extension Signal: CustomStringConvertible {
    /// `SIGTERM`, or `signal 42` where the C library has no name.
    package var description: String {
        guard number > 0, let name = sigabbrev_np(number) else { return "signal \(number)" }
        return "SIG\(String(cString: name))"
    }
}
