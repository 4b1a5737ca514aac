package import Primitives

/// One scan of the machine's processes: everything a judgement may look at, so that it can be replayed anywhere.
package struct MachineSample: Sendable, Equatable {
    package var host: HostFacts
    /// In PID order.
    package var processes: [ProcessObservation]

    package init(host: HostFacts, processes: [ProcessObservation]) {
        self.host = host
        self.processes = processes
    }
}

/// The machine and the viewer at the time of a scan.
package struct HostFacts: Sendable, Equatable {
    /// Stable and anonymous: a keyed hash of the machine id.
    package var hostID: String
    package var bootID: String
    package var kernel: String
    /// Wall clock at the last sample, milliseconds since 1970 UTC.
    package var capturedAt: Int64
    /// Seconds since boot at the last sample (`CLOCK_BOOTTIME`, as start ticks are counted).
    package var uptime: Double
    /// Seconds from the first sample to the last; 0 with one sample.
    package var window: Double
    package var samples: Int
    package var ticksPerSecond: Int
    package var pageSize: Int
    package var processors: Int
    package var memoryTotal: ByteCount
    package var memoryAvailable: ByteCount
    /// Start tick of PID 1 of tend's own PID namespace.
    package var initStartTicks: UInt64
    /// Whether systemd runs the machine (`/run/systemd/system` exists): measured, not assumed.
    package var hasSystemd: Bool
    package var viewer: Viewer
    /// Seconds since a terminal was last typed into or written to, by `tty_nr`.
    package var terminalQuiet: [Int32: Double]
    /// How long each stage of the scan took and what it could not read.
    package var stages: [ScanStage]
    /// What supervisors said of what they run; nil where none was asked.
    package var supervisors: [SupervisorAnswer]?
    /// Share of the machine's own measures (processes, load, memory) that are unusual for it, 0…1; nil where it has not
    /// been watched for long enough to tell.
    package var anomalyShare: Double?
    /// PIDs of processes of which the kernel said nothing, for they hang inside it; nil for none.
    package var unread: [Int32]?
    /// What the deep scan did and took; nil where there was none.
    package var deepScan: DeepScanSummary?

    package var unreadPIDs: Set<Int32> { Set(unread ?? []) }

    package init(
        hostID: String, bootID: String, kernel: String, capturedAt: Int64, uptime: Double, window: Double,
        samples: Int, ticksPerSecond: Int, pageSize: Int, processors: Int, memoryTotal: ByteCount,
        memoryAvailable: ByteCount, initStartTicks: UInt64, hasSystemd: Bool, viewer: Viewer,
        terminalQuiet: [Int32: Double] = [:], stages: [ScanStage] = []
    ) {
        self.hostID = hostID
        self.bootID = bootID
        self.kernel = kernel
        self.capturedAt = capturedAt
        self.uptime = uptime
        self.window = window
        self.samples = samples
        self.ticksPerSecond = ticksPerSecond
        self.pageSize = pageSize
        self.processors = processors
        self.memoryTotal = memoryTotal
        self.memoryAvailable = memoryAvailable
        self.initStartTicks = initStartTicks
        self.hasSystemd = hasSystemd
        self.viewer = viewer
        self.terminalQuiet = terminalQuiet
        self.stages = stages
    }
}

/// Who looks: what belongs to the viewer's own session is never touched.
package struct Viewer: Sendable, Equatable {
    package var pid: Int32
    package var userID: UInt32
    /// tend and its ancestors up to PID 1, nearest first.
    package var chain: [Int32]

    package init(pid: Int32, userID: UInt32, chain: [Int32]) {
        self.pid = pid
        self.userID = userID
        self.chain = chain
    }
}

/// One stage of a scan, for the overhead that is shown and the gaps that are admitted.
package struct ScanStage: Sendable, Equatable {
    package var name: String
    package var seconds: Double
    /// How many processes this stage could not read for lack of permission.
    package var refused: Int
    /// A sentence where the whole stage was unavailable.
    package var failure: String?

    package init(name: String, seconds: Double, refused: Int = 0, failure: String? = nil) {
        self.name = name
        self.seconds = seconds
        self.refused = refused
        self.failure = failure
    }
}
