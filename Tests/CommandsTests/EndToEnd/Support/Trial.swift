import History
import Primitives
import SystemCalls
import Testing

/// One test's own world: a directory, a record and a configuration in it, and the processes that it started.
///
/// All of it ends with the value.
final class Trial {
    let directory: String
    var environment: [(name: String, value: String)]
    private var children: [ChildProcess] = []
    private var subjects: [Subject] = []
    private var runs = 0

    init() throws {
        let random = Host.randomBytes(6).map { String($0, radix: 16) }.joined()
        directory = "/tmp/tend-trial-\(Host.processID)-\(random)"
        try FileSystem.makeDirectories(directory)
        environment = [
            ("HOME", directory), ("XDG_STATE_HOME", "\(directory)/state"), ("XDG_CONFIG_HOME", "\(directory)/config"),
            ("PATH", Host.environment("PATH") ?? "/usr/bin:/bin"), ("LC_ALL", "C.UTF-8"), ("TERM", "dumb"),
            ("SHELL", "/bin/sh"),
        ]
    }

    deinit {
        for child in children { child.end() }
        for subject in subjects { subject.end() }
        // What cannot be removed lies under /tmp and harms nothing.
        let removal = try? ChildProcess.start(SpawnRequest("rm", ["-rf", "--one-file-system", "--", directory]))
        _ = try? removal?.wait()
    }

    var stateDirectory: String { "\(directory)/state/tend" }

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    /// A new directory in the trial's own.
    func makeDirectory(_ name: String) throws -> String {
        try FileSystem.makeDirectories(path(name))
        return path(name)
    }

    func write(_ text: String, to name: String) throws -> String {
        try FileSystem.replace(path(name), with: Array(text.utf8))
        return path(name)
    }

    func read(_ name: String) throws -> String {
        String(decoding: try FileSystem.read(path(name)), as: UTF8.self)
    }
}

extension Trial {
    /// Starts a child that ends with the trial.
    func start(
        _ program: String, _ arguments: [String] = [], in folder: String? = nil, startsSession: Bool = false,
        input: SpawnRequest.Stream = .null, output: SpawnRequest.Stream = .null, errors: SpawnRequest.Stream = .null
    ) throws -> ChildProcess {
        let child = try ChildProcess.start(
            SpawnRequest(
                program, arguments, environment: environment, workingDirectory: folder ?? directory,
                startsSession: startsSession, standardInput: input, standardOutput: output, standardError: errors))
        children.append(child)
        return child
    }

    /// Starts a program whose parent has died, so that init or a reaper has adopted it.
    func orphan(_ program: String, _ arguments: [String] = [], in folder: String? = nil) throws -> Subject {
        let subject = try Subject(orphan: program, arguments, in: folder ?? directory, environment: environment)
        subjects.append(subject)
        return subject
    }

    /// Takes charge of a process whose PID one of the trial's own has written into a file.
    func hold(pidIn name: String) throws -> Subject {
        try waitUntil("nobody wrote \(name)") { FileSystem.exists(path(name)) }
        let text = try read(name)
        let subject = try Subject(pid: try #require(Int32(text.filter(\.isNumber)), "\(name) holds \(text)"))
        subjects.append(subject)
        return subject
    }

    /// A shell that does something and then runs as `sleep`; it has done so when this returns.
    ///
    /// The seconds are such as nobody else's `sleep` on this machine has.
    func orphanAfter(_ preparation: String, seconds: String = "600.\(Int.random(in: 100_000...999_999))") throws
        -> Subject
    {
        try orphan("sh", ["-c", "\(preparation); exec sleep \(seconds)"]).waitForArguments("sleep\0\(seconds)\0")
    }

    /// Begins a run of the program, whose answer `finish` takes.
    func begin(_ words: [String], program: [String] = [Installation.path]) throws -> Run {
        runs += 1
        let run = (output: path("output-\(runs)"), errors: path("errors-\(runs)"))
        let line = program + words
        let child = try start(
            line[0], Array(line.dropFirst()), output: .file(run.output, [.writeOnly, .create, .truncate]),
            errors: .file(run.errors, [.writeOnly, .create, .truncate]))
        return Run(child: child, output: run.output, errors: run.errors)
    }

    /// A run of the program, begun and not yet ended.
    struct Run {
        let child: ChildProcess
        fileprivate let output: String
        fileprivate let errors: String

        /// Waits for its end; one that does not come in time is a failed test.
        func finish(timeout: Duration = .seconds(60)) throws -> Answer {
            let status = try child.wait(timeout: timeout)
            if status == nil { child.end() }
            return Answer(
                status: try #require(status, "the program did not end"), output: try FileSystem.read(output),
                errors: try FileSystem.read(errors))
        }
    }

    /// Runs the program to its end.
    func tend(_ words: String...) throws -> Answer {
        try begin(words).finish()
    }

    private static let patience = ["--min-age", "0", "--window", "100ms", "--json"]

    /// Plans as programs do, without the age that a test cannot wait for.
    func plan(_ words: String...) throws -> Answer {
        try begin(["processes", "plan"] + Self.patience + words).finish()
    }

    /// Applies the latest plan to processes of the test's own.
    func apply(_ pids: [Int32], _ words: String...) throws -> Answer {
        try beginApply(pids, words).finish()
    }

    func beginApply(_ pids: [Int32], _ words: [String] = []) throws -> Run {
        let targets = pids.map { String($0) }.joined(separator: ",")
        let selection = pids.isEmpty ? [] : ["--pids", targets]
        return try begin(["processes", "apply", "--yes"] + selection + Self.patience + words)
    }
}

extension Trial {
    /// Changes the text of the latest plan in the record, as a damaged or older record might hold it.
    func editPlan(_ change: (String) -> String) throws {
        let store = try Store.open(HistorySettings(directory: stateDirectory))
        let session = try #require(try store.sessions(limit: 1).first)
        let plan = try #require(try store.plan(of: session.id))
        let changed = change(String(decoding: plan.bytes, as: UTF8.self))
        try store.savePlan(Redactor(home: nil).json(Array(changed.utf8)), of: session.id)
    }
}

/// Asks again until something holds; a failed test where it does not in time.
func waitUntil(
    _ what: Comment, timeout: Duration = .seconds(10), sourceLocation: SourceLocation = #_sourceLocation,
    _ holds: () throws -> Bool
) throws {
    let deadline = Deadline.after(timeout)
    while try !holds() {
        try #require(!deadline.hasPassed, what, sourceLocation: sourceLocation)
        Clocks.sleep(seconds: 0.005)
    }
}
