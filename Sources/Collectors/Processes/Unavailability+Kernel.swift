internal import Primitives
internal import SystemCalls

extension Unavailability {
    /// What a kernel's refusal means for a measurement.
    init(_ error: ErrorNumber) {
        if error.isGone {
            self = .gone
        } else if error.isRefused {
            self = .notPermitted
        } else if error == .malformed {
            self = .malformed
        } else if error == .timedOut {
            self = .timedOut
        } else {
            self = .notSupported
        }
    }

    init(_ error: SystemCallError) {
        self = Self(ErrorNumber(error.errorNumber))
    }
}
