import Model
import Primitives
import Testing

@testable import History

@Suite struct BaselineStoreTests {
    private static let hour: Int64 = 3_600_000

    private func reading(_ hour: Int64, processes: Double, cores: Double? = 1) -> MachineReading {
        MachineReading(
            at: hour * Self.hour + 5, processes: processes, cores: cores, memory: ByteCount(7),
            categories: [.shell: 3, .unknown: 1])
    }

    @Test func `readings of an hour become one row, and programs remember their first and last sight`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        try store.appendBaseline(reading(100, processes: 10), programs: ["a", "b"], hostID: "h")
        try store.appendBaseline(reading(100, processes: 20, cores: nil), programs: ["a"], hostID: "h")
        try store.appendBaseline(reading(103, processes: 30), programs: ["b"], hostID: "h")
        try store.appendBaseline(reading(103, processes: 99), programs: ["z"], hostID: "other")
        let record = try store.machineRecord(hostID: "h")
        #expect(record.hours.map(\.hour) == [100, 103])
        #expect(record.hours[0].processes == 15 && record.hours[0].readings == 2 && record.hours[0].cores == 1)
        #expect(record.hours[0].categories == [.shell: 3, .unknown: 1])
        #expect(record.programs.map(\.key) == ["a", "b"])
        #expect(record.programs.map { $0.last / Self.hour } == [100, 103])
        #expect(record.programs.allSatisfy { $0.first / Self.hour == 100 })
    }

    @Test func `what is older than eight weeks is forgotten`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let (middle, end): (Int64, Int64) = (10 + 55 * 24, 12 + 56 * 24)
        try store.appendBaseline(reading(10, processes: 1), programs: ["old", "kept"], hostID: "h")
        try store.appendBaseline(reading(middle, processes: 1), programs: ["kept"], hostID: "h")
        #expect(try store.machineRecord(hostID: "h").hours.count == 2)
        try store.appendBaseline(reading(end, processes: 1), programs: [], hostID: "h")
        let record = try store.machineRecord(hostID: "h")
        #expect(record.hours.map(\.hour) == [middle, end])
        #expect(record.programs.map(\.key) == ["kept"])
    }

    @Test func `only so many programs are known, the newest`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let many = Set((0..<Store.programsKept).map { "p\($0)" })
        try store.appendBaseline(reading(10, processes: 1), programs: many, hostID: "h")
        try store.appendBaseline(reading(12, processes: 1), programs: ["new"], hostID: "h")
        let programs = try store.machineRecord(hostID: "h").programs
        #expect(programs.count == Store.programsKept && programs.contains { $0.key == "new" })
    }
}
