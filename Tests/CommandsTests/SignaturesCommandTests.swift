import Formats
import SystemCalls
import Testing

@testable import Commands

struct SignaturesCommandTests {
    private static let good = """
        version = 1

        [[signature]]
        name = "our-runner-left"
        version = 3
        tool = "our-runner"
        expects = "abandoned"
        weight = 1.0
        sentence = "Our runner serves one terminal."
        example = "node /srv/app/our-runner.js --watch"
        command = "our-runner"
        levels = "adrift sev"
        age_at_least = "30m"

        """

    private func folder(_ program: Program) -> String { "\(program.directory)/.config/tend/packs/signatures" }

    private func names(_ program: Program, _ options: String = "") throws -> [String] {
        try program.run("processes signatures list --json \(options)").data().array?.compactMap { $0["name"]?.string }
            ?? []
    }

    @Test func `the built-in signatures are listed and shown`() throws {
        let program = try Program()
        let all = try names(program)
        #expect(all.count >= 60)
        #expect(try names(program, "--source builtin") == all)
        #expect(try names(program, "--source user") == [])
        let shown = try program.run("processes agent signatures show vite-left --json").data()
        #expect(shown["expects"] == "abandoned")
        #expect(shown["source"] == "builtin")
        #expect(shown["enabled"] == true)
        #expect(shown["criteria"]?.array?.contains("command: vite") == true)
        #expect(shown["file"] == "Packs/signatures/servers.toml")
        let unknown = try program.run("processes signatures show vite-lft")
        #expect(unknown.exit == 65)
        #expect(unknown.errors.contains("did you mean vite-left?"))
    }

    @Test func `a file of signatures is checked, copied, heard and replaced`() throws {
        let program = try Program()
        let file = "\(program.directory)/ours.toml"
        try program.write(Self.good, to: file)
        #expect(try program.run("processes signatures add \(file) --dry-run").text.contains("would be written"))
        #expect(!FileSystem.exists("\(folder(program))/ours.toml"))
        let added = try program.run("processes signatures add \(file) --json")
        #expect(added.exit == 0)
        #expect(try added.data()["signatures"] == ["our-runner-left"])
        #expect(try program.read("\(folder(program))/ours.toml") == Self.good)
        #expect(try names(program, "--source user") == ["our-runner-left"])
        #expect(try program.run("processes signatures add \(file)").text.contains("says so already"))
        try program.write(Self.good.replacing("version = 3", with: "version = 4"), to: file)
        #expect(try program.run("processes signatures add \(file)").errors.contains("--replace"))
        #expect(try program.run("processes signatures add \(file) --replace").exit == 0)
        #expect(try program.run("processes signatures show our-runner-left --json").data()["version"] == 4)
    }

    @Test(arguments: [
        ("command = \"our-runner\"", "comand = \"our-runner\"", "ours.toml:11: unknown key `comand`", "`command`"),
        ("our-runner.js", "their-runner.js", "the example of `our-runner-left` does not fit", "`node`"),
        ("[[signature]]", "[signature]", "ours.toml", ""),
        ("weight = 1.0", "weight = 9.0", "ours.toml:8: `weight`", "1.5"),
    ])
    func `a wrong file is refused with its place and what to write, and nothing is copied`(
        part: String, other: String, message: String, hint: String
    ) throws {
        let program = try Program()
        let file = "\(program.directory)/ours.toml"
        try program.write(Self.good.replacing(part, with: other), to: file)
        let run = try program.run("processes signatures add \(file)")
        #expect(run.exit == 78)
        #expect(run.errors.contains(message), "\(run.errors)")
        #expect(run.errors.contains(hint), "\(run.errors)")
        #expect(!FileSystem.exists(folder(program)))
    }

    @Test func `a file without signatures, under a name of no pack, or that is not there is refused`() throws {
        let program = try Program()
        let file = "\(program.directory)/ours.toml"
        try program.write("version = 1\n", to: file)
        #expect(try program.run("processes signatures add \(file)").errors.contains("holds no signature"))
        try program.write(Self.good, to: "\(program.directory)/switched.toml")
        #expect(try program.run("processes signatures add \(program.directory)/switched.toml").exit == 64)
        #expect(try program.run("processes signatures add \(program.directory)/none.toml").exit == 65)
    }

    @Test func `a signature is switched off and on again`() throws {
        let program = try Program()
        func isOn() throws -> Bool {
            try program.run("processes signatures show jest-left --json").data()["enabled"] == true
        }
        #expect(try isOn())
        #expect(try program.run("processes signatures disable jest-left --dry-run").exit == 0)
        #expect(try isOn())
        #expect(try program.run("processes signatures disable jest-left --json").data()["changed"] == true)
        #expect(try !isOn())
        #expect(try program.run("processes signatures disable jest-left --json").data()["changed"] == false)
        #expect(try program.run("processes signatures enable jest-left").exit == 0)
        #expect(try isOn())
        #expect(try program.run("processes signatures enable jest-left --json").data()["changed"] == false)
        let unknown = try program.run("processes signatures disable jest-lft")
        #expect(unknown.exit == 65)
        #expect(unknown.errors.contains("did you mean jest-left?"))
    }

    @Test func `one's own switch decides over another file's, and a name that is gone can be taken out`() throws {
        let program = try Program()
        try program.write("version = 1\ndisable = \"jest-left\"\n", to: "\(folder(program))/team.toml")
        #expect(try program.run("processes signatures enable jest-left").exit == 0)
        #expect(try program.run("processes signatures show jest-left --json").data()["enabled"] == true)
        try program.write("version = 1\ndisable = \"long-gone\"\n", to: "\(folder(program))/switched.toml")
        let broken = try program.run("processes plan --window 50ms")
        #expect(broken.exit == 78)
        #expect(broken.errors.contains("switched.toml:2: `long-gone`"))
        #expect(try program.run("processes signatures enable long-gone").exit == 0)
        #expect(try program.run("processes signatures list").exit == 0)
    }

    @Test func `an explanation names the pattern`() throws {
        let program = try Program()
        let recording = "\(Program.root)/Scenarios/processes/closed-terminals/recording.jsonl"
        let run = try program.run("processes explain 798 --from \(recording)")
        #expect(run.text.contains("Known pattern: jest-worker-spinning 1 (builtin), score 1.00."))
        let match = try program.run("processes explain 798 --from \(recording) --json").data()["signature"]
        #expect(match?["name"] == "jest-worker-spinning")
        #expect(match?["heard"] == true)
        let novel = try program.run("processes explain 496 --from \(recording)")
        #expect(novel.text.contains("Known pattern: none."))
    }

    @Test func `the record is counted, and drafts come from decisions only`() throws {
        let program = try Program()
        #expect(try program.run("processes signatures stats --json").data()["sessions"] == 0)
        _ = try program.run("processes plan --all --window 50ms")
        let stats = try program.run("processes signatures stats --json").data()
        #expect(stats["sessions"] == 1)
        #expect(try #require(stats["candidates"]?.integer) > 0)
        let draft = try program.run("processes signatures draft --out \(program.directory)/d.toml --json")
        #expect(try draft.data() == [])
        #expect(!FileSystem.exists("\(program.directory)/d.toml"))
        #expect(try program.run("processes signatures draft --at-least 1").exit == 64)
    }
}
