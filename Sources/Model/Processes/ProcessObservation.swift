package import Primitives

/// One process as seen over a scan's window: what does not change, once; what does, once a sample.
package struct ProcessObservation: Sendable, Equatable {
    package var identity: ProcessIdentity
    package var parent: Int32
    /// The parent at the first sample, where it changed within the window: the new parent adopts orphans.
    package var formerParent: Int32?
    package var processGroup: Int32
    package var session: Int32
    /// `tty_nr` of `/proc/PID/stat` (a `dev_t`); 0: no controlling terminal.
    package var terminal: Int32
    /// The foreground process group of the terminal; -1 without one.
    package var terminalForeground: Int32
    /// The kernel's name for it (`comm`, at most 15 bytes, chosen by the process).
    package var name: ForeignText
    /// The arguments, each ended by a NUL, as the process shows them now.
    ///
    /// Empty for kernel threads.
    package var arguments: Reading<ForeignText>
    package var executable: Reading<ForeignText>
    package var executableFile: Reading<FileIdentity>
    package var workingDirectory: Reading<ForeignText>
    /// Whether the working directory has been removed (`st_nlink` 0), never guessed from its text.
    package var workingDirectoryDeleted: Reading<Bool>
    /// The lines of `/proc/PID/cgroup`.
    package var controlGroups: Reading<ForeignText>
    package var nice: Int32
    /// `PF_KTHREAD` is set: part of the kernel.
    package var isKernelThread: Bool
    /// SIGHUP is ignored, as `nohup` arranges.
    package var ignoresHangup: Bool
    /// PIDs of nested namespaces, outermost first (`NSpid`); one entry in tend's own namespace.
    package var namespacePIDs: Reading<[Int32]>
    package var descriptors: Reading<DescriptorSummary>
    /// What an environment marker says of the program that started it; only asked of processes without a terminal.
    package var host: Reading<HostProgram>
    /// What supervisors wrote into its environment; nil where nothing was found or it was not looked at.
    package var supervisorMarks: [SupervisorMark]?
    /// How often the record saw this program started again after it was ended; nil where it did not.
    package var respawns: RespawnLoop?
    /// This machine has been watched for long enough and never ran such a program.
    package var isNovel = false
    /// What somebody declared of it that still held at the scan; nil where nobody did.
    package var declaration: Declaration?
    /// Its control group, or one above, was seen to be frozen.
    ///
    /// What version 1 freezes shows state D, and what version 2 freezes state S.
    package var isFrozen = false
    /// Its memory with shared pages divided among those who share them; nil where nobody asked for it.
    package var proportionalMemory: Reading<ByteCount>?
    /// One entry a sample, oldest first.
    ///
    /// The last is never later than the scan's end.
    package var counters: [ProcessCounters]
    /// What earlier scans of this boot saw of it, oldest first; empty where there were none.
    package var history: [HistoryPoint] = []
    /// What a deep scan found; nil where it was not looked at so closely.
    package var deep: DeepReading? {
        get { deepReadings.first }
        set { deepReadings = newValue.map { [$0] } ?? [] }
    }
    /// At most one; behind a reference, for most processes have none and observations are copied often.
    package private(set) var deepReadings: [DeepReading] = []

    package init(
        identity: ProcessIdentity, parent: Int32, formerParent: Int32? = nil, processGroup: Int32, session: Int32,
        terminal: Int32 = 0, terminalForeground: Int32 = -1, name: ForeignText,
        arguments: Reading<ForeignText> = .unavailable(.notCollected),
        executable: Reading<ForeignText> = .unavailable(.notCollected),
        executableFile: Reading<FileIdentity> = .unavailable(.notCollected),
        workingDirectory: Reading<ForeignText> = .unavailable(.notCollected),
        workingDirectoryDeleted: Reading<Bool> = .unavailable(.notCollected),
        controlGroups: Reading<ForeignText> = .unavailable(.notCollected), nice: Int32 = 0,
        isKernelThread: Bool = false, ignoresHangup: Bool = false,
        namespacePIDs: Reading<[Int32]> = .unavailable(.notCollected),
        descriptors: Reading<DescriptorSummary> = .unavailable(.notCollected),
        host: Reading<HostProgram> = .unavailable(.notCollected), counters: [ProcessCounters] = []
    ) {
        self.identity = identity
        self.parent = parent
        self.formerParent = formerParent
        self.processGroup = processGroup
        self.session = session
        self.terminal = terminal
        self.terminalForeground = terminalForeground
        self.name = name
        self.arguments = arguments
        self.executable = executable
        self.executableFile = executableFile
        self.workingDirectory = workingDirectory
        self.workingDirectoryDeleted = workingDirectoryDeleted
        self.controlGroups = controlGroups
        self.nice = nice
        self.isKernelThread = isKernelThread
        self.ignoresHangup = ignoresHangup
        self.namespacePIDs = namespacePIDs
        self.descriptors = descriptors
        self.host = host
        self.counters = counters
    }

    package var pid: Int32 { identity.pid }
    package var state: ProcessState { counters.last?.state ?? .unknown }
}

