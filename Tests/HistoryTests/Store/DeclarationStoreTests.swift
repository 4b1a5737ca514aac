import Model
import Primitives
import Testing

@testable import History

struct DeclarationStoreTests {
    private let scratch: Scratch
    private let store: Store

    init() throws {
        scratch = try Scratch()
        store = try scratch.open()
    }

    private func declaration(
        _ pid: Int32 = 42, at now: Int64 = 1000, until: Int64 = 5000, reason: String? = "night run"
    ) -> DeclarationRecord {
        DeclarationRecord(
            subject: .process(pid: pid, startTicks: .max >> 1, bootID: "boot"),
            text: scratch.redactor.text("PID \(pid): node server.js --token=abcdefgh12345678"),
            reason: reason.map { scratch.redactor.text($0) }, declaredAt: now, expiresAt: until)
    }

    @Test func `a process and a command come back as they were declared, oldest first, without secrets`() throws {
        let process = try store.declare(declaration())
        var command = declaration(reason: nil)
        command.subject = .command(words: "abc", count: 2, directory: "def")
        command = try store.declare(command)
        #expect(try store.declarations(at: 2000) == [process, command])
        #expect(process.text.text == "PID 42: node server.js --token=[redacted]")
        #expect(process.declaration.reason == "night run")
        #expect(command.declaration.reason == nil)
    }

    @Test func `it holds until it expires and not at that moment`() throws {
        _ = try store.declare(declaration(until: 5000))
        #expect(try store.declarations(at: 4999).count == 1)
        #expect(try store.declarations(at: 5000).isEmpty)
    }

    @Test func `what has expired is forgotten with the next one, and no number is given twice`() throws {
        let first = try store.declare(declaration(until: 2000))
        let second = try store.declare(declaration(at: 3000))
        #expect(second.id > first.id)
        #expect(try store.declarations(at: 0) == [second])
        _ = try store.removeDeclaration(second.id, at: 3500)
        #expect(try store.declare(declaration(at: 3600)).id > second.id)
    }

    @Test func `declaring and taking back are in the audit log`() throws {
        let declared = try store.declare(declaration())
        #expect(try store.removeDeclaration(declared.id, at: 1500) == declared)
        #expect(try store.declarations(at: 1500).isEmpty)
        let entries = try store.auditEntries(limit: 9, kind: "declaration")
        let bodies = entries.map { String(decoding: $0.body.bytes, as: UTF8.self) }
        #expect(bodies.count == 2)
        #expect(bodies[0].contains(#""state":"declared""#) && bodies[0].contains("night run"))
        #expect(bodies[1].contains(#""state":"removed""#) && bodies[1].contains("[redacted]"))
        #expect(!bodies.joined().contains("abcdefgh12345678"))
        #expect(try store.verifyAudit().problems.isEmpty)
    }

    @Test func `an unknown one cannot be taken back`() throws {
        let error = try #require(throws: TendError.self) { try store.removeDeclaration(7, at: 1) }
        #expect(error.code == .notFound)
        #expect(error.hint?.contains("declare list") == true)
    }
}
