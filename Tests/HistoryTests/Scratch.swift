import Primitives
import SystemCalls
import TestSupport

@testable import History

/// A directory of its own for one test, removed with it, and the values that most tests record.
final class Scratch {
    let directory: String
    let redactor = Redactor(home: "/home/ada")
    var settings: HistorySettings

    init() throws {
        directory = "/tmp/tend-history-\(Host.processID)-\(hexadecimal(Host.randomBytes(6)))"
        try FileSystem.makeDirectories(directory)
        settings = HistorySettings(directory: "\(directory)/store")
    }

    deinit {
        // What cannot be removed lies under /tmp and harms nothing.
        for name in (try? FileSystem.names(in: settings.directory)) ?? [] {
            try? FileSystem.remove("\(settings.directory)/\(name)")
        }
        try? FileSystem.removeDirectory(settings.directory)
        try? FileSystem.removeDirectory(directory)
    }

    func open() throws -> Store {
        try Store.open(settings, now: 1)
    }

    /// A second connection that knows none of the store's rules.
    func raw() throws -> Connection {
        try Connection(path: settings.databasePath, access: .readWrite, busyTimeout: 100)
    }

    /// The store's files; only complete while no store is open.
    func files() throws -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for name in try FileSystem.names(in: settings.directory) {
            files[name] = try FileSystem.read("\(settings.directory)/\(name)")
        }
        return files
    }

    /// Puts such files where a store is expected.
    func restore(_ files: [String: [UInt8]]) throws {
        try FileSystem.makeDirectories(settings.directory)
        for (name, bytes) in files {
            try FileDescriptor.open("\(settings.directory)/\(name)", [.writeOnly, .create]).write(bytes)
        }
    }

    func json(_ text: String) throws -> RedactedJSON {
        try redactor.json(Array(text.utf8))
    }

    func session(_ number: UInt8 = 1, domain: String = "processes", startedAt: Int64 = 1000) -> SessionRecord {
        let id = SessionID.make(now: startedAt) { [UInt8](repeating: number, count: $0) }
        return SessionRecord(
            id: id, domain: domain, command: "\(domain) plan", state: .planned, startedAt: startedAt,
            hostID: "host", bootID: "boot", version: "0.1", mode: "observe", packs: "core 1", redaction: redactor.policy
        )
    }

    func decision(_ session: SessionRecord, _ ordinal: Int = 1) throws -> DecisionRecord {
        DecisionRecord(
            id: DecisionID(session: session.id, ordinal: ordinal), domain: session.domain,
            subject: redactor.text("node server.js"), subjectKey: "key \(ordinal)", recommendation: "stop",
            posterior: try json(#"{"useful":0.1,"abandoned":0.9}"#), body: try json(#"{"evidence":[]}"#),
            madeAt: session.startedAt + Int64(ordinal))
    }

    func intent(_ decision: DecisionRecord, at: Int64 = 2000) throws -> IntentRecord {
        IntentRecord(
            decision: decision.id, action: "stop", target: try json(#"{"pid":42}"#),
            approver: redactor.text("user ada"), at: at)
    }
}
