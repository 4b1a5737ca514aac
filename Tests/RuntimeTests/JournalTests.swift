import Decision
import History
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

struct JournalTests {
    /// A record of its own for one test, removed with it.
    private final class Scratch {
        let settings: HistorySettings
        let redactor = Redactor(home: "/home/ada")

        init() throws {
            let directory = "/tmp/tend-runtime-\(Host.processID)-\(UInt64.random(in: 0 ... .max))"
            settings = HistorySettings(directory: directory)
        }

        deinit {
            // What cannot be removed lies under /tmp and harms nothing.
            for name in (try? FileSystem.names(in: settings.directory)) ?? [] {
                try? FileSystem.remove("\(settings.directory)/\(name)")
            }
            try? FileSystem.removeDirectory(settings.directory)
        }

        /// Records actions of one session with how they ended.
        func record(
            _ actions: [(action: String, result: String, reason: String?)], domain: String = "processes"
        ) throws {
            let store = try Store.open(settings)
            let empty = try redactor.json(Array("{}".utf8))
            let session = SessionRecord(
                id: SessionID.make(now: 1000, random: Host.randomBytes), domain: domain, command: "\(domain) plan",
                state: .planned, startedAt: 1000, hostID: "host", bootID: "boot", version: "0.1", mode: "observe",
                packs: "core 1", redaction: redactor.policy)
            try store.beginSession(session)
            for (index, entry) in actions.enumerated() {
                let id = DecisionID(session: session.id, ordinal: index + 1)
                try store.record([
                    DecisionRecord(
                        id: id, domain: domain, subject: redactor.text("node"), subjectKey: "key \(index)",
                        recommendation: "stop", posterior: empty, body: empty, madeAt: 1000)
                ])
                let intent = try store.recordIntent(
                    IntentRecord(
                        decision: id, action: entry.action, target: empty, approver: redactor.text("person"), at: 2000))
                try store.recordOutcome(
                    OutcomeRecord(
                        intent: intent, result: entry.result, reasonCode: entry.reason, details: empty, at: 3000))
            }
        }
    }

    @Test func `without a record a domain observes and has done nothing`() throws {
        let scratch = try Scratch()
        let standing = try Journal(settings: scratch.settings).standing(of: "processes", alpha: 0.05)
        #expect(standing.mode == .observe)
        #expect(standing.change == nil)
        #expect(standing.tally == StopTally())
        #expect(!FileSystem.exists(scratch.settings.databasePath))
    }

    @Test func `the last change is the mode, with its time and reason`() throws {
        let scratch = try Scratch()
        let journal = Journal(settings: scratch.settings)
        for (from, to) in [(PolicyMode.observe, PolicyMode.canary), (.canary, .fallback)] {
            let change = PolicyChange(from: from, to: to, reason: "to \(to.rawValue)")
            try journal.setMode(change, of: "processes", redactor: scratch.redactor)
        }
        let standing = try journal.standing(of: "processes", alpha: 0.05)
        #expect(standing.mode == .fallback)
        #expect(standing.change == PolicyChange(from: .canary, to: .fallback, reason: "to fallback"))
        #expect((standing.changedAt ?? 0) > 0)
        #expect(journal.mode(of: "processes") == .fallback)
        #expect(try journal.standing(of: "disk", alpha: 0.05).mode == .observe)
    }

    @Test func `only stops that were carried out are counted, of the domain that was asked for`() throws {
        let scratch = try Scratch()
        try scratch.record([
            ("stop", "done", nil), ("stop", "done", "respawned"), ("stop", "done", nil), ("stop", "gone", nil),
            ("stop", "failed", "no_permission"), ("pause", "done", nil), ("stop", "no_effect", nil),
        ])
        try scratch.record([("stop", "done", "respawned")], domain: "disk")
        let journal = Journal(settings: scratch.settings)
        #expect(try journal.standing(of: "processes", alpha: 0.05).tally == StopTally(completed: 3, respawned: 1))
        #expect(try journal.standing(of: "disk", alpha: 0.05).tally == StopTally(completed: 1, respawned: 1))
    }

    @Test func `a domain begins with the wealth of its alpha, and goes on where it stood`() throws {
        let scratch = try Scratch()
        let journal = Journal(settings: scratch.settings)
        let fresh = try #require(ErrorBudget(alpha: 0.05))
        #expect(journal.errorBudget(of: "processes", alpha: 0.05) == fresh)
        #expect(journal.errorBudget(of: "processes", alpha: 0) == nil)
        let decision = try #require(DecisionID("01J9ZK3V000000000000000000.1"))
        try journal.record(.spent, on: decision, of: "processes", alpha: 0.05, at: 1)
        try journal.record(.spent, on: decision, of: "processes", alpha: 0.05, at: 2)
        var spent = fresh
        spent.record(.spent)
        let stored = try #require(journal.errorBudget(of: "processes", alpha: 0.05))
        #expect(abs(stored.wealth - spent.wealth) < 1e-11 && stored.sinceSuccess == 1)
        #expect(journal.errorBudget(of: "disk", alpha: 0.05) == fresh)
    }

