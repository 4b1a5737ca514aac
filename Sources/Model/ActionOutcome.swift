package import Primitives

/// How an approved action ended.
package struct ActionOutcome: Sendable, Equatable {
    /// The raw values appear in machine output and the record and never change.
    package enum Result: String, Sendable, CaseIterable {
        /// Carried out, and its effect was seen.
        case done
        /// Carried out, but the effect was not seen in time.
        case noEffect = "no_effect"
        /// The system refused it.
        case failed
        /// Stopped by a gate before anything was done.
        case blocked
        /// The target had gone by itself.
        case gone
        /// Nothing was done for it had been done before.
        case alreadyDone = "already_done"
        /// Dry run or shadow mode: everything was checked and nothing done.
        case wouldDo = "would_do"
        /// Not started before the interruption.
        case pending
    }

    package var result: Result
    /// Stable code that says why, where the result is not plain success.
    package var reasonCode: String?
    /// One sentence for people.
    package var sentence: String
    /// The last signal that was sent: `TERM`, `KILL`, `STOP`, `CONT`.
    package var signal: String?
    /// Whether the process ended; nil where ending it was not the aim.
    package var died: Bool?
    /// Seconds from the first signal until its end was seen.
    package var seconds: Double?
    /// Resident memory that it held and no longer holds.
    package var memoryFreed: ByteCount?
    /// A new process of the same program, arguments and owner that appeared right after.
    package var respawnedAs: Int32?
    /// Bytes of memory that the machine had available after it more than before; others took and gave some meanwhile.
    package var availableGained: Int64?
    /// Seconds for which was looked whether anything suffered by it; nil where nobody looked.
    package var observedSeconds: Double?
    /// What suffered, one sentence each; empty where nothing was seen to.
    package var suffered: [String]?
    /// Whether it gave back what was hoped for: ended and not started again; or stopped or slowed, and nothing suffered.
    ///
    /// Nil where nothing was tried that could show it.
    package var recovered: Bool?
    /// How to take it back; nil where that cannot be done.
    package var reversal: Reversal?

    package init(
        result: Result, reasonCode: String? = nil, sentence: String, signal: String? = nil, died: Bool? = nil,
        seconds: Double? = nil, memoryFreed: ByteCount? = nil, respawnedAs: Int32? = nil
    ) {
        self.result = result
        self.reasonCode = reasonCode
        self.sentence = sentence
        self.signal = signal
        self.died = died
        self.seconds = seconds
        self.memoryFreed = memoryFreed
        self.respawnedAs = respawnedAs
    }

    /// The system did not let tend do it, and nothing of it was done.
    package var isRefusedBySystem: Bool { result == .failed && reasonCode == "not_permitted" && signal == nil }

    /// Whether something came of it that nobody could expect of a process that is no longer needed.
    package var isUnforeseen: Bool { speaksAgainstPolicy || result == .noEffect }

    /// Whether it shows that this action ought not to have gone by itself: refused, without effect, or undone at once.
    ///
    /// An interruption says nothing about the judgement.
    package var speaksAgainstPolicy: Bool {
        result == .failed || ["respawned", "survived_kill", "suffering_observed"].contains(reasonCode)
    }
}