/// What the environment of a process says of the program that started it.
package enum HostProgram: Sendable, Equatable {
    /// No marker was found.
    case none
    /// A marker names a process (an editor, a terminal multiplexer, an agent): its PID and whether it lives.
    case named(marker: String, pid: Int32, isAlive: Bool)

    /// Variables that a terminal multiplexer sets in its windows: tmux and screen.
    package static let multiplexers: Set<String> = ["TMUX", "STY"]
}

/// The state letter of `/proc/PID/stat`.
package enum ProcessState: Character, Sendable, CaseIterable {
    case running = "R"
    case sleeping = "S"
    case uninterruptible = "D"
    case stopped = "T"
    case traced = "t"
    case zombie = "Z"
    case dead = "X"
    case idleKernel = "I"
    case parked = "P"
    case unknown = "?"
}

/// The numbers that move, at one sample.
package struct ProcessCounters: Sendable, Equatable {
    /// Which of the scan's samples this is, from 0.
    package var sample: Int
    package var state: ProcessState
    package var userTicks: UInt64
    package var systemTicks: UInt64
    package var threads: Int32
    package var residentMemory: ByteCount
    package var virtualMemory: ByteCount
    package var minorFaults: UInt64
    package var majorFaults: UInt64
    /// Bytes that really went to or came from storage; never `rchar` and `wchar`, which count pipes and `/dev/null`.
    package var storage: Reading<StorageCounters>
    /// Sum of the offsets of its regular files; moves when a file is read or written in order.
    package var fileOffsets: Reading<UInt64>
    /// Sum of bytes acknowledged and received on its TCP connections.
    package var socketBytes: Reading<UInt64>
    /// Nanoseconds in all for which its first thread was ready to run and waited for a processor (`/proc/PID/schedstat`).
    ///
    /// Nil where it was not ready to run at the first sample that saw it, and where it could not be read.
    package var runDelay: UInt64?

    package init(
        sample: Int = 0, state: ProcessState, userTicks: UInt64 = 0, systemTicks: UInt64 = 0, threads: Int32 = 1,
        residentMemory: ByteCount = .zero, virtualMemory: ByteCount = .zero, minorFaults: UInt64 = 0,
        majorFaults: UInt64 = 0, storage: Reading<StorageCounters> = .unavailable(.notCollected),
        fileOffsets: Reading<UInt64> = .unavailable(.notCollected),
        socketBytes: Reading<UInt64> = .unavailable(.notCollected)
    ) {
        self.sample = sample
        self.state = state
        self.userTicks = userTicks
        self.systemTicks = systemTicks
        self.threads = threads
        self.residentMemory = residentMemory
        self.virtualMemory = virtualMemory
        self.minorFaults = minorFaults
        self.majorFaults = majorFaults
        self.storage = storage
        self.fileOffsets = fileOffsets
        self.socketBytes = socketBytes
    }

    /// Processor time since the start, saturating on a hostile count.
    package var totalTicks: UInt64 {
        let (sum, overflow) = userTicks.addingReportingOverflow(systemTicks)
        return overflow ? .max : sum
    }
}

/// `read_bytes` and `write_bytes` of `/proc/PID/io`.
package struct StorageCounters: Sendable, Equatable {
    package var read: ByteCount
    package var written: ByteCount

    package init(read: ByteCount, written: ByteCount) {
        self.read = read
        self.written = written
    }
}
