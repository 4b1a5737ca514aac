internal import Collectors
internal import Formats
package import History
internal import Model
package import Primitives
internal import SystemCalls

extension ProcessEngine {
    /// What somebody wants kept, and for how long.
    package struct DeclareRequest: Sendable {
        package enum Subject: Sendable {
            case processes([Int32])
            /// Words of a command line in their order, and the directory in or below which it runs.
            case command(words: String, directory: String)
        }

        package var subject: Subject
        package var seconds: Double
        package var reason: String?
        package var isDryRun: Bool

        package init(subject: Subject, seconds: Double, reason: String?, isDryRun: Bool) {
            self.subject = subject
            self.seconds = seconds
            self.reason = reason
            self.isDryRun = isDryRun
        }

        /// From a second to three months: what is wanted for ever belongs into a pack.
        package static let seconds = 1.0...7_776_000.0
    }

    /// A declaration and how many processes it is about just now.
    package struct Declared: Sendable {
        package var record: DeclarationRecord
        package var running: Int
    }

    /// Records processes or a command as wanted.
    ///
    /// - Throws: `TendError`: `not_found` where a PID is nobody's, `usage` for words or a directory that say nothing, and
    ///   whatever keeps it from being recorded: a declaration that is not on the disk protects nothing.
    package func declare(_ request: DeclareRequest) throws(TendError) -> [Declared] {
        let now = Clocks.wallMilliseconds()
        let processes = try ProcessCollector(hostID: "").quickScan()
        let reason = request.reason.map { redactor.text($0) }
        let expiry = now + Int64(request.seconds * 1000)
        func record(_ subject: DeclarationRecord.Subject, _ text: String) -> DeclarationRecord {
            DeclarationRecord(
                subject: subject, text: redactor.text(text), reason: reason, declaredAt: now, expiresAt: expiry)
        }
        var records: [DeclarationRecord] = []
        switch request.subject {
        case .processes(let pids):
            for pid in pids { records.append(try self.record(pid, among: processes, record)) }
        case .command(let words, let directory):
            records = [record(try command(words, in: directory), "\(words) in \(directory)")]
        }
        if !request.isDryRun {
            let store = try journal.store()
            for index in records.indices { records[index] = try store.declare(records[index]) }
        }
        return records.map { Declared(record: $0, running: running($0, among: processes)) }
    }

    /// What is declared and still holds, oldest first, with the processes that it is about now.
    package func declared() throws(TendError) -> [Declared] {
        let records = try Self.declarations(journal, now: Clocks.wallMilliseconds())
        guard !records.isEmpty else { return [] }
        let processes = try ProcessCollector(hostID: "").quickScan()
        return records.map { Declared(record: $0, running: running($0, among: processes)) }
    }

    /// Takes a declaration back; a dry run only looks whether there is one.
    package func removeDeclaration(_ id: Int64, isDryRun: Bool) throws(TendError) -> DeclarationRecord {
        guard !isDryRun else { return try journal.reader().declaration(id) }
        return try journal.store().removeDeclaration(id, at: Clocks.wallMilliseconds())
    }

    /// What a scan is compared with.
    ///
    /// A record that cannot be read declares nothing, and says so: without it nothing can be acted on either, for no
    /// intent could be recorded.
    func declarations() -> Declarations {
        var records: [DeclarationRecord] = []
        do throws(TendError) {
            records = try Self.declarations(journal, now: Clocks.wallMilliseconds())
        } catch {
            journal.warn("what was declared as wanted could not be read: \(error.description)")
        }
        return Declarations(records, key)
    }

    /// Nothing was ever declared where nothing was ever recorded.
    private static func declarations(_ journal: Journal, now: Int64) throws(TendError) -> [DeclarationRecord] {
        do throws(TendError) {
            return try journal.reader().declarations(at: now)
        } catch  where error.code == .notFound {
            return []
        }
    }

    private func record(
        _ pid: Int32, among processes: [ProcessObservation],
        _ make: (DeclarationRecord.Subject, String) -> DeclarationRecord
    ) throws(TendError) -> DeclarationRecord {
        guard let process = processes.first(where: { $0.pid == pid }) else {
            throw TendError(
                .notFound, "there is no process \(pid)", area: "processes", hint: "list them: tend processes scan")
        }
        let identity = process.identity
        var shown = process
        shown.arguments = process.arguments.map(redactor.arguments)
        return make(
            .process(pid: pid, startTicks: identity.startTicks, bootID: identity.bootID),
            "PID \(pid): \(shown.commandText)")
    }

    private func command(_ words: String, in directory: String) throws(TendError) -> DeclarationRecord.Subject {
        let own = CommandWords(Array(words.utf8)).words
        guard !own.isEmpty else {
            throw TendError(
                .usage, "the command to declare has no words", area: "processes",
                hint: "give words of its command line in their order: --command 'npm run dev'")
        }
        if let reason = key.temporaryBecause {
            throw TendError(
                .cannotCreate, "a command cannot be declared, for its key cannot be kept: \(reason)", area: "processes",
                hint: "declare the running process by its PID")
        }
        do {
            let path = try FileSystem.resolved(directory)
            return .command(
                words: key.words(own[...]), count: own.count, directory: key.directory(Array(path.utf8)))
        } catch {
            throw TendError(
                .usage, "cannot find the directory \(ForeignText(directory).sanitised)", area: "processes",
                hint: "give the directory in which the command runs: --in DIR", cause: error)
        }
    }

    private func running(_ record: DeclarationRecord, among processes: [ProcessObservation]) -> Int {
        var declarations = Declarations([record], key)
        return declarations.count(among: processes)
    }
}
