import Primitives
import Testing

@testable import History

@Suite struct LabelStoreTests {
    private func label(
        _ scratch: Scratch, _ actual: String, rank: Int, program: String = "p", day: Int64 = 3, at: Int64 = 5
    ) throws -> LabelRecord {
        LabelRecord(
            domain: "processes", program: program, day: day, actual: actual, source: "s\(rank)", rank: rank,
            body: try scratch.redactor.json(Array("{}".utf8)), at: at)
    }

    @Test func `one label is kept for a program and day, and a weaker one never replaces a stronger`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        #expect(try store.record([label(scratch, "abandoned", rank: 1)]) == 1)
        #expect(try store.record([label(scratch, "useful", rank: 3, at: 6)]) == 1)
        #expect(try store.record([label(scratch, "abandoned", rank: 2, at: 7)]) == 0)
        #expect(try store.record([label(scratch, "useful_bad", rank: 3, at: 8)]) == 1)
        #expect(
            try store.record([
                label(scratch, "useful", rank: 0, day: 4), label(scratch, "useful", rank: 0, program: "q"),
            ]) == 2)
        let labels = try store.labels(domain: "processes")
        #expect(labels.filter { $0.program == "p" && $0.day == 3 }.map(\.actual) == ["useful_bad"])
        #expect(labels.count == 3)
        #expect(try store.labels(domain: "processes", since: 8).count == 1)
        #expect(try store.labels(domain: "disk").isEmpty)
    }

    @Test func `every label that is recorded stands in the audit log, and the chain holds`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        _ = try store.record([label(scratch, "abandoned", rank: 3)])
        _ = try store.record([label(scratch, "useful", rank: 1)])
        let entries = try store.auditEntries(limit: 9, kind: "label")
        #expect(entries.count == 1)
        #expect(String(decoding: entries[0].body.bytes, as: UTF8.self).contains("\"actual\":\"abandoned\""))
        #expect(try store.verifyAudit().isIntact)
    }

    private func trial(_ scratch: Scratch, _ kind: TrialRecord.Kind, pid: Int32, at: Int64 = 5) throws -> TrialRecord {
        TrialRecord(
            domain: "processes", kind: kind, bootID: "b", pid: pid, startTicks: .max, userID: 7, argumentsHash: "h",
            program: "p", day: 3, body: try scratch.redactor.json(Array("{}".utf8)), at: at, seenAt: at)
    }

    @Test func `a process is followed once a kind until its outcome is known`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        try store.begin([trial(scratch, .shadow, pid: 1), trial(scratch, .stopped, pid: 1)])
        try store.begin([trial(scratch, .shadow, pid: 1, at: 9), trial(scratch, .shadow, pid: 2)])
        var open = try store.openTrials(domain: "processes")
        #expect(open.map(\.pid) == [1, 1, 2])
        #expect(open.map(\.at) == [5, 5, 5])
        open[0].outcome = "unused"
        open[0].outcomeAt = 11
        open[2].seenAt = 10
        try store.update([open[0], open[2]])
        #expect(try store.openTrials(domain: "processes").map(\.seenAt) == [5, 10])
        #expect(try store.trials(domain: "processes").map(\.outcome) == ["unused", nil, nil])
    }

    @Test func `labels and trials are pruned after two years, and the log says so`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let day: Int64 = 86_400_000
        let now = 800 * day
        _ = try store.record([
            label(scratch, "useful", rank: 3, at: 1), label(scratch, "useful", rank: 3, day: 9, at: now - day),
        ])
        try store.begin([trial(scratch, .shadow, pid: 1), trial(scratch, .shadow, pid: 2, at: now)])
        _ = try store.pruneExpired(now: now)
        #expect(try store.labels(domain: "processes").map(\.day) == [9])
        #expect(try store.trials(domain: "processes").map(\.pid) == [2])
        let entry = try #require(try store.lastEvent(kind: "retention"))
        #expect(String(decoding: entry.body.bytes, as: UTF8.self).contains("\"labels\":1,\"trials\":1"))
    }
}
