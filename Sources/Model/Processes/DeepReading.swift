package import Primitives

/// What a deep scan found of one process: one reading a probe, each measured or unavailable for a stated reason.
///
/// `not_collected`: the probe was not chosen. `over_budget`: it was, and time or overhead did not allow it. Changes and
/// rates are of the window alone, never of the process's life.
package struct DeepReading: Sendable, Equatable {
    /// Seconds from the first look to the last; 0 with one look.
    package var window = 0.0
    /// How often it was looked at.
    package var looks = 0
    package var storage: Reading<StorageChange> = .unavailable(.notCollected)
    package var waitChannels: Reading<[WaitChannel]> = .unavailable(.notCollected)
    package var threads: Reading<ThreadStates> = .unavailable(.notCollected)
    package var switches: Reading<ContextSwitches> = .unavailable(.notCollected)
    package var runDelay: Reading<RunDelay> = .unavailable(.notCollected)
    package var faults: Reading<PageFaults> = .unavailable(.notCollected)
    package var memory: Reading<MemoryUse> = .unavailable(.notCollected)
    package var sockets: Reading<SocketUse> = .unavailable(.notCollected)
    package var descriptors: Reading<DescriptorUse> = .unavailable(.notCollected)
    package var program: Reading<ProgramFate> = .unavailable(.notCollected)
    /// Names of agents' variables in its environment, sorted; never their values.
    package var agentMarks: Reading<[String]> = .unavailable(.notCollected)
    package var controlGroup: Reading<ControlGroupUse> = .unavailable(.notCollected)
    package var pressure: Reading<Pressure> = .unavailable(.notCollected)
    package var cores: Reading<EffectiveCores> = .unavailable(.notCollected)
    /// Measured nil: it has no controlling terminal.
    package var terminal: Reading<TerminalUse?> = .unavailable(.notCollected)
    package var directory: Reading<DirectoryUse> = .unavailable(.notCollected)
    /// Measured nil: its working directory lies in no repository.
    package var repository: Reading<RepositoryState?> = .unavailable(.notCollected)
    package var company: Reading<[Companion]> = .unavailable(.notCollected)
    package var origin: Reading<ProcessOrigin> = .unavailable(.notCollected)

    package init() {}

    /// Probes without a reading, and why.
    package var missing: [(probe: ProcessProbe, reason: Unavailability)] {
        ProcessProbe.allCases.compactMap { probe in reason(probe).map { (probe, $0) } }
    }

    /// Why a probe has no reading; nil where it has one.
    package func reason(_ probe: ProcessProbe) -> Unavailability? {
        switch probe {
        case .storage: storage.reason
        case .waitChannel: waitChannels.reason
        case .threads: threads.reason
        case .switches: switches.reason
        case .runDelay: runDelay.reason
        case .faults: faults.reason
        case .memory: memory.reason
        case .sockets: sockets.reason
        case .descriptors: descriptors.reason
        case .program: program.reason
        case .environment: agentMarks.reason
        case .controlGroup: controlGroup.reason
        case .pressure: pressure.reason
        case .cores: cores.reason
        case .terminal: terminal.reason
        case .directory: directory.reason
        case .repository: repository.reason
        case .company: company.reason
        case .origin: origin.reason
        }
    }

    /// Says why a probe has nothing to tell.
    package mutating func setUnavailable(_ probe: ProcessProbe, _ reason: Unavailability) {
        switch probe {
        case .storage: storage = .unavailable(reason)
        case .waitChannel: waitChannels = .unavailable(reason)
        case .threads: threads = .unavailable(reason)
        case .switches: switches = .unavailable(reason)
        case .runDelay: runDelay = .unavailable(reason)
        case .faults: faults = .unavailable(reason)
        case .memory: memory = .unavailable(reason)
        case .sockets: sockets = .unavailable(reason)
        case .descriptors: descriptors = .unavailable(reason)
        case .program: program = .unavailable(reason)
        case .environment: agentMarks = .unavailable(reason)
        case .controlGroup: controlGroup = .unavailable(reason)
        case .pressure: pressure = .unavailable(reason)
        case .cores: cores = .unavailable(reason)
        case .terminal: terminal = .unavailable(reason)
        case .directory: directory = .unavailable(reason)
        case .repository: repository = .unavailable(reason)
        case .company: company = .unavailable(reason)
        case .origin: origin = .unavailable(reason)
        }
    }
}

/// Storage counters of the last look less those of the first.
package struct StorageChange: Sendable, Equatable {
    package var read = ByteCount.zero
    package var written = ByteCount.zero
    /// Written to files that were then cut or removed before anything reached storage.
    package var cancelled = ByteCount.zero

    package init() {}

    package init(read: ByteCount, written: ByteCount, cancelled: ByteCount = .zero) {
        self.read = read
        self.written = written
        self.cancelled = cancelled
    }
}

/// A place in the kernel where a process was found asleep.
package struct WaitChannel: Sendable, Equatable {
    /// The kernel's function, such as `do_epoll_wait`; `running` where it was not asleep.
    package var name = ""
    /// At how many looks.
    package var looks = 0

    package init() {}

    package init(name: String, looks: Int) {
        self.name = name
        self.looks = looks
    }
}

/// What the threads of a process were doing, on average over the looks.
package struct ThreadStates: Sendable, Equatable {
    /// At the last look.
    package var count = 0
    package var running = 0.0
    package var sleeping = 0.0
    /// State D: in a wait that no signal ends.
    package var uninterruptible = 0.0
    /// Stopped or traced.
    package var stopped = 0.0
    package var other = 0.0

    package init() {}
}

/// Context switches of all threads within the window.
package struct ContextSwitches: Sendable, Equatable {
    /// It waited for something.
    package var voluntary: UInt64 = 0
    /// The kernel took the processor away.
    package var involuntary: UInt64 = 0

    package init() {}

    package init(voluntary: UInt64, involuntary: UInt64) {
        self.voluntary = voluntary
        self.involuntary = involuntary
    }
}

/// What the scheduler did with all threads within the window (`/proc/PID/task/*/schedstat`).
package struct RunDelay: Sendable, Equatable {
    /// Seconds on a processor, summed over threads.
    package var ran = 0.0
    /// Seconds ready to run and without a processor, summed over threads.
    package var waited = 0.0
    /// How often a thread got a processor.
    package var slices: UInt64 = 0

    package init() {}

    package init(ran: Double, waited: Double, slices: UInt64) {
        self.ran = ran
        self.waited = waited
        self.slices = slices
    }
}

/// Page faults within the window.
package struct PageFaults: Sendable, Equatable {
    package var minor: UInt64 = 0
    /// Those that had to read storage.
    package var major: UInt64 = 0

    package init() {}

    package init(minor: UInt64, major: UInt64) {
        self.minor = minor
        self.major = major
    }
}

/// Memory at the last look (`/proc/PID/status`).
package struct MemoryUse: Sendable, Equatable {
    package var swapped = ByteCount.zero
    /// Resident memory that belongs to no file and that nothing but its end or swapping gives back.
    package var anonymous = ByteCount.zero

    package init() {}

    package init(swapped: ByteCount, anonymous: ByteCount) {
        self.swapped = swapped
        self.anonymous = anonymous
    }
}
