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
    /// What has been seen so far, in PID order; each sample adds one entry to the counters.
    package internal(set) var observations: [ProcessObservation] = []
    /// Of the process at the same index.
    var kept: [KeptFiles] = []
    var controlGroupTexts = InternedTexts()
    /// How many more files may be kept open.
    var keepable: Int
    private var samplesToCome = 0
    private(set) var samples = 0
    /// Processes whose `stat` was refused (`hidepid=1`); they cannot be observed at all.
    private(set) var refused = 0
    /// PIDs whose `stat` did not come back; they cannot be observed at all either.
    private(set) var unread: Set<Int32> = []
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
        for process in kept { process.close() }
    }

    /// The numbers of the files that are open for the next sample.
    var openFiles: Set<Int32> {
        Set(kept.lazy.flatMap { [$0.stat, $0.storage] }.filter { $0 >= 0 })
    }

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
        try merge(deadline)
        samples += 1
    }

    /// Walks the list of before and the list of now side by side; newcomers are put behind and sorted in afterwards.
    private func merge(_ deadline: Deadline) throws(TendError) {
        let before = observations.count
        if before == 0 {
            observations.reserveCapacity(pids.count)
            kept.reserveCapacity(pids.count)
        }
        var known = 0
        for (count, pid) in pids.enumerated() {
            if count & 0xff == 0xff { try deadline.check("reading the processes") }
            while known < before, observations[known].pid < pid {
                markGone(known)
                known += 1
            }
            if known < before, observations[known].pid == pid {
                if !sampleAgain(known) {
                    markGone(known)
                    observe(pid)
                }
                known += 1
            } else {
                observe(pid)
            }
        }
        for index in known..<max(known, before) { markGone(index) }
        if before > 0 { putInOrder(newcomersFrom: before) }
    }

    private func markGone(_ index: Int) {
        keepable += kept[index].close()
        kept[index] = KeptFiles(isGone: true)
    }

    /// Drops those that are gone and sorts newcomers in.
    private func putInOrder(newcomersFrom before: Int) {
        guard observations.count > before || kept.contains(where: \.isGone) else { return }
        let order = observations.indices.filter { !kept[$0].isGone }.sorted {
            observations[$0].pid < observations[$1].pid
        }
        observations = order.map { observations[$0] }
        kept = order.map { kept[$0] }
    }

    /// Sees a process for the first time; one that has exited meanwhile or may not be seen is left out.
    private func observe(_ pid: Int32) {
        do throws(ErrorNumber) {
            let file = try files.open(pid: pid, "stat")
            do throws(ErrorNumber) {
                observations.append(try observation(pid, reading: file))
            } catch {
                ProcFileSystem.close(file)
                throw error
            }
            kept.append(KeptFiles(stat: keepOrClose(file)))
        } catch {
            if error == .timedOut {
                unread.insert(pid)
            } else if !error.isGone {
                refused += 1
            }
        }
    }

    private func observation(_ pid: Int32, reading file: Int32) throws(ErrorNumber) -> ProcessObservation {
        let text = try files.read(file, of: pid, "stat")
        // Text that cannot be understood is counted with the refused: the process is there but unknown.
        guard let stat = try? ProcStat(parsing: text) else { throw ErrorNumber.malformed }
        var observation = ProcessObservation(
            pid: pid, userID: try files.owner(pid: pid), bootID: bootID, stat: stat, text: text,
            expectedSamples: samplesToCome + 1)
        observation.counters.append(counters(stat))
        // A single sample tells of no delay within a window.
        if fields.contains(.runDelay), samplesToCome > 0, stat.state == .running {
            observation.counters[0].runDelay = runDelay(of: pid)
        }
        return observation
    }

    /// Reads the numbers that move; false where the process of before is gone.
    private func sampleAgain(_ index: Int) -> Bool {
        do throws(ErrorNumber) {
            let (file, pid) = (kept[index].stat, observations[index].pid)
            let text = file >= 0 ? try files.read(file, of: pid, "stat") : try files.read(pid: pid, "stat")
            // As in `observation`: what cannot be understood is not there.
            guard let stat = try? ProcStat(parsing: text), stat.startTicks == observations[index].identity.startTicks
            else { return false }
            observations[index].update(stat, text: text)
            observations[index].counters.append(counters(stat))
        } catch {
            return false
        }
        if fields.contains(.storage) { readStorage(index) }
        let newest = observations[index].counters.count - 1
        if newest > 0, observations[index].counters[newest - 1].runDelay != nil {
            observations[index].counters[newest].runDelay = runDelay(of: observations[index].pid)
        }
        return true
    }

    /// Nil where it cannot be read: the machine may not count it.
    private func runDelay(of pid: Int32) -> UInt64? {
        guard let text = try? files.read(pid: pid, "schedstat") else { return nil }
        return RunDelayProbe.parse(text)?.waited
    }

    private func counters(_ stat: ProcStat) -> ProcessCounters {
        ProcessCounters(
            sample: samples, state: stat.state, userTicks: stat.userTicks, systemTicks: stat.systemTicks,
            threads: stat.threads, residentMemory: .pages(stat.residentPages, pageSize: Self.pageSize),
            virtualMemory: ByteCount(stat.virtualBytes), minorFaults: stat.minorFaults,
            majorFaults: stat.majorFaults)
    }

    private static let pageSize = Host.pageSize

    /// Keeps a file for the next sample, or closes it and gives -1.
    func keepOrClose(_ file: Int32) -> Int32 {
        guard samplesToCome > 0, keepable > 0 else {
            ProcFileSystem.close(file)
            return -1
        }
        keepable -= 1
        return file
    }
}

extension [Int32] {
    fileprivate var isSortedAscending: Bool {
        zip(self, dropFirst()).allSatisfy { $0 < $1 }
    }
}
