internal import Collectors
internal import Decision
internal import Model
internal import Planning
internal import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// Looks closely at some processes of a scan.
    ///
    /// - Parameters:
    ///   - chosen: places in the sample and the probes of each, the most urgent first.
    ///   - assessed: the judgement of a scan of this machine, made moments ago.
    ///   - settings: of this look.
    ///   - deadline: past it the look ends as if its budget had.
    /// - Returns: the sample with what was found, beside what an earlier look found, and `host.deepScan`.
    /// - Throws: `TendError` where `/proc` cannot be read.
    func looked(
        at chosen: [(place: Int, probes: Set<ProcessProbe>)], in assessed: Assessed, _ settings: DeepScanSettings,
        deadline: Deadline
    ) throws(TendError) -> MachineSample {
        let surroundings = DeepSurroundings(assessed)
        let raw = assessed.raw
        let found = try DeepScan(settings: settings).read(
            chosen.map { surroundings.suspect($0.place, probes: $0.probes) }, deadline: deadline)
        var told = raw
        for (entry, reading) in zip(chosen, found.readings) {
            told.processes[entry.place].deep = reading.completed(by: raw.processes[entry.place].deep)
        }
        told.host.deepScan = found.summary.adding(raw.host.deepScan)
        return told
    }
}
