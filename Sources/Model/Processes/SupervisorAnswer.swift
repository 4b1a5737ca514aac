package import Primitives

/// What a supervisor itself said of one thing that it runs, or why it said nothing.
///
/// Part of a sample: judged from a recording, its answer is the same.
package struct SupervisorAnswer: Sendable, Equatable {
    /// As in `SupervisorFacts.kind`.
    package var kind: String
    /// The process that was asked: PID 1 for the machine's systemd; 0 for a container runtime.
    package var manager: Int32
    /// Its name for what it runs; empty where the answer, or its absence, is about everything it runs.
    package var unit: ForeignText
    /// The main process, in tend's PID namespace; 0 where it runs none, nil where it did not say.
    package var mainPID: Int32?
    /// The process of a command that starts, reloads or stops the unit right now; 0 for none.
    package var controlPID: Int32?
    /// Whether the supervisor merely guessed the main process: others of the unit may be as much a part of it.
    package var isGuess: Bool
    /// The unit's control group as the supervisor names it; empty where it has none now.
    package var controlGroup: ForeignText
    /// In the supervisor's own words: `active`, `failed`, `RUNNING`, `online`.
    package var state: String?
    /// In the supervisor's own words: `always`, `on-failure`, `no`.
    package var restartPolicy: String?
    /// What its tool has to be told before any command, in order to reach this very supervisor.
    package var address: [ForeignText]
    /// Why there is no answer: `timed_out`, `not_installed`, `not_permitted`, `failed`, `malformed`.
    package var failure: String?

    package init(
        kind: String, manager: Int32, unit: ForeignText = ForeignText(""), mainPID: Int32? = nil,
        controlPID: Int32? = nil, isGuess: Bool = false, controlGroup: ForeignText = ForeignText(""),
        state: String? = nil, restartPolicy: String? = nil, address: [ForeignText] = [],
        failure: String? = nil
    ) {
        self.kind = kind
        self.manager = manager
        self.unit = unit
        self.mainPID = mainPID
        self.controlPID = controlPID
        self.isGuess = isGuess
        self.controlGroup = controlGroup
        self.state = state
        self.restartPolicy = restartPolicy
        self.address = address
        self.failure = failure
    }
}

/// Something that one supervisor is to be asked.
package struct SupervisorQuestion: Sendable, Hashable {
    package var kind: String
    /// The supervisor's process; 0 where none is known by PID.
    package var manager: Int32
    /// Who owns that process; nobody is asked on behalf of another user.
    package var owner: UInt32
    /// What the question is about; empty for everything it runs.
    package var unit: ForeignText
    /// The supervisor's own words, each ended by a NUL: they may say where it listens.
    package var arguments: ForeignText
    /// Where relative paths among them begin.
    package var directory: ForeignText

    package init(
        kind: String, manager: Int32, owner: UInt32, unit: ForeignText = ForeignText(""),
        arguments: ForeignText = ForeignText(""), directory: ForeignText = ForeignText("")
    ) {
        self.kind = kind
        self.manager = manager
        self.owner = owner
        self.unit = unit
        self.arguments = arguments
        self.directory = directory
    }
}

/// What a supervisor wrote into the environment of something that it started.
///
/// Everything below inherits it and keeps it when it is left behind, so it says what a thing is called, and never by
/// itself that it is still being run.
package struct SupervisorMark: Sendable, Equatable {
    /// As in `SupervisorFacts.kind`.
    package var kind: String
    /// The supervisor's name for what it started; empty where the mark holds none.
    package var unit: ForeignText
    /// What its tool has to be told before any command.
    package var address: [ForeignText]
    /// The process that the supervisor itself started, as systemd notes it; nil where the mark holds none.
    package var startedPID: Int32?

    package init(
        kind: String, unit: ForeignText = ForeignText(""), address: [ForeignText] = [], startedPID: Int32? = nil
    ) {
        self.kind = kind
        self.unit = unit
        self.address = address
        self.startedPID = startedPID
    }
}
