import History
import Model
import Primitives
import SystemCalls
import Testing

@testable import Runtime

/// Which processes of a scan a declaration is about.
struct DeclarationsTests {
    private let key = GroupingKey.load(directory: "/proc/none")
    private let redactor = Redactor(home: nil)

    private func process(
        _ pid: Int32, _ command: String, in directory: String = "/srv/app", start: UInt64 = 100
    ) -> ProcessObservation {
        let arguments = command.split(separator: " ").map { "\($0)\0" }.joined()
        return ProcessObservation(
            identity: ProcessIdentity(pid: pid, startTicks: start, bootID: "boot", userID: 1000), parent: 1,
            processGroup: pid, session: pid, name: ForeignText("x"), arguments: .measured(ForeignText(arguments)),
            workingDirectory: .measured(ForeignText(directory)))
    }

    private func record(
        _ id: Int64, _ subject: DeclarationRecord.Subject, until: Int64 = 9000
    ) -> DeclarationRecord {
        var record = DeclarationRecord(
            subject: subject, text: redactor.text("x"), reason: nil, declaredAt: 0, expiresAt: until)
        record.id = id
        return record
    }

    private func command(_ words: String, in directory: String = "/srv/app") -> DeclarationRecord.Subject {
        let own = CommandWords(Array(words.utf8)).words
        return .command(
            words: key.words(own[...]), count: own.count, directory: key.directory(Array(directory.utf8)))
    }

    private func declared(_ records: [DeclarationRecord], _ processes: [ProcessObservation]) -> [Int64?] {
        let host = HostFacts(
            hostID: "", bootID: "boot", kernel: "", capturedAt: 0, uptime: 0, window: 0, samples: 1,
            ticksPerSecond: 100,
            pageSize: 4096, processors: 1, memoryTotal: .zero, memoryAvailable: .zero, initStartTicks: 0,
            hasSystemd: false, viewer: Viewer(pid: 0, userID: 0, chain: []))
        var sample = MachineSample(host: host, processes: processes)
        var declarations = Declarations(records, key)
        declarations.annotate(&sample)
        #expect(declarations.count(among: processes) == sample.processes.count { $0.declaration != nil })
        return sample.processes.map { $0.declaration?.id }
    }

    @Test func `a PID that was reused, or is of another boot, is another process`() {
        let subject = DeclarationRecord.Subject.process(pid: 7, startTicks: 100, bootID: "boot")
        var elsewhere = process(7, "yes")
        elsewhere.identity.bootID = "other"
        let processes = [process(7, "yes"), process(7, "yes", start: 101), process(8, "yes"), elsewhere]
        #expect(declared([record(1, subject)], processes) == [1, nil, nil, nil])
    }

    @Test func `a command is told by words one after the other, and of paths by their last part`() {
        let processes = [
            process(1, "/usr/bin/node /srv/app/server.js --port 3000"), process(2, "node server.js"),
            process(3, "node --inspect server.js"), process(4, "node server.js.map"), process(5, "server.js"),
            process(6, "sh -c node server.js"),
        ]
        #expect(declared([record(1, command("node server.js"))], processes) == [1, 1, nil, nil, nil, 1])
    }

    @Test func `it holds in and below its directory, and nowhere else`() {
        let processes = [
            process(1, "npm run dev"), process(2, "npm run dev", in: "/srv/app/web"),
            process(3, "npm run dev", in: "/srv/application"), process(4, "npm run dev", in: "/srv"),
        ]
        #expect(declared([record(1, command("npm run dev"))], processes) == [1, 1, nil, nil])
        #expect(declared([record(1, command("npm run dev", in: "/"))], processes) == [1, 1, 1, 1])
    }

    @Test func `what could not be read matches no command`() {
        var nameless = process(1, "yes")
        nameless.arguments = .unavailable(.notPermitted)
        var homeless = process(2, "yes")
        homeless.workingDirectory = .unavailable(.notPermitted)
        #expect(declared([record(1, command("yes"))], [nameless, homeless, process(3, "yes")]) == [nil, nil, 1])
    }

    @Test func `of several the one that holds longest is named`() {
        let records = [
            record(1, command("yes"), until: 5), record(2, command("yes"), until: 7), record(3, command("no")),
        ]
        #expect(declared(records, [process(1, "yes")]) == [2])
    }
}
