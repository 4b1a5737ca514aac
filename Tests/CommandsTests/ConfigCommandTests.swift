import Formats
import Primitives
import Reporting
import Settings
import SystemCalls
import Testing

@testable import Commands

struct ConfigCommandTests {
    @Test func `show has every setting with its source, meaning and reason`() throws {
        let program = try Program.inProject()
        try program.write("# mine\n[processes]\nmin_age = '10m'\n", to: program.userFile)
        program.environment.append(("TEND_PROCESSES_SAMPLES", "4"))
        let answer = try program.run(["config", "show", "--json"])
        #expect(answer.exit == 0)
        let rows = try #require(try answer.data().array)
        #expect(rows.compactMap { $0["key"]?.string } == SettingKey.all.map(\.name))
        let sources = rows.compactMap { $0["source"]?.string }
        #expect(sources.contains("\(program.userFile):3"))
        #expect(sources.contains("TEND_PROCESSES_SAMPLES"))
        let age = try #require(rows.first { $0["key"]?.string == "processes.min_age" })
        #expect(age["value"]?.string == "10m")
        #expect(age["default"]?.string == "2m")
        #expect(age["line"]?.integer == 3)
        #expect(rows.allSatisfy { $0["meaning"]?.string != "" && $0["reason"]?.string != "" })
        let section = try program.run(["config", "show", "--section", "history", "--json"]).data()
        #expect(section.array?.count == 2)
    }

    @Test func `get prints the value alone`() throws {
        let program = try Program.inProject()
        #expect(try program.run(["config", "get", "processes.grace"]).text == "10s\n")
        let unknown = try program.run(["config", "get", "processes.graze"])
        #expect(unknown.exit == 78)
        #expect(unknown.errors.contains("did you mean processes.grace?"))
    }

    @Test func `set makes a private file, keeps comments, and diff and reset follow`() throws {
        let program = try Program.inProject()
        #expect(try program.run(["config", "set", "processes.min_age", "10m"]).exit == 0)
        #expect(try FileSystem.metadata(program.userFile)?.permissions == 0o600)
        #expect(try program.read(program.userFile).hasPrefix("# Configuration of tend (user).\n"))
        try program.write("[processes] # all\nmin_age = '10m' # slow\n", to: program.userFile)
        #expect(try program.run(["config", "set", "processes.min_age", "20m"]).exit == 0)
        #expect(try program.read(program.userFile) == "[processes] # all\nmin_age = \"20m\" # slow\n")
        let changed = try program.run(["config", "diff", "--json"]).data()
        #expect(changed.array?.compactMap { $0["key"]?.string }.contains("processes.min_age") == true)
        #expect(try program.run(["config", "reset", "processes.min_age"]).exit == 0)
        #expect(try program.read(program.userFile) == "[processes] # all\n")
    }

    @Test func `a dry run writes nothing`() throws {
        let program = try Program.inProject()
        let answer = try program.run(["config", "set", "processes.samples", "3", "--dry-run"])
        #expect(answer.text.contains("would be changed"))
        #expect(!FileSystem.exists(program.userFile))
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
        let program = try Program.inProject()
        let answer = try program.run(["config", "set"] + words)
        #expect(answer.exit == 78)
        #expect(answer.errors.contains(expected), "\(answer.errors)")
        #expect(!FileSystem.exists(program.userFile) && !FileSystem.exists(program.projectFile))
    }

    @Test func `set says when another layer decides all the same`() throws {
        let program = try Program.inProject()
        program.environment.append(("TEND_PROCESSES_SAMPLES", "4"))
        let answer = try program.run(["config", "set", "processes.samples", "3"])
        #expect(answer.text.contains("processes.samples is still 4: TEND_PROCESSES_SAMPLES decides."))
    }

    @Test func `a link to the file stays one`() throws {
        let program = try Program.inProject()
        let kept = "\(program.directory)/kept.toml"
        try program.write("# kept\n", to: kept)
        try program.write("", to: program.userFile)
        try FileSystem.remove(program.userFile)
        try program.link(program.userFile, to: kept)
        #expect(try program.run(["config", "set", "processes.samples", "3"]).exit == 0)
        #expect(try program.read(kept) == "# kept\n\n[processes]\nsamples = 3\n")
    }

