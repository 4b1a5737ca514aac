internal import History
package import Model
internal import Planning
internal import Primitives
internal import SystemCalls

extension ProcessEngine {
    /// How many earlier points of a process are looked at.
    static let historyLength = 240

    /// Earlier scans of this boot, read while the window passes anyway.
    ///
    /// - Returns: none where nothing was recorded or the record cannot be read: the past is then unknown.
    func earlierScans() -> [ScanHistory] {
        guard FileSystem.exists(journal.databasePath), let bootID = RunningProcess.bootID() else { return [] }
        // A store that cannot be read is told of where something has to be recorded.
        return (try? journal.reader().scans(bootID: bootID, newest: Self.historyLength)) ?? []
    }
}

extension ProcessEngine {
    /// Keeps what a scan saw as the past of its processes and of the machine, without making a session of it.
    package func remember(_ assessed: Assessed) {
        let now = Clocks.wallMilliseconds()
        _ = journal.attempt("what was seen was not kept as a past") { store throws(TendError) in
            try append(assessed, to: store, at: now)
        }
    }
}

extension ProcessEngine {
    /// Only ever what was seen on this machine: a replay is never recorded.
    func append(_ assessed: Assessed, to store: Store, at now: Int64) throws(TendError) {
        let host = assessed.sample.host
        try store.appendScan(assessed.sample.asHistory, bootID: host.bootID, at: now)
        try store.appendBaseline(
            MachineReading(assessed), programs: key.programs(assessed.raw, try judgement().packs), hostID: host.hostID)
    }
}

extension ProcessEngine.Assessed {
    /// The sample with the past of those that are not kept: enough to judge the plan again, and not more.
    var withoutKeptHistory: MachineSample {
        var sample = sample
        for decision in decisions where decision.recommendation == .keep {
            sample.processes[decision.index].history.removeAll()
        }
        return sample
    }
}

extension MachineSample {
    /// Gives every process what earlier scans saw of it, oldest first.
    ///
    /// - Complexity: O(scans × processes).
    package mutating func attach(_ scans: [ScanHistory]) {
        let begin = host.uptime - host.window
        var places: [Int32: Int] = [:]
        places.reserveCapacity(processes.count)
        for index in processes.indices {
            places[processes[index].pid] = index
            processes[index].history.removeAll()
        }
        for scan in scans where scan.moment < begin {
            for entry in scan.entries {
                // By identity: the PID may have been another process's then.
                guard let place = places[entry.pid], processes[place].identity.startTicks == entry.startTicks
                else { continue }
                processes[place].history.append(entry.point)
            }
        }
    }

    /// What later scans may want to know of this one.
    var asHistory: ScanHistory {
        ScanHistory(
            moment: host.uptime,
            entries: processes.indices.compactMap { index in
                guard !processes[index].isKernelThread, let point = HistoryPoint(processes[index], at: host.uptime)
                else { return nil }
                return ScanHistory.Entry(
                    pid: processes[index].pid, startTicks: processes[index].identity.startTicks, point: point)
            })
    }
}
