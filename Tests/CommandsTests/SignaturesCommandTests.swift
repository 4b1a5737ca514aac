import Formats
import Primitives
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

    private func folder(_ trial: Trial) -> String { trial.path("config/tend/packs/signatures") }

    private func names(_ trial: Trial, _ options: String = "") throws -> [String] {
        try trial.run("processes signatures list --json \(options)").data().array?.compactMap { $0["name"]?.string }
            ?? []
    }

    @Test func `the built-in signatures are listed and shown`() throws {
        let trial = try Trial()
        let all = try names(trial)
        #expect(all.count >= 60)
        #expect(try names(trial, "--source builtin") == all)
        #expect(try names(trial, "--source user") == [])
        let shown = try trial.run("processes agent signatures show vite-left --json").data()
        #expect(shown["expects"] == "abandoned")
        #expect(shown["source"] == "builtin")
        #expect(shown["enabled"] == true)
        #expect(shown["criteria"]?.array?.contains("command: vite") == true)
        #expect(shown["file"] == "Packs/signatures/servers.toml")
        let unknown = try trial.run("processes signatures show vite-lft")
        #expect(unknown.exited(.badData))
        #expect(unknown.errorText.contains("did you mean vite-left?"))
    }

    @Test func `a file of signatures is checked, copied, heard and replaced`() throws {
        let trial = try Trial()
        let file = "\(trial.directory)/ours.toml"
        _ = try trial.write(Self.good, to: "ours.toml")
        #expect(try trial.run("processes signatures add \(file) --dry-run").text.contains("would be written"))
        #expect(!FileSystem.exists("\(folder(trial))/ours.toml"))
        let added = try trial.run("processes signatures add \(file) --json")
        #expect(added.exited(.clean))
        #expect(try added.data()["signatures"] == ["our-runner-left"])
        #expect(try trial.read("config/tend/packs/signatures/ours.toml") == Self.good)
        #expect(try names(trial, "--source user") == ["our-runner-left"])
        #expect(try trial.run("processes signatures add \(file)").text.contains("says so already"))
        _ = try trial.write(Self.good.replacing("version = 3", with: "version = 4"), to: "ours.toml")
        #expect(try trial.run("processes signatures add \(file)").errorText.contains("--replace"))
        #expect(try trial.run("processes signatures add \(file) --replace").exited(.clean))
        #expect(try trial.run("processes signatures show our-runner-left --json").data()["version"] == 4)
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
        let trial = try Trial()
        let file = "\(trial.directory)/ours.toml"
        _ = try trial.write(Self.good.replacing(part, with: other), to: "ours.toml")
        let run = try trial.run("processes signatures add \(file)")
        #expect(run.exited(.configuration))
        #expect(run.errorText.contains(message), "\(run.errorText)")
        #expect(run.errorText.contains(hint), "\(run.errorText)")
        #expect(!FileSystem.exists(folder(trial)))
    }

    @Test func `a file without signatures, under a name of no pack, or that is not there is refused`() throws {
        let trial = try Trial()
        let file = "\(trial.directory)/ours.toml"
        _ = try trial.write("version = 1\n", to: "ours.toml")
        #expect(try trial.run("processes signatures add \(file)").errorText.contains("holds no signature"))
        _ = try trial.write(Self.good, to: "switched.toml")
        #expect(try trial.run("processes signatures add \(trial.directory)/switched.toml").exited(.usage))
        #expect(try trial.run("processes signatures add \(trial.directory)/none.toml").exited(.badData))
    }

    @Test func `a signature is switched off and on again`() throws {
        let trial = try Trial()
        func isOn() throws -> Bool {
            try trial.run("processes signatures show jest-left --json").data()["enabled"] == true
        }
        #expect(try isOn())
        #expect(try trial.run("processes signatures disable jest-left --dry-run").exited(.clean))
        #expect(try isOn())
        #expect(try trial.run("processes signatures disable jest-left --json").data()["changed"] == true)
        #expect(try !isOn())
        #expect(try trial.run("processes signatures disable jest-left --json").data()["changed"] == false)
        #expect(try trial.run("processes signatures enable jest-left").exited(.clean))
        #expect(try isOn())
        #expect(try trial.run("processes signatures enable jest-left --json").data()["changed"] == false)
        let unknown = try trial.run("processes signatures disable jest-lft")
        #expect(unknown.exited(.badData))
        #expect(unknown.errorText.contains("did you mean jest-left?"))
    }

    @Test func `one's own switch decides over another file's, and a name that is gone can be taken out`() throws {
        let trial = try Trial()
        _ = try trial.makeDirectory("config/tend/packs/signatures")
        _ = try trial.write("version = 1\ndisable = \"jest-left\"\n", to: "config/tend/packs/signatures/team.toml")
        #expect(try trial.run("processes signatures enable jest-left").exited(.clean))
        #expect(try trial.run("processes signatures show jest-left --json").data()["enabled"] == true)
        _ = try trial.makeDirectory("config/tend/packs/signatures")
        _ = try trial.write("version = 1\ndisable = \"long-gone\"\n", to: "config/tend/packs/signatures/switched.toml")
        let broken = try trial.run("processes plan --window 50ms")
        #expect(broken.exited(.configuration))
        #expect(broken.errorText.contains("switched.toml:2: `long-gone`"))
        #expect(try trial.run("processes signatures enable long-gone").exited(.clean))
        #expect(try trial.run("processes signatures list").exited(.clean))
    }

    @Test func `an explanation names the pattern`() throws {
        let trial = try Trial()
        let recording = "\(Installation.root)/Scenarios/processes/closed-terminals/recording.jsonl"
        let run = try trial.run("processes explain 798 --from \(recording)")
        #expect(run.text.contains("Known pattern: jest-worker-spinning 1 (builtin), score 1.00."))
        let match = try trial.run("processes explain 798 --from \(recording) --json").data()["signature"]
        #expect(match?["name"] == "jest-worker-spinning")
        #expect(match?["heard"] == true)
        let novel = try trial.run("processes explain 496 --from \(recording)")
        #expect(novel.text.contains("Known pattern: none."))
    }

    @Test func `the record is counted, and drafts come from decisions only`() throws {
        let trial = try Trial()
        #expect(try trial.run("processes signatures stats --json").data()["sessions"] == 0)
        _ = try trial.run("processes plan --all --window 50ms")
        let stats = try trial.run("processes signatures stats --json").data()
        #expect(stats["sessions"] == 1)
        #expect(try #require(stats["candidates"]?.integer) > 0)
        let draft = try trial.run("processes signatures draft --out \(trial.directory)/d.toml --json")
        #expect(try draft.data() == [])
        #expect(!FileSystem.exists("\(trial.directory)/d.toml"))
        #expect(try trial.run("processes signatures draft --at-least 1").exited(.usage))
    }
}
