package import Model
package import Primitives
package import SystemCalls

/// The quick scan: what `stat` and a few other files say of every process, once or again and again.
///
/// Single-threaded; keeps files open between samples until it goes away.
package final class ProcessSampler {
    let files: ProcFileSystem
    let bootID: String
    let fields: ProcessFields
    let settings: ProcessCollectorSettings
    private var pids: [Int32] = []
    /// In PID order.
    var tracked: [TrackedProcess] = []
    var controlGroupTexts = InternedTexts()
    /// How many more files may be kept open.
    var keepable: Int
    private var samplesToCome = 0
    private(set) var samples = 0
    /// Processes whose `stat` was refused (`hidepid=1`); they cannot be observed at all.
    private(set) var refused = 0
    /// Processes of which another file was refused.
    var refusedDetails = 0
    /// Reads that were refused.
    var refusedReads = 0

    package init(
        files: ProcFileSystem, bootID: String, fields: ProcessFields = .full,
        settings: ProcessCollectorSettings = ProcessCollectorSettings()
    ) {
        self.files = files
        self.bootID = bootID
        self.fields = fields
        self.settings = settings
        // Enough must be left for everything else that is opened meanwhile.
        keepable = max(0, min(settings.keptFiles, ResourceLimits.raiseDescriptorLimit() - 512))
    }

    deinit {
        for process in tracked { process.closeFiles() }
    }

    /// The numbers of the files that are open for the next sample.
    var keptFiles: Set<Int32> {
        Set(tracked.lazy.flatMap { [$0.statFile, $0.storageFile] }.filter { $0 >= 0 })
    }

    /// What has been seen so far, in PID order; each sample adds one entry to the counters.
    package var observations: [ProcessObservation] { tracked.map(\.observation) }

    /// Takes the next sample: of all processes that there are now, and only of them.
    ///
    /// - Parameters:
    ///   - expected: how many samples there will be; with more than one, files are kept open for the next.
    ///   - deadline: looked at every few hundred processes.
    /// - Throws: `TendError` where the processes cannot be listed, or past the deadline.
    package func sample(expected: Int = 1, deadline: Deadline = .none) throws(TendError) {
        samplesToCome = max(0, expected - samples - 1)
        do {
            try files.processIDs(into: &pids)
        } catch {
            throw ProcessCollector.unreadable(
                files.root, cause: SystemCallError(call: "getdents64", on: files.root, error))
        }
        if !pids.isSortedAscending { pids.sort() }
        if tracked.isEmpty { tracked.reserveCapacity(pids.count + pids.count / 8) }
        try merge(deadline)
        samples += 1
    }

    /// Walks the list of before and the list of now side by side.
    private func merge(_ deadline: Deadline) throws(TendError) {
        var newcomers: [TrackedProcess] = []
        var left = 0
        var known = 0
        for (count, pid) in pids.enumerated() {
            if count & 0xff == 0xff { try deadline.check("reading the processes") }
            while known < tracked.count, tracked[known].pid < pid {
                left += markGone(known)
                known += 1
            }
            if known < tracked.count, tracked[known].pid == pid {
                if !sampleAgain(known) {
                    left += markGone(known)
                    if let newcomer = observe(pid) { newcomers.append(newcomer) }
                }
                known += 1
            } else if let newcomer = observe(pid) {
                newcomers.append(newcomer)
            }
        }
        while known < tracked.count {
            left += markGone(known)
            known += 1
        }
        if left > 0 { tracked.removeAll(where: \.isGone) }
        if tracked.isEmpty {
            tracked = newcomers
        } else if !newcomers.isEmpty {
            tracked.append(contentsOf: newcomers)
            tracked.sort { $0.pid < $1.pid }
        }
    }

    private func markGone(_ index: Int) -> Int {
        keepable += tracked[index].closeFiles()
        tracked[index].isGone = true
        return 1
    }

    /// Sees a process for the first time; nil where it has exited meanwhile or may not be seen.
    private func observe(_ pid: Int32) -> TrackedProcess? {
        do throws(ErrorNumber) {
            let statFile = try files.open(pid: pid, "stat")
            do throws(ErrorNumber) {
                var process = try track(pid, reading: statFile)
                keep(statFile, as: \.statFile, of: &process)
                return process
            } catch {
                ProcFileSystem.close(statFile)
                throw error
            }
        } catch {
            if !error.isGone { refused += 1 }
            return nil
        }
    }

    private func track(_ pid: Int32, reading statFile: Int32) throws(ErrorNumber) -> TrackedProcess {
        let text = try files.read(statFile)
        // Text that cannot be understood is counted with the refused: the process is there but unknown.
        guard let stat = try? ProcStat(parsing: text) else { throw ErrorNumber.malformed }
        var process = TrackedProcess(pid: pid, stat: stat, text: text, bootID: bootID)
        process.observation.identity.userID = try files.owner(pid: pid)
        process.observation.counters.reserveCapacity(min(samplesToCome, 63) + 1)
        process.observation.counters.append(counters(stat))
        return process
    }

    /// Reads the numbers that move; false where the process of before is gone.
    private func sampleAgain(_ index: Int) -> Bool {
        let pid = tracked[index].pid
        do throws(ErrorNumber) {
            let isKept = tracked[index].statFile >= 0
            let text = isKept ? try files.read(tracked[index].statFile) : try files.read(pid: pid, "stat")
            // As in `observe`: what cannot be understood is not there.
            guard let stat = try? ProcStat(parsing: text),
                stat.startTicks == tracked[index].observation.identity.startTicks
            else { return false }
            tracked[index].update(stat, text: text)
            tracked[index].observation.counters.append(counters(stat))
        } catch {
            return false
        }
        if fields.contains(.storage) { readStorage(index) }
        return true
    }

    private func counters(_ stat: ProcStat) -> ProcessCounters {
        ProcessCounters(
            sample: samples, state: stat.state, userTicks: stat.userTicks, systemTicks: stat.systemTicks,
            threads: stat.threads, residentMemory: .pages(stat.residentPages, pageSize: Self.pageSize),
            virtualMemory: ByteCount(stat.virtualBytes), minorFaults: stat.minorFaults,
            majorFaults: stat.majorFaults)
    }

    private static let pageSize = Host.pageSize

    /// Keeps a file for the next sample or closes it.
    func keep(_ file: Int32, as slot: WritableKeyPath<TrackedProcess, Int32>, of process: inout TrackedProcess) {
        if samplesToCome > 0, keepable > 0 {
            process[keyPath: slot] = file
            keepable -= 1
        } else {
            ProcFileSystem.close(file)
        }
    }
}

extension [Int32] {
    fileprivate var isSortedAscending: Bool {
        zip(self, dropFirst()).allSatisfy { $0 < $1 }
    }
}
