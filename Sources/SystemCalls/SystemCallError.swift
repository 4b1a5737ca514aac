internal import CLinux

/// A system call that failed: which, on what, and the kernel's reason.
///
/// Floors above turn it into a `TendError` that says what it meant for the user.
package struct SystemCallError: Error, Sendable, Equatable {
    package var call: String
    package var subject: String
    package var errorNumber: Int32

    package init(call: String, on subject: String, errorNumber: Int32) {
        self.call = call
        self.subject = subject
        self.errorNumber = errorNumber
    }

    /// The process or file no longer exists: ordinary while reading `/proc`.
    package var isGone: Bool { errorNumber == ESRCH || errorNumber == ENOENT }
    package var isRefused: Bool { errorNumber == EACCES || errorNumber == EPERM }
    package var isFull: Bool { errorNumber == ENOSPC || errorNumber == EDQUOT }
    package var isReadOnly: Bool { errorNumber == EROFS }
    package var isTaken: Bool { errorNumber == EWOULDBLOCK || errorNumber == EEXIST }
    package var isTimedOut: Bool { errorNumber == ETIMEDOUT }
    package var isBrokenPipe: Bool { errorNumber == EPIPE }
    /// No descriptor, thread or memory was left: tend's own limit, not the subject's state.
    package var isOutOfResources: Bool { [EMFILE, ENFILE, ENOMEM, EAGAIN].contains(errorNumber) }
}

extension SystemCallError: CustomStringConvertible {
    package var description: String {
        "\(call) \(subject): \(String(cString: strerror(errorNumber)))"
    }
}

/// Runs a call again for as long as a signal interrupts it; -1 becomes the error it left in `errno`.
@inline(__always)
func retryingInterrupts<Number: SignedInteger>(
    _ call: @autoclosure () -> String, on subject: @autoclosure () -> String, _ body: () -> Number
) throws(SystemCallError) -> Number {
    while true {
        let result = body()
        guard result == -1 else { return result }
        let number = tend_errno()
        guard number == EINTR else {
            throw SystemCallError(call: call(), on: subject(), errorNumber: number)
        }
    }
}
