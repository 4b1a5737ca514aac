package import Decision
package import DiskDefence
package import Model
package import Primitives
internal import SystemCalls

/// How far the domain may go by itself, for all threads of a watch.
///
/// Changes of the mode are made here at once and recorded by whoever watches; until they are recorded, what the record says is
/// older and does not count.
package final class PolicyDesk: @unchecked Sendable {
    // `@unchecked Sendable`: `lock` guards all that varies.
    private let lock = Lock()
    private var policy: PolicyGuard
    private var latest = GuardReport()
    private var unrecorded: [PolicyTransition] = []

    package init(_ policy: PolicyGuard) {
        self.policy = policy
    }

    private func locked<Value>(_ body: () -> Value) -> Value {
        lock.lock()
        defer { lock.unlock() }
        return body()
    }

    private func keep(_ transition: PolicyTransition?) {
        if let transition { unrecorded.append(transition) }
    }

    package var mode: PolicyMode { locked { policy.mode } }
    /// How forecasts stood after the newest window.
    package var report: GuardReport {
        locked {
            var report = latest
            report.penalty = policy.calibration.penalty
            return report
        }
    }
    /// What deleting costs more, for forecasts were not shown to hold.
    package var penalty: Double { locked { policy.calibration.penalty } }

    package func observe(_ window: CalibrationWindow, at seconds: Double) {
        locked {
            let (report, transition) = policy.observe(window, at: seconds)
            latest = report
            keep(transition)
        }
    }

    package func stateWritten(_ succeeded: Bool, at seconds: Double) {
        locked { keep(policy.stateWritten(succeeded, at: seconds)) }
    }

    package func killSwitch(isOn: Bool, at seconds: Double) {
        locked { keep(policy.killSwitch(isOn: isOn, at: seconds)) }
    }

    /// The mode that lets one more thing be deleted by itself now; nil where none does.
    package func requestDeletion(at seconds: Double) -> PolicyMode? {
        locked {
            let mode = policy.mode
            let (isAllowed, transition) = policy.requestDeletion(at: seconds)
            keep(transition)
            return isAllowed ? mode : nil
        }
    }

    package func recordDeletion(at seconds: Double) {
        locked { keep(policy.recordDeletions(1, at: seconds)) }
    }

    /// Takes over what the record says, unless something is still to be recorded.
    package func adopt(_ mode: PolicyMode) {
        locked { if unrecorded.isEmpty { policy.adopt(mode) } }
    }

    /// Whether a change is still to be recorded.
    package var hasNews: Bool { locked { !unrecorded.isEmpty } }

    /// Hands each change that is to be recorded over, in its order, until one cannot be.
    package func record(_ body: (PolicyTransition) throws(TendError) -> Void) throws(TendError) {
        while let next = locked({ unrecorded.first }) {
            try body(next)
            locked { _ = unrecorded.removeFirst() }
        }
    }
}
