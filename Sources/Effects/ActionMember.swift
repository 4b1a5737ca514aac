internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

/// One process under way in a group of actions: its handle, and how far it has come.
final class ActionMember {
    let action: ApprovedAction
    let start = Moment()
    /// Nil until it was opened and compared.
    private var held: HeldHandle?
    /// The end; nil while there are steps to take.
    var outcome: ActionOutcome?
    var last: ProcessStep?
    /// How to take back what was done last.
    var reversal: Reversal?
    /// What was seen around it before it was made to rest.
    var before: Surroundings?
    var observedSeconds: Double?
    var suffered: [String]?
    /// Nil until something was measured that shows it.
    var recovered: Bool?
    /// What was done, where that is more than a signal.
    var told: String?
    /// Control groups that were made for it earlier.
    var madeGroups: MadeGroups?
    /// Something was taken back, and did not stand so already.
    var hasTakenBack = false
    /// Records how something is taken back that is about to be done; says why it could not.
    private let record: (Reversal) -> String?

    /// A class, for an optional cannot be asked while it keeps what it holds.
    private final class HeldHandle {
        let handle: ProcessHandle

        init(_ handle: consuming ProcessHandle) {
            self.handle = handle
        }
    }

    /// When the first step was taken, by both clocks that matter.
    struct Moment {
        let seconds = Clocks.monotonicSeconds()
        let ticks = Clocks.ticksSinceBoot()
    }

    init(_ action: ApprovedAction, record: @escaping (Reversal) -> String?) {
        self.action = action
        self.record = record
    }

    /// Whether it is on record how something is taken back, which may be done then; its end where it is not.
    func isForeseen(_ reversal: Reversal) -> Bool {
        guard let failure = record(reversal) else { return true }
        outcome = ActionOutcome(
            result: .failed, reasonCode: "not_recorded",
            sentence: "PID \(pid) was left as it is, for how to take that back could not be recorded: \(failure)")
        return false
    }

    var pid: Int32 { action.target.identity.pid }
    var isOpen: Bool { outcome == nil }

    /// Does something to it; what the system refuses, or that it has gone, is its end.
    func attempt(_ body: () throws(SystemCallError) -> Void) {
        do throws(SystemCallError) {
            try body()
        } catch  where error.isGone {
            outcome = gone
        } catch {
            outcome = failed(error)
        }
    }

    /// What the steps before came to is told, and how to take it back.
    private func failed(_ error: SystemCallError) -> ActionOutcome {
        var outcome = ActionOutcome(
            result: .failed, reasonCode: error.isRefused ? "not_permitted" : "system_error",
            sentence: last.map { "PID \(pid) still runs after \($0.name), and what follows failed: \(error)" }
                ?? "PID \(pid) was not touched: \(error)",
            signal: last?.signalName, died: last.map { _ in false })
        outcome.reversal = reversal
        return outcome
    }

    func hold(_ handle: consuming ProcessHandle) { held = HeldHandle(handle) }

    func send(_ signal: Signal) throws(SystemCallError) { try held?.handle.send(signal) }

    var isAlive: Bool { held?.handle.isAlive ?? false }

    func waitForExit(seconds: Double) -> Bool {
        held?.handle.waitForExit(timeout: .milliseconds(Int64(seconds * 1000) + 1)) ?? true
    }

    /// Adds what was seen while it rested.
    func tellObservation(_ outcome: inout ActionOutcome) {
        outcome.observedSeconds = observedSeconds
        outcome.suffered = suffered
    }
}

extension ActionMember {
    /// How it stands once all steps were taken.
    var finished: ActionOutcome {
        guard let last else {
            return ActionOutcome(result: .alreadyDone, sentence: "Nothing was to be done to PID \(pid).")
        }
        if action.verb == .undo, !hasTakenBack {
            return ActionOutcome(result: .alreadyDone, sentence: told ?? "Nothing was to be taken back.")
        }
        if case .kill = last {
            var outcome = ActionOutcome(
                result: .noEffect, reasonCode: "survived_kill",
                sentence: "PID \(pid) still runs after KILL: it waits inside the kernel.", signal: last.signalName,
                died: false)
            outcome.recovered = false
            return outcome
        }
        var sentence = told ?? "PID \(pid) received \(last.name)."
        if let suffered, let seconds = observedSeconds {
            sentence +=
                suffered.isEmpty
                ? " Nothing was seen to suffer within \(seconds.text(decimals: 1)) s."
                : " But \(suffered.joined(separator: ", and ")); tend processes undo takes it back."
        }
        var outcome = ActionOutcome(
            result: .done, reasonCode: suffered?.isEmpty == false ? "something_suffers" : nil, sentence: sentence,
            signal: signal)
        outcome.recovered = recovered
        outcome.reversal = reversal
        tellObservation(&outcome)
        return outcome
    }

    /// The last signal that it was sent.
    private var signal: String? {
        action.steps.last { if case .observe = $0 { false } else { true } }?.signalName
    }

    var gone: ActionOutcome {
        ActionOutcome(result: .gone, reasonCode: "gone", sentence: "PID \(pid) had ended by itself.", died: true)
    }

    func changed(_ present: ProcessTarget) -> ActionOutcome {
        ActionOutcome(
            result: .blocked, reasonCode: "identity_changed",
            sentence: "PID \(pid) is no longer the process that was approved (now \(present.identity.startID)); "
                + "nothing was sent.")
    }
}

extension ProcessStep {
    /// Nil where no signal is sent.
    var signalName: String? {
        switch self {
        case .terminate, .kill, .pause, .resume: name
        case .takeBack(let reversal): reversal.kind == .resume ? ProcessStep.resume.name : nil
        case .observe, .renice, .control, .ask: nil
        }
    }
}
