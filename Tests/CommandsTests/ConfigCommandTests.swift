import Formats
import Primitives
import Reporting
import Settings
import SystemCalls
import Testing

private import func Glibc.symlink

@testable import Commands

struct ConfigCommandTests {
    /// A trial that works in a project of its own, below its home.
    private let trial: Trial
    private let userFile: String
    private let projectFile: String

    init() throws {
        trial = try Trial()
        trial.workingDirectory = try trial.makeDirectory("project")
        userFile = trial.path("config/tend/config.toml")
        projectFile = trial.path("project/.tend/config.toml")
    }

    private func write(_ text: String, to path: String, permissions: UInt32 = 0o600) throws {
        try FileSystem.makeDirectories(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try FileSystem.replace(path, with: Array(text.utf8))
        try FileSystem.setPermissions(path, permissions)
    }

    private func read(_ path: String) throws -> String {
        String(decoding: try FileSystem.read(path), as: UTF8.self)
    }

    @Test func `show has every setting with its source, meaning and reason`() throws {
        try write("# mine\n[processes]\nmin_age = '10m'\n", to: userFile)
        trial.environment.append(("TEND_PROCESSES_SAMPLES", "4"))
        let answer = try trial.run(["config", "show", "--json"])
        #expect(answer.exited(.clean))
        let rows = try #require(try answer.data().array)
        #expect(rows.compactMap { $0["key"]?.string } == SettingKey.all.map(\.name))
        let sources = rows.compactMap { $0["source"]?.string }
        #expect(sources.contains("\(userFile):3"))
        #expect(sources.contains("TEND_PROCESSES_SAMPLES"))
        let age = try #require(rows.first { $0["key"]?.string == "processes.min_age" })
        #expect(age["value"]?.string == "10m")
        #expect(age["default"]?.string == "2m")
        #expect(age["line"]?.integer == 3)
        #expect(rows.allSatisfy { $0["meaning"]?.string != "" && $0["reason"]?.string != "" })
        let section = try trial.run(["config", "show", "--section", "history", "--json"]).data()
        #expect(section.array?.count == 2)
    }

    @Test func `get prints the value alone`() throws {
        #expect(try trial.run(["config", "get", "processes.grace"]).text == "10s\n")
        let unknown = try trial.run(["config", "get", "processes.graze"])
        #expect(unknown.exited(.configuration))
        #expect(unknown.errorText.contains("did you mean processes.grace?"))
    }

    @Test func `set makes a private file, keeps comments, and diff and reset follow`() throws {
        #expect(try trial.run(["config", "set", "processes.min_age", "10m"]).exited(.clean))
        #expect(try FileSystem.metadata(userFile)?.permissions == 0o600)
        #expect(try read(userFile).hasPrefix("# Configuration of tend (user).\n"))
        try write("[processes] # all\nmin_age = '10m' # slow\n", to: userFile)
        #expect(try trial.run(["config", "set", "processes.min_age", "20m"]).exited(.clean))
        #expect(try read(userFile) == "[processes] # all\nmin_age = \"20m\" # slow\n")
        let changed = try trial.run(["config", "diff", "--json"]).data()
        #expect(changed.array?.compactMap { $0["key"]?.string }.contains("processes.min_age") == true)
        #expect(try trial.run(["config", "reset", "processes.min_age"]).exited(.clean))
        #expect(try read(userFile) == "[processes] # all\n")
    }

    @Test func `a dry run writes nothing`() throws {
        let answer = try trial.run(["config", "set", "processes.samples", "3", "--dry-run"])
        #expect(answer.text.contains("would be changed"))
        #expect(!FileSystem.exists(userFile))
    }

    private static let refused: [(words: [String], expected: String)] = [
        (["processes.samples", "many"], "is \"many\", which is not a whole number"),
        (["processes.samples", "0"], "is 0, which is out of range"),
        (["processes.sample", "1"], "did you mean processes.samples?"),
        (["processes.min_age", "1s", "--layer", "project"], "a project may only tighten it"),
        (["history.directory", "/srv", "--layer", "project"], "may not be set by a project"),
    ]

    @Test(arguments: refused)
    func `what does not fit is not written`(words: [String], expected: String) throws {
        let answer = try trial.run(["config", "set"] + words)
        #expect(answer.exited(.configuration))
        #expect(answer.errorText.contains(expected), "\(answer.errorText)")
        #expect(!FileSystem.exists(userFile) && !FileSystem.exists(projectFile))
    }

    @Test func `set says when another layer decides all the same`() throws {
        trial.environment.append(("TEND_PROCESSES_SAMPLES", "4"))
        let answer = try trial.run(["config", "set", "processes.samples", "3"])
        #expect(answer.text.contains("processes.samples is still 4: TEND_PROCESSES_SAMPLES decides."))
    }

    @Test func `a link to the file stays one`() throws {
        let kept = try trial.write("# kept\n", to: "kept.toml")
        try write("", to: userFile)
        try FileSystem.remove(userFile)
        try #require(symlink(kept, userFile) == 0)
        #expect(try trial.run(["config", "set", "processes.samples", "3"]).exited(.clean))
        #expect(try trial.read("kept.toml") == "# kept\n\n[processes]\nsamples = 3\n")
    }

    @Test func `validate reports all problems`() throws {
        try write("[processes]\nsamples = 0\nmin_aeg = 1\n[procesess]\n", to: userFile)
        try write("processes.grace = '1s'\n", to: projectFile)
        let answer = try trial.run(["config", "validate", "--json"])
        #expect(answer.exited(.configuration))
        let rows = try #require(try answer.data().array)
        #expect(rows.compactMap { $0["line"]?.integer } == [2, 3, 4, 1])
        let other = try trial.run(["config", "validate", projectFile])
        #expect(other.exited(.clean))
    }

    @Test func `what is wrong stops other commands, but not those that show and mend it`() throws {
        try write("[processes]\nsamples = 0\n", to: userFile)
        let stopped = try trial.run(["sessions", "list"])
        #expect(stopped.exited(.configuration))
        #expect(stopped.errorText.contains("\(userFile):2: processes.samples is 0, which is out of range"))
        #expect(try trial.run(["--version"]).exited(.clean))
        #expect(try trial.run(["sessions", "--help"]).exited(.clean))
        #expect(try trial.run(["config", "show"]).exited(.clean))
        #expect(try trial.run(["config", "set", "processes.samples", "3"]).exited(.clean))
        #expect(try trial.run(["sessions", "list"]).exited(.clean))
    }

    @Test func `path shows which files count`() throws {
        try write("", to: projectFile, permissions: 0o666)
        let rows = try #require(try trial.run(["config", "path", "--json"]).data().array)
        #expect(rows.compactMap { $0["layer"]?.string } == ["system", "user", "project"])
        #expect(rows[1]["path"]?.string == userFile)
        #expect(rows[1]["exists"]?.bool == false)
        #expect(rows[2]["exists"]?.bool == true)
        #expect(rows[2]["read"]?.bool == false)
        #expect(rows[2]["note"]?.string == "ignored: everybody may write it")
    }

    @Test func `a project's file that is not trusted is ignored with a warning`() throws {
        try write("processes.samples = 3\n", to: projectFile, permissions: 0o666)
        let answer = try trial.run(["sessions", "list"])
        #expect(answer.exited(.clean))
        #expect(answer.errorText.contains("warning: \(projectFile) is ignored: everybody may write it"))
    }

    @Test func `the format comes from the flag, then the environment, then the file`() throws {
        try write("output.format = 'json'\n", to: userFile)
        #expect(try trial.run(["sessions", "list"]).text.hasPrefix("{"))
        trial.environment.append(("TEND_OUTPUT_FORMAT", "summary"))
        #expect(try trial.run(["sessions", "list"]).text.hasPrefix("No sessions yet"))
        #expect(
            try trial.run(["sessions", "list", "--format", "toon"]).text.contains("schema: tend.sessions.list.v1"))
    }

    @Test func `colours follow the setting`() throws {
        trial.environment.append(("TEND_OUTPUT_COLOR", "always"))
        #expect(try trial.run(["config", "path"]).text.contains("\u{1B}[1m"))
        #expect(try !trial.run(["config", "path", "--no-color"]).text.contains("\u{1B}["))
    }

    @Test(arguments: [true, false])
    func `another file can stand in for the user's`(isFlag: Bool) throws {
        let other = try trial.write("processes.samples = 7\n", to: "other.toml")
        try write("processes.samples = 0\n", to: userFile)
        if !isFlag { trial.environment.append(("TEND_CONFIG", other)) }
        let words = ["config", "get", "processes.samples"] + (isFlag ? ["--config", other] : [])
        #expect(try trial.run(words).text == "7\n")
    }

    @Test func `settings know every format that the renderer has`() {
        #expect(OutputSettings.formats == OutputFormat.allCases.map(\.rawValue))
    }
}
