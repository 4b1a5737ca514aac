import Formats
import Primitives
import SystemCalls
import Testing

@testable import Commands

struct LearningCommandTests {
    private let trial: Trial

    init() throws { trial = try Trial() }

    /// Labels a process of the trial's own.
    private func label(_ words: String...) throws -> Answer {
        let child = try trial.start("sleep", ["600"])
        return try trial.run(["processes", "label", String(child.pid)] + words + ["--window", "50ms", "--json"])
    }

    private func shift(_ category: String) throws -> Double {
        let rows = try trial.run("processes list-priors --json").data()["categories"]?.array
        return try #require(rows?.first { $0["category"]?.string == category }?["shift"]?.double)
    }

    @Test func `a label is recorded, redacted, audited and learned from, and a reset forgets it`() throws {
        #expect(try shift("batch") == 0)
        let said = try label("useful_bad", "--note", "spins, password=hunter2hunter2")
        #expect(said.exited(.clean), "\(said)")
        let data = try said.data()
        #expect(data["recorded"] == true && data["labels"] == 1 && data["actual"] == "useful_bad")
        #expect(!said.text.contains("hunter2"))
        #expect(try trial.run("audit list --json --kind label").data().array?.count == 1)
        let listed = try trial.run("processes list-priors --json").data()
        #expect(listed["learned"]?["labels"] == 1)
        #expect(try trial.run("processes learn reset --dry-run").text.contains("Would forget learned 1 (1 labels)"))
        #expect(try trial.run("processes list-priors --json").data()["learned"]?["labels"] == 1)
        #expect(try trial.run("processes learn reset").exited(.clean))
        #expect(try shift("batch") == 0)
        #expect(try trial.run("processes list-priors").text.contains("Nothing was learned"))
        // The label stays in the record and is not counted.
        #expect(try trial.run("processes learn --dry-run --json").data()["labels"] == 0)
        #expect(try trial.run("audit verify").exited(.clean))
    }

    @Test func `a dry run records nothing`() throws {
        let said = try label("abandoned", "--dry-run")
        #expect(said.exited(.clean), "\(said)")
        #expect(try said.data()["recorded"] == false)
        #expect(try trial.run("audit list --json --kind label").data().array?.isEmpty == true)
    }

    @Test(arguments: [
        ("processes label 1x useful", ExitCode.usage, "no process id and no decision id"),
        ("processes label 99999999 useful --window 50ms", .badData, "there is no process 99999999"),
        ("processes label 01ABCDEF.7 useful", .badData, ""),
        ("processes label 1 wanted", .usage, "useful_bad"),
        ("processes import-priors --from /dev/null", .usage, "--merge or --replace"),
        ("processes import-priors --merge", .usage, "--from"),
        ("processes import-priors --from /dev/null --merge", .badData, "/dev/null"),
        ("processes export-priors", .usage, "--out"),
        ("processes export-priors --out /dev/null/x", .cannotCreate, "/dev/null/x"),
        ("processes export-priors --out x --host-profile a/b", .usage, "a word of letters"),
    ])
    func `what cannot be meant is refused`(line: String, code: ExitCode, message: String) throws {
        let run = try trial.run(line)
        #expect(run.exited(code), "\(run)")
        #expect(run.errorText.contains(message), "\(run)")
    }

    @Test func `what was learned travels in a file and counts once`() throws {
        #expect(try label("abandoned").exited(.clean))
        let own = try shift("batch")
        #expect(own > 0)
        let file = trial.path("priors.json")
        #expect(try trial.run("processes agent export-priors --out \(file) --host-profile devbox").exited(.clean))
        let written = try JSONParser.parse(FileSystem.read(file))
        #expect(written["host_profile"]?["purpose"] == "devbox")
        #expect(!(try trial.read("priors.json")).contains(trial.directory))

        let other = try Trial()
        let import_ = "processes agent import-priors --from \(file)"
        #expect(try other.run("\(import_) --replace --host-profile ci").errorText.contains("for devbox, not ci"))
        let dry = try other.run("\(import_) --merge --dry-run --json").data()
        #expect(dry["after"]?.string?.contains("1 imported") == true)
        #expect(try other.run("processes list-priors").text.contains("Nothing was learned"))
        #expect(try other.run("\(import_) --merge").exited(.clean))
        let merged = try other.run("processes list-priors --json").data()
        let shift = merged["categories"]?.array?.first { $0["category"] == "batch" }?["shift"]?.double
        #expect(abs(try #require(shift) - own) < 1e-6)
        #expect(try other.run("\(import_) --merge").text.contains("was imported before"))
        // Written again, it says the same.
        let again = other.path("again.json")
        #expect(try other.run("processes export-priors --out \(again)").exited(.clean))
        let rewritten = try JSONParser.parse(FileSystem.read(again))
        #expect(rewritten["own"]?.text() == written["own"]?.text())
        #expect(try other.run("processes import-priors --from \(again) --replace --json").exited(.clean))
        #expect(try other.run("audit list --json --kind learned").data().array?.count == 2)
    }

    @Test func `calibration says what is missing, and shadow trials are followed`() throws {
        let empty = try trial.run("processes calibration --json")
        #expect(empty.exited(.candidates), "\(empty)")
        #expect(try empty.data()["stops"]?["still_needed"] == 298)
        #expect(try empty.data()["expected_calibration_error"] == .null)
        #expect(try label("useful").exited(.clean))
        let data = try trial.run("processes agent calibration --json").data()
        #expect(data["labels"] == 1 && data["curve"]?.array?.count == 1)
        #expect(try trial.run("processes calibration").text.contains("Missing: 298 more independent stops"))
    }

    @Test func `a decision of a plan is labelled from what its session saw`() throws {
        let child = try trial.start("sleep", ["600"])
        let plan = try trial.run(["processes", "plan", "--all", "--window", "50ms", "--json"])
        let id = try #require(try plan.candidate(child.pid)?["decision_id"]?.string)
        child.end()
        let said = try trial.run("processes label \(id) useful --json")
        #expect(said.exited(.clean), "\(said)")
        #expect(try said.data()["decision_id"]?.string == id)
        #expect(try said.data()["command"] == "sleep 600")
        #expect(try trial.run("processes label \(id) abandoned --json").data()["recorded"] == true)
        #expect(try trial.run("processes learn --json").data()["labels"] == 1)
    }
}
