import Formats
import Primitives
import SystemCalls
import Testing

private import func Glibc.symlink

/// One test's own world: a directory with a home, a record and a configuration in it, and what it started.
///
/// All of it ends with the value.
final class Trial {
    let directory: String
    /// All that its children see.
    var environment: [(name: String, value: String)]
    /// Where its children start.
    var workingDirectory: String
    private var children: [ChildProcess] = []
    private var subjects: [Subject] = []
    private var runs = 0

    init() throws {
        let random = Host.randomBytes(6).map { String($0, radix: 16) }.joined()
        directory = "/tmp/tend-trial-\(Host.processID)-\(random)"
        workingDirectory = directory
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

    /// Where the record lies.
    var stateDirectory: String { "\(directory)/state/tend" }

    /// Lets a process that one of the trial's own started end with the trial.
    func keep(_ subject: Subject) -> Subject {
        subjects.append(subject)
        return subject
    }
}

// MARK: Files

extension Trial {
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

// MARK: Runs

extension Trial {
    /// Starts a child that ends with the trial.
    func start(
        _ program: String, _ arguments: [String] = [], input: SpawnRequest.Stream = .null,
        output: SpawnRequest.Stream = .null, errors: SpawnRequest.Stream = .null
    ) throws -> ChildProcess {
        let child = try ChildProcess.start(
            SpawnRequest(
                program, arguments, environment: environment, workingDirectory: workingDirectory,
                standardInput: input, standardOutput: output, standardError: errors))
        children.append(child)
        return child
    }

    /// Begins a run of the program, or of others that run it, whose answer `finish` takes.
    func begin(
        _ words: [String], program: [String] = [Installation.path], input: SpawnRequest.Stream = .null
    ) throws -> Run {
        runs += 1
        let run = (output: path("output-\(runs)"), errors: path("errors-\(runs)"))
        let line = program + words
        let fresh: FileDescriptor.Options = [.writeOnly, .create, .truncate]
        let child = try start(
            line[0], Array(line.dropFirst()), input: input, output: .file(run.output, fresh),
            errors: .file(run.errors, fresh))
        return Run(child: child, trial: self, output: run.output, errors: run.errors)
    }

    /// A run of the program, begun and not yet ended.
    struct Run {
        let child: ChildProcess
        /// Lives as long as the run.
        fileprivate let trial: Trial
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
    func run(_ words: [String], input: String? = nil, calledBy name: String? = nil) throws -> Answer {
        let program = try name.map(link) ?? Installation.path
        let stream = try input.map { SpawnRequest.Stream.file(try write($0, to: "input"), []) }
        return try begin(words, program: [program], input: stream ?? .null).finish()
    }

    /// Runs the program to its end with the words of a line, none of which holds a blank.
    func run(_ line: String, input: String? = nil, calledBy name: String? = nil) throws -> Answer {
        try run(line.split(separator: " ").map(String.init), input: input, calledBy: name)
    }

    /// Another name for the program.
    private func link(_ name: String) throws -> String {
        if !FileSystem.exists(path(name)) { try #require(symlink(Installation.path, path(name)) == 0) }
        return path(name)
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