    @Test func `a record that cannot be read pays for nothing`() throws {
        let scratch = try Scratch()
        try FileSystem.makeDirectories(scratch.settings.directory)
        try FileDescriptor.open(scratch.settings.databasePath, [.writeOnly, .create]).write(Array("no database".utf8))
        let budget = try #require(Journal(settings: scratch.settings).errorBudget(of: "processes", alpha: 0.05))
        #expect(!budget.affords(localRate: 1e-9, pValue: 1e-9))
    }

    private func change(_ from: PolicyMode, _ to: PolicyMode) -> PolicyChange {
        PolicyChange(from: from, to: to, reason: "test")
    }

    private func removeRecord(_ settings: HistorySettings) throws {
        for name in try FileSystem.names(in: settings.directory) {
            try FileSystem.remove("\(settings.directory)/\(name)")
        }
        try FileSystem.removeDirectory(settings.directory)
    }

    @Test(arguments: [false, true])
    func `a record that was removed and made anew is opened anew`(onlyLooking: Bool) throws {
        let scratch = try Scratch()
        let redactor = scratch.redactor
        let first = Journal(settings: scratch.settings)
        let maker = onlyLooking ? Journal(settings: scratch.settings) : first
        try maker.setMode(change(.observe, .canary), of: "disk", redactor: redactor)
        #expect(first.mode(of: "disk") == .canary)
        try removeRecord(scratch.settings)
        #expect(first.mode(of: "disk") == .observe)
        #expect(!FileSystem.exists(scratch.settings.databasePath))

        let second = Journal(settings: scratch.settings)
        try second.setMode(change(.observe, .canary), of: "processes", redactor: redactor)
        #expect(first.mode(of: "disk") == .observe)
        #expect(first.mode(of: "processes") == .canary)
        try first.setMode(change(.observe, .enforce), of: "disk", redactor: redactor)
        #expect(second.mode(of: "disk") == .enforce)
        #expect(try second.reader().verifyAudit().entries == 2)
        #expect(try second.reader().verifyAudit().problems.isEmpty)
        #expect(first.warnings.isEmpty)
    }

    @Test func `whoever holds a record that was removed cannot write to it`() throws {
        let scratch = try Scratch()
        let journal = Journal(settings: scratch.settings)
        let held = try journal.store()
        try removeRecord(scratch.settings)
        let error = #expect(throws: TendError.self) { try held.together {} }
        #expect(error?.code == .inputOutput && error?.isRetryable == true)
        try journal.store().together {}
    }

    @Test func `a record that could not be opened is tried again after five seconds`() throws {
        let scratch = try Scratch()
        var now = 100.0
        let journal = Journal(settings: scratch.settings, clock: { now })
        try FileSystem.replace(scratch.settings.directory, with: [])
        #expect(throws: TendError.self) { try journal.store() }
        try FileSystem.remove(scratch.settings.directory)
        now = 104.9
        #expect(throws: TendError.self) { try journal.store() }
        #expect(!FileSystem.exists(scratch.settings.directory))
        now = 105
        try journal.setMode(change(.observe, .canary), of: "disk", redactor: scratch.redactor)
        #expect(journal.mode(of: "disk") == .canary)
    }

    @Test func `a mode that cannot be read is told once`() throws {
        let scratch = try Scratch()
        try FileSystem.makeDirectories(scratch.settings.directory)
        try FileDescriptor.open(scratch.settings.databasePath, [.writeOnly, .create]).write(Array("no database".utf8))
        let journal = Journal(settings: scratch.settings)
        for _ in 1...3 { #expect(journal.mode(of: "disk") == .observe) }
        #expect(journal.warnings.count == 1)
    }

    @Test func `an automatic change gives way to what somebody recorded meanwhile`() throws {
        let scratch = try Scratch()
        let redactor = scratch.redactor
        let (watch, person) = (Journal(settings: scratch.settings), Journal(settings: scratch.settings))
        #expect(try watch.setModeIfUnchanged(change(.observe, .canary), of: "disk", redactor: redactor))
        try person.setMode(change(.canary, .observe), of: "disk", redactor: redactor)
        #expect(try !watch.setModeIfUnchanged(change(.canary, .fallback), of: "disk", redactor: redactor))
        #expect(watch.mode(of: "disk") == .observe)
        try person.setMode(change(.observe, .canary), of: "disk", redactor: redactor)
        #expect(try watch.setModeIfUnchanged(change(.canary, .fallback), of: "disk", redactor: redactor))
        #expect(person.mode(of: "disk") == .fallback)
        #expect(try person.reader().verifyAudit().entries == 4)
    }
}
