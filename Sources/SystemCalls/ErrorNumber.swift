internal import CLinux

/// The number that a failed system call left, without words.
///
/// For places that make thousands of calls a second and where most failures are ordinary; elsewhere `SystemCallError`.
package struct ErrorNumber: Error, Hashable, Sendable {
    package var rawValue: Int32

    package init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    static var last: ErrorNumber { ErrorNumber(tend_errno()) }

    /// A pipe that nobody reads was opened for writing.
    package static let noReader = ErrorNumber(ENXIO)
    package static let malformed = ErrorNumber(EBADMSG)
    /// It does not come back, or did not in time.
    package static let timedOut = ErrorNumber(ETIMEDOUT)
    package static let full = ErrorNumber(ENOSPC)
    package static let refused = ErrorNumber(EACCES)
    /// It lies where it is not looked for.
    package static let notHere = ErrorNumber(EXDEV)

    /// The process or file no longer exists.
    package var isGone: Bool { rawValue == ESRCH || rawValue == ENOENT }
    /// A link or a file bears the name where a directory was expected.
    package var isReplaced: Bool { rawValue == ELOOP || rawValue == ENOTDIR }
    /// Something bears the name already.
    package var isTaken: Bool { rawValue == EEXIST }
    /// A path is longer than the kernel takes or tells.
    package var isTooLong: Bool { rawValue == ENAMETOOLONG }
    /// No room, or none that the user may still take.
    package var isFull: Bool { rawValue == ENOSPC || rawValue == EDQUOT }
    package var isRefused: Bool { rawValue == EACCES || rawValue == EPERM }
}

extension SystemCallError {
    package init(call: String, on subject: String, _ error: ErrorNumber) {
        self.init(call: call, on: subject, errorNumber: error.rawValue)
    }
}
