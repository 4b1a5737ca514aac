import History
import Model
import Primitives
import ProcessTriage
import TestSupport
import Testing

@testable import Runtime

/// What the record of a machine makes of a scan.
@Suite struct MachineHabitsTests {
    private static let hour: Int64 = 3_600_000
    private static let now: Int64 = 500_000 * hour

    private func process(_ pid: Int32, _ words: [String]) -> ProcessObservation {
        var process = ProcessObservation(
            identity: ProcessIdentity(pid: pid, startTicks: 100, bootID: "b", userID: 1000), parent: 1,
            processGroup: pid, session: pid, name: ForeignText(words[0]))
        process.arguments = .measured(ForeignText(words.map { "\($0)\0" }.joined()))
        return process
    }

    private func sample() -> MachineSample {
        MachineSample(
            host: HostFacts(
                hostID: "h", bootID: "b", kernel: "6.1", capturedAt: Self.now, uptime: 100_000, window: 0.5, samples: 2,
                ticksPerSecond: 100, pageSize: 4096, processors: 8, memoryTotal: ByteCount(100),
                memoryAvailable: ByteCount(40), initStartTicks: 10, hasSystemd: false,
                viewer: Viewer(pid: 300, userID: 1000, chain: [300])),
            processes: [
                process(7, ["python3", "/srv/known.py", "--port", "1"]), process(8, ["python3", "/srv/new.py"]),
            ])
    }

    private func record(_ hours: Int, _ key: GroupingKey, _ packs: ProcessPacks) -> MachineRecord {
        var record = MachineRecord()
        for step in 1...hours {
            record.hours.insert(
                MachineHour(
                    MachineReading(
                        at: Self.now - Int64(step) * Self.hour, processes: 2, cores: 0, memory: ByteCount(60),
                        categories: [:])), at: 0)
        }
        var known = sample()
        known.processes.removeLast()
        record.programs = key.programs(known, packs).map {
            KnownProgram(key: $0, first: Self.now - 200 * Self.hour, last: Self.now)
        }
        return record
    }

    @Test func `a program that was never seen is new for a day, and nothing is new to a machine hardly watched`() throws
    {
        // Where nothing can be written the key is one in memory, which is all that is needed.
        let (key, packs) = (GroupingKey.load(directory: "/proc/none"), try ProcessPacks.embedded())
        var watched = sample()
        var record = record(100, key, packs)
        MachineHabits(record, at: Self.now).annotate(&watched, packs, key)
        #expect(watched.processes.map(\.isNovel) == [false, true])
        #expect(watched.host.anomalyShare == 0)

        let all = key.programs(sample(), packs)
        #expect(all.count == 2)
        record.programs = all.map { KnownProgram(key: $0, first: Self.now - 3 * Self.hour, last: Self.now) }
        MachineHabits(record, at: Self.now).annotate(&watched, packs, key)
        #expect(watched.processes.map(\.isNovel) == [true, true])

        var young = sample()
        MachineHabits(self.record(70, key, packs), at: Self.now).annotate(&young, packs, key)
        #expect(young == sample())
    }

    @Test func `a sample is read as one number each`() {
        let reading = MachineReading(sample(), categories: [:])
        #expect(reading.processes == 2 && reading.memory == ByteCount(60) && reading.cores == 0)
    }
}
