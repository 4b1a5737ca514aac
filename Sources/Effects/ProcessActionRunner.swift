package import Model
package import Planning
internal import Primitives
package import SystemCalls

/// Carries out approved actions; everything that reaches the machine goes through a value of this kind.
package protocol ActionRunning: Sendable {
    /// Carries out one action to its end, or as far as it comes.
    func run(_ action: ApprovedAction) -> ActionOutcome
}

/// Signals processes, each through a pidfd that was opened before its identity was compared, or has their supervisors
/// end them.
///
/// Whatever happens to the PID meanwhile, a signal reaches the process that was compared or nobody.
package struct ProcessActionRunner: ActionRunning {
    /// What the machine shows of a PID now; handed in so that a test can pretend.
    package struct Sight: Sendable {
        /// The process that bears the PID now; nil where there is none.
        package var target: @Sendable (Int32) -> Result<ProcessTarget?, SystemCallError>
        /// A process of the same program, arguments and owner that started at these clock ticks since boot or later.
        package var successor: @Sendable (_ of: ProcessTarget, _ since: UInt64) -> Int32?
        package var isInterrupted: @Sendable () -> Bool

        package init(
            target: @escaping @Sendable (Int32) -> Result<ProcessTarget?, SystemCallError>,
            successor: @escaping @Sendable (_ of: ProcessTarget, _ since: UInt64) -> Int32?,
            isInterrupted: @escaping @Sendable () -> Bool
        ) {
            self.target = target
            self.successor = successor
            self.isInterrupted = isInterrupted
        }
    }

    let sight: Sight
    /// How long a supervisor is given to start a successor before it is looked for.
    let respawnDelay: Double
    let supervisors: SupervisorAccess

    package init(sight: Sight, supervisors: SupervisorAccess, respawnDelay: Double = 0.2) {
        self.sight = sight
        self.supervisors = supervisors
        self.respawnDelay = respawnDelay
    }

    package func run(_ action: ApprovedAction) -> ActionOutcome {
        do {
            let handle = try ProcessHandle.open(pid: action.target.identity.pid)
            guard let present = try sight.target(action.target.identity.pid).get() else { return Self.gone(action) }
            guard present.isSame(as: action.target) else { return Self.changed(action, present) }
            return try perform(action, handle)
        } catch  where error.isGone {
            return Self.gone(action)
        } catch {
            return ActionOutcome(
                result: .failed, reasonCode: error.isRefused ? "not_permitted" : "system_error",
                sentence: "PID \(action.target.identity.pid) was not touched: \(error)")
        }
    }

    private func perform(
        _ action: ApprovedAction, _ handle: borrowing ProcessHandle
    ) throws(SystemCallError) -> ActionOutcome {
        let start = Moment()
        var last: ProcessStep?
        for step in action.steps {
            guard last == nil || !sight.isInterrupted() else {
                return ActionOutcome(
                    result: .noEffect, reasonCode: "interrupted",
                    sentence: "Interrupted after \(last?.name ?? "nothing"); it still runs.", signal: last?.name,
                    died: false)
            }
            last = step
            switch step {
            case .terminate(let wait):
                try handle.send(.terminate)
                if ended(handle, within: wait) { return died(action, step, start) }
            case .kill(let wait):
                try handle.send(.kill)
                // There is no patience to cut short: whether it has ended must be known before this is recorded.
                if handle.waitForExit(timeout: .seconds(wait)) { return died(action, step, start) }
            case .pause: try handle.send(.stop)
            case .resume: try handle.send(.continue)
            case .renice(let niceness): try Priority.set(niceness, of: action.target.identity.pid)
            case .ask(let order): return try ask(order, action, handle, start)
            }
        }
        return Self.finished(action, last)
    }

    /// Waits in slices, so that an interruption is noticed while a program takes its time.
    private func ended(_ handle: borrowing ProcessHandle, within seconds: Double) -> Bool {
        let end = Clocks.monotonicSeconds() + seconds
        while true {
            let left = end - Clocks.monotonicSeconds()
            guard left > 0 else { return !handle.isAlive }
            if handle.waitForExit(timeout: .milliseconds(Int64(min(left, 0.2) * 1000) + 1)) { return true }
            if sight.isInterrupted() { return false }
        }
    }

    /// When the first step was taken, by both clocks that matter.
    struct Moment {
        let seconds = Clocks.monotonicSeconds()
        let ticks = Clocks.ticksSinceBoot()
    }

    func died(_ action: ApprovedAction, _ step: ProcessStep, _ start: Moment) -> ActionOutcome {
        let seconds = Clocks.monotonicSeconds() - start.seconds
        Clocks.sleep(seconds: respawnDelay)
        let successor = sight.successor(action.target, start.ticks)
        let pid = action.target.identity.pid
        return ActionOutcome(
            result: .done, reasonCode: successor == nil ? nil : "respawned",
            sentence: successor.map { "PID \(pid) ended after \(step.name), and was started again as PID \($0)." }
                ?? "PID \(pid) ended \(seconds.text(decimals: 1)) s after the first signal (\(step.name)).",
            signal: step.signalName, died: true, seconds: seconds,
            memoryFreed: successor == nil ? action.residentMemory : .zero, respawnedAs: successor)
    }

    private static func finished(_ action: ApprovedAction, _ last: ProcessStep?) -> ActionOutcome {
        let pid = action.target.identity.pid
        guard let last else {
            return ActionOutcome(result: .alreadyDone, sentence: "Nothing was to be done to PID \(pid).")
        }
        if case .kill = last {
            return ActionOutcome(
                result: .noEffect, reasonCode: "survived_kill",
                sentence: "PID \(pid) still runs after KILL: it waits inside the kernel.", signal: last.name,
                died: false)
        }
        return ActionOutcome(result: .done, sentence: "PID \(pid) received \(last.name).", signal: last.name)
    }

    private static func gone(_ action: ApprovedAction) -> ActionOutcome {
        ActionOutcome(
            result: .gone, reasonCode: "gone", sentence: "PID \(action.target.identity.pid) had ended by itself.",
            died: true)
    }

    private static func changed(_ action: ApprovedAction, _ present: ProcessTarget) -> ActionOutcome {
        ActionOutcome(
            result: .blocked, reasonCode: "identity_changed",
            sentence: "PID \(action.target.identity.pid) is no longer the process that was approved "
                + "(now \(present.identity.startID)); nothing was sent.")
    }
}
