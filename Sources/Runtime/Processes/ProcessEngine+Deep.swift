internal import Collectors
internal import Decision
internal import Model
internal import Planning
package import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// Looks closely at the likeliest suspects of a judged scan of this machine and judges it again with what was found.
    ///
    /// - Parameters:
    ///   - assessed: the judgement of a scan of this machine, made moments ago.
    ///   - named: processes to be looked at whatever is thought of them.
    ///   - deadline: past it the closer look ends as if its budget had.
    /// - Returns: the judgement with what was found in its samples, and the summary in `host.deepScan`.
    /// - Throws: `TendError` where `/proc` cannot be read.
    package func deepened(
        _ assessed: Assessed, naming named: Set<Int32> = [], deadline: Deadline
    ) throws(TendError) -> Assessed {
        let places = suspects(assessed, naming: named)
        let surroundings = DeepSurroundings(assessed)
        let raw = assessed.raw
        let scan = DeepScan(settings: settings.deepScan)
        let found = try scan.read(
            places.map { surroundings.suspect($0, probes: Set(ProcessProbe.allCases)) }, deadline: deadline)
        var told = raw
        for (place, reading) in zip(places, found.readings) { told.processes[place].deep = reading }
        told.host.deepScan = found.summary
        return try assess(told, mode: assessed.mode)
    }

    /// The places of those that are named; without any, of the likeliest not to be needed, surest first.
    private func suspects(_ assessed: Assessed, naming named: Set<Int32>) -> [Int] {
        let processes = assessed.sample.processes
        if !named.isEmpty { return processes.indices.filter { named.contains(processes[$0].pid) } }
        let viewers = Set(assessed.sample.host.viewer.chain)
        let eligible = processes.indices.filter {
            !processes[$0].isKernelThread && processes[$0].state != .zombie && !viewers.contains(processes[$0].pid)
        }
        return Array(
            eligible.sorted {
                (assessed.findings[$1].disposable, processes[$0].pid)
                    < (assessed.findings[$0].disposable, processes[$1].pid)
            }.prefix(settings.deepSuspects))
    }
}
