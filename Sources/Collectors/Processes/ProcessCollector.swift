package import Model
package import Primitives
package import SystemCalls

/// Observes all processes over a short window, without starting any.
///
/// Single-threaded: a scan keeps many files open and blocks for the whole window.
package final class ProcessCollector {
    private let paths: HostPaths
    private let settings: ProcessCollectorSettings
    private let hostID: String
    private let viewerPID: Int32
    private let readSockets: () -> SocketTables

    /// Makes a collector; it reads nothing yet.
    ///
    /// - Parameters:
    ///   - paths: where the kernel's filesystems are.
    ///   - settings: the limits.
    ///   - hostID: a stable and anonymous name of this machine, for the sample.
    ///   - viewerPID: the process that looks.
    ///   - readSockets: the source of the socket tables; nil asks the kernel.
    package init(
        paths: HostPaths = HostPaths(), settings: ProcessCollectorSettings = ProcessCollectorSettings(),
        hostID: String, viewerPID: Int32 = Host.processID, readSockets: (() -> SocketTables)? = nil
    ) {
        self.paths = paths
        self.settings = settings
        self.hostID = hostID
        self.viewerPID = viewerPID
        self.readSockets = readSockets ?? { SocketTables.read(timeout: settings.socketTimeout) }
    }

    /// Scans: a quick sample of everything, the open files while the window passes, further samples, the last one.
    ///
    /// - Parameters:
    ///   - window: from the first sample to the last.
    ///   - samples: how many; with one there is no window and nothing that moves is known.
    ///   - deadline: past it the scan gives up.
    ///   - whileWaiting: run once before the last sample, in the time that passes anyway.
    /// - Returns: one observation for each process that lives at the last sample, in PID order.
    /// - Throws: `TendError`: `unavailable` where `/proc` cannot be read, `timed_out` past the deadline.
    package func scan(
        window: Duration, samples: Int, deadline: Deadline = .none, whileWaiting: () -> Void = {}
    ) throws(TendError) -> MachineSample {
        let scan = try ProcessScan(
            sampler: sampler(fields: .full), settings: settings, window: window, samples: max(1, samples),
            deadline: deadline, readSockets: readSockets)
        try scan.run(whileWaiting: whileWaiting)
        return scan.finish(HostReader(paths: paths, hostID: hostID, viewerPID: viewerPID))
    }

    /// Observes all processes once, without their open files.
    package func quickScan(
        _ fields: ProcessFields = .full, deadline: Deadline = .none
    ) throws(TendError) -> [ProcessObservation] {
        let sampler = try sampler(fields: fields)
        try sampler.sample(deadline: deadline)
        try sampler.readDetails(deadline: deadline)
        return sampler.observations
    }

    /// A source of repeated samples.
    package func sampler(fields: ProcessFields) throws(TendError) -> ProcessSampler {
        let bootID = try HostReader.bootID(procRoot: paths.proc)
        do {
            return ProcessSampler(
                files: try ProcFileSystem(root: paths.proc), bootID: bootID, fields: fields, settings: settings)
        } catch {
            throw Self.unreadable(paths.proc, cause: error)
        }
    }

    /// Memory of the machine that is available without swapping, now.
    package static func availableMemory(paths: HostPaths = HostPaths()) -> ByteCount {
        HostReader(paths: paths, hostID: "", viewerPID: 0).memory().available
    }

    /// Who bears a PID now.
    ///
    /// - Returns: nil where nobody does; a zombie still does.
    package static func currentIdentity(
        pid: Int32, procRoot: String = "/proc", bootID: String
    ) throws(SystemCallError) -> ProcessIdentity? {
        try current(pid: pid, procRoot: procRoot, bootID: bootID)?.identity
    }

    /// Who bears a PID now, and in which state.
    ///
    /// - Returns: nil where nobody does; a zombie still does.
    package static func current(
        pid: Int32, procRoot: String = "/proc", bootID: String
    ) throws(SystemCallError) -> (identity: ProcessIdentity, state: ProcessState)? {
        do throws(SystemCallError) {
            // Below one open directory everything is of one process, even if the PID is reused meanwhile.
            let directory = try FileDescriptor.open("\(procRoot)/\(pid)", .directory)
            let text = try directory.open("stat").readToEnd(limit: 1 << 16, subject: "\(procRoot)/\(pid)/stat")
            // A `stat` that cannot be understood identifies nobody.
            guard let stat = text.withUnsafeBufferPointer({ try? ProcStat(parsing: $0) }) else {
                throw SystemCallError(call: "read", on: "\(procRoot)/\(pid)/stat", .malformed)
            }
            let identity = ProcessIdentity(
                pid: pid, startTicks: stat.startTicks, bootID: bootID, userID: try directory.ownerID())
            return (identity, stat.state)
        } catch  where error.isGone {
            return nil
        }
    }

    static func unreadable(_ path: String, cause: SystemCallError) -> TendError {
        TendError(
            .unavailable, "the processes of this machine cannot be read at \(path)", area: "processes",
            hint: "mount /proc, or allow tend to read it", cause: cause)
    }
}