    @Test func `validate reports all problems`() throws {
        let program = try Program.inProject()
        try program.write("[processes]\nsamples = 0\nmin_aeg = 1\n[procesess]\n", to: program.userFile)
        try program.write("processes.grace = '1s'\n", to: program.projectFile)
        let answer = try program.run(["config", "validate", "--json"])
        #expect(answer.exit == 78)
        let rows = try #require(try answer.data().array)
        #expect(rows.compactMap { $0["line"]?.integer } == [2, 3, 4, 1])
        let other = try program.run(["config", "validate", program.projectFile])
        #expect(other.exit == 0)
    }

    @Test func `what is wrong stops other commands, but not those that show and mend it`() throws {
        let program = try Program.inProject()
        try program.write("[processes]\nsamples = 0\n", to: program.userFile)
        let stopped = try program.run(["sessions", "list"])
        #expect(stopped.exit == 78)
        #expect(stopped.errors.contains("\(program.userFile):2: processes.samples is 0, which is out of range"))
        #expect(try program.run(["--version"]).exit == 0)
        #expect(try program.run(["sessions", "--help"]).exit == 0)
        #expect(try program.run(["config", "show"]).exit == 0)
        #expect(try program.run(["config", "set", "processes.samples", "3"]).exit == 0)
        #expect(try program.run(["sessions", "list"]).exit == 0)
    }

    @Test func `path shows which files count`() throws {
        let program = try Program.inProject()
        try program.write("", to: program.projectFile, permissions: 0o666)
        let rows = try #require(try program.run(["config", "path", "--json"]).data().array)
        #expect(rows.compactMap { $0["layer"]?.string } == ["system", "user", "project"])
        #expect(rows[1]["path"]?.string == program.userFile)
        #expect(rows[1]["exists"]?.bool == false)
        #expect(rows[2]["exists"]?.bool == true)
        #expect(rows[2]["read"]?.bool == false)
        #expect(rows[2]["note"]?.string == "ignored: everybody may write it")
    }

    @Test func `a project's file that is not trusted is ignored with a warning`() throws {
        let program = try Program.inProject()
        try program.write("processes.samples = 3\n", to: program.projectFile, permissions: 0o666)
        let answer = try program.run(["sessions", "list"])
        #expect(answer.exit == 0)
        #expect(answer.errors.contains("warning: \(program.projectFile) is ignored: everybody may write it"))
    }

    @Test func `the format comes from the flag, then the environment, then the file`() throws {
        let program = try Program.inProject()
        try program.write("output.format = 'json'\n", to: program.userFile)
        #expect(try program.run(["sessions", "list"]).text.hasPrefix("{"))
        program.environment.append(("TEND_OUTPUT_FORMAT", "summary"))
        #expect(try program.run(["sessions", "list"]).text.hasPrefix("No sessions yet"))
        #expect(
            try program.run(["sessions", "list", "--format", "toon"]).text.contains("schema: tend.sessions.list.v1"))
    }

    @Test func `colours follow the setting`() throws {
        let program = try Program.inProject()
        program.environment.append(("TEND_OUTPUT_COLOR", "always"))
        #expect(try program.run(["config", "path"]).text.contains("\u{1B}[1m"))
        #expect(try !program.run(["config", "path", "--no-color"]).text.contains("\u{1B}["))
    }

    @Test(arguments: [true, false])
    func `another file can stand in for the user's`(isFlag: Bool) throws {
        let program = try Program.inProject()
        let other = "\(program.directory)/other.toml"
        try program.write("processes.samples = 7\n", to: other)
        try program.write("processes.samples = 0\n", to: program.userFile)
        if !isFlag { program.environment.append(("TEND_CONFIG", other)) }
        let words = ["config", "get", "processes.samples"] + (isFlag ? ["--config", other] : [])
        #expect(try program.run(words).text == "7\n")
    }

    @Test func `settings know every format that the renderer has`() {
        #expect(OutputSettings.formats == OutputFormat.allCases.map(\.rawValue))
    }
}
