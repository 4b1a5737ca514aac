import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// What is usual for a machine, on simulated weeks.
@Suite struct MachineBaselineTests {
    /// Monday 0:00 UTC.
    private static let start: Int64 = 1_767_571_200_000
    private static let hourLength: Int64 = 3_600_000

    /// A machine with a working day: about 200 processes at night, 300 from 8 to 18; its load likewise.
    private func week(
        _ days: Int, seed: UInt64 = 1, every: Int = 1, shift: (Int) -> Double = { _ in 0 }
    ) -> MachineRecord {
        var random = Chance(seed: seed)
        var record = MachineRecord()
        for hour in stride(from: 0, to: days * 24, by: every) {
            let isDay = (8..<18).contains(hour % 24)
            let noise = Double.random(in: -10...10, using: &random)
            let processes = (isDay ? 300 : 200) + noise + shift(hour)
            record.hours.append(
                MachineHour(
                    MachineReading(
                        at: Self.start + Int64(hour) * Self.hourLength, processes: processes,
                        cores: (isDay ? 3 : 0.5) + Double.random(in: 0...0.4, using: &random),
                        memory: ByteCount(UInt64((8 + Double.random(in: 0...1, using: &random)) * 1e9)),
                        categories: [.shell: isDay ? 20 : 4, .editor: 2])))
        }
        return record
    }

    private func now(_ hour: Int, processes: Double, cores: Double = 0.6) -> MachineReading {
        MachineReading(
            at: Self.start + Int64(hour) * Self.hourLength, processes: processes, cores: cores,
            memory: ByteCount(8_500_000_000), categories: [.shell: 4, .editor: 2])
    }

    private func baseline(_ record: MachineRecord, _ now: MachineReading) -> MachineBaseline {
        MachineBaseline(record, at: now.at, now: now)
    }

    private func usual(_ baseline: MachineBaseline, _ name: String) throws -> MachineBaseline.Usual {
        try #require((baseline.measures + baseline.categories).first { $0.name == name })
    }

    @Test func `what is usual by day is unusual at night`() throws {
        let night = baseline(week(21), now(21 * 24 + 3, processes: 300))
        let day = baseline(week(21), now(21 * 24 + 10, processes: 300, cores: 3))
        #expect(try usual(night, "processes").isUnusual)
        #expect(night.anomalyShare == 1.0 / 3)
        #expect(try !usual(day, "processes").isUnusual)
        #expect(abs(try usual(day, "processes").expected - 300) < 15)
        #expect(abs(try usual(night, "processes").expected - 200) < 15)
        #expect(try usual(night, "processes").high < 250)
        #expect(day.anomalyShare == 0)
        #expect(try !usual(night, "shell").isUnusual && usual(day, "shell").isUnusual)
        #expect(night.hour == 3 && night.byHour[3].recorded == 21)
    }

    @Test func `below enough hours nothing is usual or unusual`() {
        let young = baseline(week(3), now(3 * 24 + 3, processes: 9000))
        #expect(!young.isKnown && young.measures.isEmpty && young.anomalyShare == nil && young.neverSeen == nil)
        #expect(young.recorded == 72 && young.needed == 78)
        let none = baseline(MachineRecord(), now(0, processes: 1))
        #expect(none.recorded == 0 && none.since == nil && none.byHour.count == 24)
    }

    @Test func `the interval holds as often as it says`() {
        var outside = 0
        for seed in 1...200 {
            let record = week(15, seed: UInt64(seed))
            var past = record
            past.hours.removeLast(24)
            let hour = 14 * 24 + seed % 24
            let reading = now(hour, processes: record.hours[hour].processes)
            past.hours = Array(record.hours[..<hour])
            if baseline(past, reading).measures[0].isUnusual { outside += 1 }
        }
        // Six neighbouring hours hold with 90 %, so one alone holds more often.
        #expect(outside <= 20)
    }

    @Test func `a machine that has grown is usual again after some weeks`() throws {
        let grown = week(42, shift: { $0 > 14 * 24 ? 150 : 0 })
        var early = grown
        early.hours = Array(grown.hours[..<(14 * 24 + 6)])
        #expect(try usual(baseline(early, now(14 * 24 + 6, processes: 350)), "processes").isUnusual)
        #expect(try !usual(baseline(grown, now(42 * 24 + 6, processes: 350)), "processes").isUnusual)
    }

    @Test func `the present hour does not judge itself, and gaps do no harm`() throws {
        var record = week(21)
        var reading = now(20 * 24 + 23, processes: 999)
        reading.at += 60_000
        record.hours[record.hours.count - 1].processes = 999
        #expect(try usual(baseline(record, reading), "processes").isUnusual)
        let sparse = baseline(week(56, every: 5), now(56 * 24 + 3, processes: 205))
        #expect(sparse.isKnown && !sparse.measures[0].isUnusual)
    }

    @Test func `readings of one hour are averaged`() {
        var hour = MachineHour(now(3, processes: 100, cores: 1))
        hour.add(now(3, processes: 200, cores: 2))
        hour.add(MachineReading(at: Self.start, processes: 300, cores: nil, memory: .zero, categories: [:]))
        #expect(abs(hour.processes - 200) < 1e-9 && hour.readings == 3)
        #expect(abs((hour.cores ?? 0) - 1.5) < 1e-9)
        #expect(abs((hour.categories[.shell] ?? 0) - 8.0 / 3) < 1e-9)
        #expect(MachineHour.hour(of: -1) == -1 && MachineHour.hour(of: 3_600_000) == 1)
    }
}
