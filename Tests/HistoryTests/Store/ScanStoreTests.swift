import Model
import Primitives
import Testing

@testable import History

@Suite struct ScanStoreTests {
    private func scan(_ moment: Double, pids: [Int32] = [1, 7]) -> ScanHistory {
        ScanHistory(
            moment: moment,
            entries: pids.map { pid in
                ScanHistory.Entry(
                    pid: pid, startTicks: .max - 3,
                    point: HistoryPoint(
                        moment: moment, ticks: UInt64(moment * 100), residentMemory: ByteCount(1 << 40),
                        storage: pid == 1 ? nil : 5, threads: 3))
            })
    }

    @Test func `what is appended is read back, oldest first`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        for moment in [10.0, 20, 30] { try store.appendScan(scan(moment), bootID: "b", at: 1) }
        #expect(try store.scans(bootID: "b", newest: 9) == [scan(10), scan(20), scan(30)])
        #expect(try store.scans(bootID: "b", newest: 2) == [scan(20), scan(30)])
        #expect(try store.scans(bootID: "other", newest: 9) == [])
    }

    @Test func `a scan right after the last one adds nothing, and another boot's are dropped`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        try store.appendScan(scan(10), bootID: "b", at: 1)
        try store.appendScan(scan(10.9), bootID: "b", at: 1)
        try store.appendScan(scan(11), bootID: "b", at: 1)
        #expect(try store.scans(bootID: "b", newest: 9).map(\.moment) == [10, 11])
        try store.appendScan(scan(3), bootID: "c", at: 1)
        #expect(try store.scans(bootID: "b", newest: 9) == [])
        #expect(try store.scans(bootID: "c", newest: 9) == [scan(3)])
    }

    @Test func `only so many are kept`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        for step in 0..<Store.scansKept + 5 {
            try store.appendScan(scan(Double(step) * 2, pids: [1]), bootID: "b", at: 1)
        }
        let kept = try store.scans(bootID: "b", newest: 10_000)
        #expect(kept.count == Store.scansKept)
        #expect(kept.first?.moment == 10)
    }

    @Test func `damaged points are a gap`() throws {
        #expect(ScanHistory(moment: 1, encoded: []) == nil)
        #expect(ScanHistory(moment: 1, encoded: [2]) == nil)
        #expect(ScanHistory(moment: 1, encoded: [1, 0, 0]) == nil)
        #expect(ScanHistory(moment: 1, encoded: scan(1).encoded) == scan(1))
        let scratch = try Scratch()
        let store = try scratch.open()
        try store.appendScan(scan(10), bootID: "b", at: 1)
        try store.appendScan(scan(20), bootID: "b", at: 1)
        try store.database.run("UPDATE scans SET points = x'00' WHERE uptime_ms = 10000")
        #expect(try store.scans(bootID: "b", newest: 9) == [scan(20)])
    }
}
