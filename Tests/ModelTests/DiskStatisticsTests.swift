import Model
import Primitives
import Testing

@Suite struct DiskStatisticsTests {
    private func event(
        _ at: Int64, _ kind: DiskEvent.Kind, _ result: String, subject: String = "/", reason: String? = nil,
        pattern: String? = nil, bytes: UInt64? = nil, count: Int? = nil
    ) -> DiskEvent {
        var event = DiskEvent(at: at, kind: kind)
        (event.result, event.reason, event.pattern, event.count) = (result, reason, pattern, count)
        event.subject = ForeignText(subject)
        event.bytes = bytes.map { ByteCount($0) }
        return event
    }

    private func statistics(_ events: [DiskEvent], before: [DiskEvent] = [], patterns: Int = 9) -> DiskStatistics {
        var recorded = RecordedDiskEvents()
        (recorded.events, recorded.levelsBefore, recorded.source) = (events, before, .database)
        return DiskStatistics(recorded, since: 10_000, now: 110_000, patterns: patterns)
    }

    @Test func `removals are added up by pattern, most bytes first`() {
        let sum = statistics([
            event(11_000, .removal, "done", pattern: "node_modules", bytes: 10),
            event(12_000, .removal, "done", pattern: "cargo-target", bytes: 500),
            event(13_000, .removal, "done", pattern: "node_modules", bytes: 20),
            event(14_000, .removal, "failed", pattern: "node_modules", bytes: 7),
        ])
        #expect(sum.patterns.map(\.pattern) == ["cargo-target", "node_modules"])
        #expect(sum.patterns.map(\.bytes.bytes) == [500, 30])
        #expect(sum.patterns.map(\.failed) == [0, 1])
        #expect((sum.removed, sum.removedBytes.bytes, sum.failed) == (3, 530, 1))
        #expect(sum.successRate == 0.75)
        #expect(statistics([], patterns: 9).successRate == nil)
    }

    @Test func `what was left alone counts by reason and is no failure`() {
        let sum = statistics([
            event(11_000, .removal, "skipped", reason: "git_tracked", bytes: 100, count: 40),
            event(12_000, .removal, "blocked", reason: "in_use"),
            event(13_000, .removal, "blocked", reason: "in_use"),
        ])
        #expect(sum.skipped.map(\.name) == ["git_tracked", "in_use"])
        #expect(sum.skipped.map(\.count) == [40, 2])
        #expect(sum.failed == 0)
        #expect(sum.successRate == nil)
    }

    @Test func `a level holds until the next one, from before the window on`() {
        let sum = statistics(
            [
                event(35_000, .pressure, "orange"), event(85_000, .pressure, "green"),
                event(60_000, .pressure, "red", subject: "/data"),
            ], before: [event(1000, .pressure, "green")])
        #expect(sum.levels.map(\.volume) == ["/", "/", "/data"].map { ForeignText($0) })
        #expect(sum.levels.map(\.level) == ["green", "orange", "red"])
        #expect(sum.levels.map(\.seconds) == [50, 50, 50])
        // Before it was first seen, nothing is known of /data.
        #expect(sum.levels.map(\.share) == [0.5, 0.5, 1])
    }

    @Test func `ballast, errors, policy and losses are told`() {
        let sum = statistics([
            event(11_000, .ballast, "release", bytes: 5), event(12_000, .ballast, "release", bytes: 6),
            event(13_000, .error, "clean", reason: "store.store_full"), event(14_000, .policy, "canary"),
            event(15_000, .record, "dropped", count: 4), event(16_000, .record, "dropped", count: 3),
        ])
        #expect(sum.ballast.map(\.name) == ["release"])
        #expect(sum.ballast.first?.bytes.bytes == 11)
        #expect(sum.errors.map(\.name) == ["store.store_full"])
        #expect(sum.transitions.map(\.result) == ["canary"])
        #expect((sum.dropped, sum.events) == (7, 6))
    }

    @Test func `only so many patterns are told as are asked for`() {
        let events = (1...5).map { event(11_000, .removal, "done", pattern: "p\($0)", bytes: UInt64($0)) }
        #expect(statistics(events, patterns: 2).patterns.map(\.pattern) == ["p5", "p4"])
    }
}
