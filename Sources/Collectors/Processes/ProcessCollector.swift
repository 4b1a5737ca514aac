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
        let reader = HostReader(paths: paths, hostID: hostID, viewerPID: viewerPID)
        var work = WatchedWork()
        var hasWaited = samples < 2
        while true {
            let watch = work.watch()
            let scan = try ProcessScan(
                sampler: sampler(fields: .full, watch: watch), settings: settings, window: window,
                samples: max(1, samples), deadline: deadline, readSockets: readSockets)
            if let begun = work.run(watch, { Self.result { () throws(TendError) in try scan.begin() } }) {
                try begun.get()
                if !hasWaited { whileWaiting() }
                hasWaited = true
                let ended = work.run(watch) { Self.result { () throws(TendError) in try scan.end(reader) } }
                if var sample = try ended?.get() {
                    sample.host.stages[0].failure = work.failure
                    return sample
                }
            }
            try check(work, deadline)
        }
    }

    /// Begins anew without what hangs, unless there is too much of that.
    private func check(_ work: WatchedWork, _ deadline: Deadline) throws(TendError) {
        try deadline.check("scanning the processes")
        guard work.stuck.count > Self.stuckLimit else { return }
        throw TendError(
            .unavailable, "the processes of this machine cannot be read", area: "processes",
            hint: "look for a file system that no longer answers (mount, dmesg), and unmount it (umount -l)",
            cause: work.failure.map { StuckCalls(sentence: $0) })
    }

    private static func result<Value>(
        _ body: () throws(TendError) -> Value
    ) -> Result<Value, TendError> {
        do throws(TendError) {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }

    /// Each costs a tenth of a second.
    private static let stuckLimit = 100

    private struct StuckCalls: Error, CustomStringConvertible {
        let sentence: String
        var description: String { sentence }
    }

    /// Observes all processes once, without their open files.
    package func quickScan(
        _ fields: ProcessFields = .full, deadline: Deadline = .none
    ) throws(TendError) -> [ProcessObservation] {
        var work = WatchedWork()
        while true {
            let watch = work.watch()
            let sampler = try sampler(fields: fields, watch: watch)
            let found = work.run(watch) {
                Self.result { () throws(TendError) in
                    try sampler.sample(deadline: deadline)
                    try sampler.readDetails(deadline: deadline)
                    return sampler.observations
                }
            }
            if let found { return try found.get() }
            try check(work, deadline)
        }
    }

    /// A source of repeated samples.
    ///
    /// - Parameters:
    ///   - fields: what is read of each process.
    ///   - watch: told of every call; without one, a process that hangs in the kernel may hang the sample too.
    /// - Returns: the source, which has read nothing yet.
    /// - Throws: `TendError` (`unavailable`) where `/proc` cannot be read.
    package func sampler(fields: ProcessFields, watch: CallWatch? = nil) throws(TendError) -> ProcessSampler {
        let bootID = try HostReader.bootID(procRoot: paths.proc)
        var settings = settings
        // What an attempt before holds open is left behind with it.
        if watch?.avoided.isEmpty == false { settings.keptFiles = 0 }
        do {
            return ProcessSampler(
                files: try ProcFileSystem(root: paths.proc, watch: watch), bootID: bootID, fields: fields,
                settings: settings)
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
    /// - Throws: `SystemCallError`; `isTimedOut` where the kernel does not answer about it.
    package static func currentIdentity(
        pid: Int32, procRoot: String = "/proc", bootID: String
    ) throws(SystemCallError) -> ProcessIdentity? {
        try current(pid: pid, procRoot: procRoot, bootID: bootID)?.identity
    }

    /// Who bears a PID now, and in which state.
    ///
    /// - Returns: nil where nobody does; a zombie still does.
    /// - Throws: `SystemCallError`; `isTimedOut` where the kernel does not answer about it.
    package static func current(
        pid: Int32, procRoot: String = "/proc", bootID: String
    ) throws(SystemCallError) -> (identity: ProcessIdentity, state: ProcessState)? {
        try SingleLook.take(at: pid) { () throws(SystemCallError) in
            try look(pid: pid, procRoot: procRoot, bootID: bootID)
        }
    }

    private static func look(
        pid: Int32, procRoot: String, bootID: String
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
