internal import Decision
internal import History
package import Model
package import Primitives
internal import ProcessTriage
internal import SystemCalls

/// What the record knows of this machine's hours and programs.
struct MachineHabits {
    /// A program counts as new for a day: it would otherwise be known a scan later.
    private static let newness: Int64 = 86_400_000

    let record: MachineRecord
    /// Programs that were known before the last day.
    private let known: Set<String>

    /// Nothing is known where there is no record, or none that can be read: this only ever adds a caution.
    init(_ journal: Journal, hostID: String, at moment: Int64) {
        self.init((try? journal.reader().machineRecord(hostID: hostID)) ?? MachineRecord(), at: moment)
    }

    init(_ record: MachineRecord, at moment: Int64) {
        self.record = record
        known = Set(record.programs.filter { $0.first < moment - Self.newness }.map(\.key))
    }

    /// Notes in a sample what this machine never ran before the last day, and how unusual it is as a whole.
    ///
    /// Nothing is noted until the machine was watched for long enough.
    /// - Complexity: O(*n*) processes, one hash each, and the recorded hours.
    func annotate(_ sample: inout MachineSample, _ packs: ProcessPacks, _ key: GroupingKey) {
        let reading = MachineReading(sample, categories: [:])
        let baseline = MachineBaseline(record, at: sample.host.capturedAt, now: reading)
        guard baseline.isKnown else { return }
        sample.host.anomalyShare = baseline.anomalyShare
        for index in sample.processes.indices {
            guard let name = packs.groupingName(of: sample.processes[index]) else { continue }
            sample.processes[index].isNovel = !known.contains(key.program(name))
        }
    }
}

extension GroupingKey {
    /// Under another prefix than arguments, so that neither is told from the other.
    fileprivate func program(_ name: String) -> String { hash(Array("program:\(name)".utf8)) }

    /// What runs in a sample, as the record names it.
    func programs(_ sample: MachineSample, _ packs: ProcessPacks) -> Set<String> {
        Set(packs.groupingNames(of: sample.processes).map(program))
    }
}

extension MachineReading {
    /// What a sample says of the machine as a whole.
    init(_ sample: MachineSample, categories: [ProcessCategory: Int]) {
        let host = sample.host
        var (count, ticks) = (0, UInt64(0))
        for index in sample.processes.indices where !sample.processes[index].isKernelThread {
            count += 1
            let counters = sample.processes[index].counters
            guard let first = counters.first, let last = counters.last else { continue }
            ticks += last.totalTicks > first.totalTicks ? last.totalTicks - first.totalTicks : 0
        }
        let used = host.memoryTotal > host.memoryAvailable ? host.memoryTotal.bytes - host.memoryAvailable.bytes : 0
        self.init(
            at: host.capturedAt, processes: Double(count),
            cores: host.window > 0 ? Double(ticks) / Double(max(1, host.ticksPerSecond)) / host.window : nil,
            memory: ByteCount(used), categories: categories)
    }

    init(_ assessed: ProcessEngine.Assessed) {
        var categories: [ProcessCategory: Int] = [:]
        // By place: a finding is large.
        for index in assessed.findings.indices where !assessed.sample.processes[index].isKernelThread {
            categories[assessed.findings[index].facts.category, default: 0] += 1
        }
        self.init(assessed.sample, categories: categories)
    }
}

extension ProcessEngine {
    /// The record's view of this machine; nil where there is no record.
    func machineHabits() -> MachineHabits? {
        guard FileSystem.exists(journal.databasePath) else { return nil }
        return MachineHabits(journal, hostID: hostID, at: Clocks.wallMilliseconds())
    }

    /// What is usual for this machine at a moment, from the record alone.
    ///
    /// - Throws: `TendError` where the record cannot be read; without one nothing is recorded.
    package func baseline(at moment: Int64) throws(TendError) -> MachineBaseline {
        guard FileSystem.exists(journal.databasePath) else { return MachineBaseline(MachineRecord(), at: moment) }
        return MachineBaseline(try journal.reader().machineRecord(hostID: hostID), at: moment)
    }

    /// How the machine compares with its own past; nil for a recording, which is another machine or another time.
    func baseline(_ assessed: Assessed) -> MachineBaseline? {
        guard let habits = assessed.habits else { return nil }
        var baseline = MachineBaseline(
            habits.record, at: assessed.sample.host.capturedAt, now: MachineReading(assessed))
        if baseline.isKnown {
            let titles = assessed.findings.filter { $0.facts.novelty != nil }.map(\.facts.title)
            baseline.neverSeen = Set(titles).sorted()
        }
        return baseline
    }
}
