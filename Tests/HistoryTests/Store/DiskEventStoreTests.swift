import Model
import Primitives
import Testing

@testable import History

@Suite struct DiskEventStoreTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func event(_ at: Int64, _ kind: DiskEvent.Kind = .removal, _ subject: String = "/data/a") -> DiskEventRecord
    {
        var event = DiskEvent(at: at, kind: kind)
        event.subject = ForeignText(subject)
        event.result = "done"
        event.sentence = "Removed."
        return DiskEventRecord(event, scratch.redactor)
    }

    @Test func `an event is read back as it was recorded`() throws {
        var event = DiskEvent(at: 5, kind: .removal)
        event.subject = ForeignText("/data/target")
        event.result = "failed"
        event.reason = "in_use"
        event.pattern = "cargo-target"
        event.bytes = ByteCount(1 << 40)
        event.freePercent = 12.5
        event.count = 3
        event.decisionID = "01J9ZK3V.7"
        event.sentence = "Somebody uses it."
        _ = try store.appendDiskEvents([DiskEventRecord(event, scratch.redactor)], now: 5)
        #expect(try store.diskEvents(since: 0) == [event])
    }

    @Test func `secrets and homes are redacted before an event is stored`() throws {
        var event = DiskEvent(at: 5, kind: .error)
        event.subject = ForeignText("/home/ada/project")
        event.sentence = "curl -H 'Authorization: Bearer ghp_0123456789abcdefghijklmnopqrstuvwxyz' failed"
        _ = try store.appendDiskEvents([DiskEventRecord(event, scratch.redactor)], now: 5)
        let stored = try #require(try store.diskEvents(since: 0).first)
        #expect(!stored.sentence.contains("ghp_0123456789"))
        #expect(stored.subject == ForeignText(scratch.redactor.text(event.subject).text))
    }

    @Test func `the newest are told, oldest first, of a kind and since a time`() throws {
        _ = try store.appendDiskEvents([event(1), event(2, .pressure), event(3), event(4)], now: 9)
        #expect(try store.diskEvents(since: 2).map(\.at) == [2, 3, 4])
        #expect(try store.diskEvents(since: 0, limit: 2).map(\.at) == [3, 4])
        #expect(try store.diskEvents(since: 0, kind: .pressure).map(\.at) == [2])
    }

    @Test func `the last level of each volume before a time is known`() throws {
        let levels = [
            event(1, .pressure, "/"), event(2, .pressure, "/data"), event(3, .pressure, "/"), event(4, .pressure, "/"),
        ]
        _ = try store.appendDiskEvents(levels, now: 9)
        #expect(try store.lastDiskEvents(.pressure, before: 4).map(\.at) == [2, 3])
    }

    @Test func `what is there already is left out where that is asked for`() throws {
        _ = try store.appendDiskEvents([event(1)], now: 9)
        _ = try store.appendDiskEvents([event(1), event(2)], unlessPresent: true, now: 9)
        #expect(try store.diskEvents(since: 0).map(\.at) == [1, 2])
    }

    @Test func `after every 3600 events those older than 30 days go, and their number is told`() throws {
        let day: Int64 = 86_400_000
        let now = 100 * day
        let most = (1...3598).map { event($0 == 1 ? now - 31 * day : now - day) }
        #expect(try store.appendDiskEvents(most, now: now) == 0)
        #expect(try store.appendDiskEvents([event(now)], now: now) == 0)
        #expect(try store.appendDiskEvents([event(now)], now: now) == 1)
        #expect(try store.diskEvents(since: 0).count == 3599)
    }
}
