import Formats
import Primitives
import SystemCalls
import Testing

/// The processes of a live scenario on this machine, each held by a pidfd; they end with this value, and nothing else does.
///
/// Root's own processes are judged otherwise than anybody's, so root starts them, and looks at them, as an ordinary user.
final class LiveMachine {
    private static let mark = "TEND_TEST_SCENARIO"
    private static let user = Installation.isRoot ? Seclusion.nobody : []
    private static let patience = Duration.seconds(60)

    let trial: Trial
    /// In the environment of everything that is started here, and of nothing else.
    private let token = Host.randomBytes(16).map { String($0, radix: 16) }.joined()
    private var subjects: [(name: String, subject: Subject)] = []
    private var hasTerminals = false

    /// Whether this user can start and judge them.
    static let isPossible = !Installation.isRoot || Installation.areInstalled("setpriv")

    /// Whether that user finds these programs.
    static func has(_ programs: [String]) -> Bool {
        let words = user + ["sh", "-c", programs.map { "command -v \($0) &&" }.joined(separator: " ") + " true"]
        return Installation.canRun(words[0], Array(words.dropFirst()))
    }

    init(_ scenario: LiveScenario, _ trial: Trial) throws {
        self.trial = trial
        for file in scenario.files { _ = try trial.write(file.text, to: file.name) }
        try trial.giveToNobody()
        let inherited = trial.environment
        trial.environment += [(Self.mark, token), ("TMUX_TMPDIR", trial.directory)]
        // What runs to judge them is none of them.
        defer { trial.environment = inherited }
        if let command = scenario.prepare { #expect(try shell(command) == .exited(0), "\(command) failed") }
        for process in scenario.processes { try start(process) }
    }

    deinit {
        for (_, subject) in subjects { subject.end() }
        // A supervisor may have started another one meanwhile.
        for _ in 0..<100 {
            let left = started()
            if left.isEmpty { return }
            for pid in left {
                // One that has ended cannot be held; held, it is looked at again, for its PID may be another's by now.
                guard let subject = try? Subject(pid: pid), isOurs(pid) else { continue }
                subject.end()
            }
        }
    }

    func pid(_ name: String) throws -> Int32 { try subject(name).pid }

    private func subject(_ name: String) throws -> Subject {
        try #require(subjects.first { $0.name == name }, "nothing is called \(name)").subject
    }

    /// Runs the program as the user whose processes they are.
    func tend(_ words: [String]) throws -> Answer {
        try trial.begin(words, program: Self.user + [trial.path("tend")]).finish(timeout: Self.patience)
    }

    /// Everything that was started here and still runs, the named and others.
    func started() -> [Int32] {
        // Without /proc nothing could have been started.
        ((try? FileSystem.names(in: "/proc")) ?? []).compactMap { Int32($0) }.filter(isOurs)
    }

    /// Whether all are as they were when they were judged: a dead one has to be dead still.
    func areUnharmed() throws -> Bool {
        try subjects.allSatisfy { try $0.subject.isAlive || $0.subject.state == "Z" }
    }

    private func isOurs(_ pid: Int32) -> Bool {
        // One that has ended, and one that cannot be looked into, shows no environment.
        guard let bytes = try? FileSystem.read("/proc/\(pid)/environ") else { return false }
        return bytes.split(separator: 0).contains { $0.elementsEqual("\(Self.mark)=\(token)".utf8) }
    }
}

// MARK: Starting

extension LiveMachine {
    private func start(_ process: LiveScenario.Process) throws {
        let subject =
            switch process.origin {
            case .child(let command): try child(command)
            case .orphan(let command): try orphan(command)
            case .window(let command): try window(command)
            case .childOf(let name): try found(below: try pid(name), called: process.called)
            case .parentOf(let name): try Subject(pid: try status(try pid(name)).parent)
            }
        subjects.append((process.name, subject))
        try waitUntil("\(process.name) did not become \(process.called)", timeout: Self.patience) {
            try status(subject.pid).name == process.called
        }
        guard let ready = process.ready else { return }
        try waitUntil("\(process.name) did not get ready", timeout: Self.patience) {
            try shell("PID=\(subject.pid); \(ready)") == .exited(0)
        }
    }

    private func shell(_ command: String) throws -> ChildProcess.ExitStatus {
        let words = Self.user + ["sh", "-c", command]
        return try trial.start(words[0], Array(words.dropFirst())).wait()
    }

    private func child(_ command: String) throws -> Subject {
        let words = Self.user + ["sh", "-c", command]
        return try Subject(pid: try trial.start(words[0], Array(words.dropFirst())).pid)
    }

    private func orphan(_ command: String) throws -> Subject {
        let words = Self.user + ["sh", "-c", command]
        return try Subject(
            orphan: words[0], Array(words.dropFirst()), in: trial.directory, environment: trial.environment)
    }

    private func window(_ command: String) throws -> Subject {
        let new = hasTerminals ? ["new-window"] : ["new-session", "-x", "80", "-y", "24"]
        hasTerminals = true
        let words = ["-L", "live", "-f", "/dev/null"] + new + ["-d", "-P", "-F", "#{pane_pid}", command]
        let answer = try trial.begin(words, program: Self.user + ["tmux"]).finish(timeout: Self.patience)
        return try Subject(pid: try #require(Int32(answer.text.filter(\.isNumber)), "\(answer)"))
    }

    private func found(below parent: Int32, called name: String) throws -> Subject {
        var found: [Int32] = []
        try waitUntil("PID \(parent) started no one \(name)", timeout: Self.patience) {
            found = try FileSystem.names(in: "/proc").compactMap { Int32($0) }.filter { pid in
                // What has ended meanwhile is not the one.
                guard let status = try? status(pid) else { return false }
                return status.parent == parent && status.name == name
            }
            return found.count == 1
        }
        return try Subject(pid: found[0])
    }

    private func status(_ pid: Int32) throws -> (name: String, parent: Int32) {
        let text = String(decoding: try FileSystem.read("/proc/\(pid)/stat"), as: UTF8.self)
        let (open, close) = (try #require(text.firstIndex(of: "(")), try #require(text.lastIndex(of: ")")))
        let fields = text[text.index(after: close)...].split(separator: " ")
        return (String(text[text.index(after: open)..<close]), try #require(Int32(fields[1])))
    }
}
