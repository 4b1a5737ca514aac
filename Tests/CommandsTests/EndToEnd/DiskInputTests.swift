import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Paths and numbers that cannot be meant, and what becomes of the good ones beside them.
    @Suite(.enabled(if: Unoccupied.isProven, Unoccupied.reason))
    struct DiskInputTests {
        let trial: Trial
        let target: String

        init() throws {
            trial = try Trial()
            target = try trial.makeProject("shop")
        }

        @Test(arguments: ["scan", "clean"])
        func `a path that leads nowhere, and a file, are said to be none`(verb: String) throws {
            let words = ["disk", verb, "--json"] + (verb == "clean" ? ["--yes"] : [])
            let missing = try trial.run(words + [trial.path("nothing")])
            #expect(missing.exited(.badData), "\(missing)")
            #expect(try missing.envelope()["error_code"] == "disk.not_found", "\(missing)")
            let file = try trial.run(words + ["\(trial.work)/shop/Cargo.toml"])
            #expect(file.exited(.badData), "\(file)")
            #expect(try file.envelope()["error"]?.string?.contains("is no directory") == true, "\(file)")
        }

        @Test func `one bad path among good ones is told, and the others are scanned`() throws {
            let scan = try trial.run(
                [
                    "disk", "scan", trial.path("nothing"), trial.work, "\(trial.work)/shop/Cargo.toml", "--urgency",
                    "0.5", "--json",
                ])
            #expect(scan.exited(.partial), "\(scan)")
            #expect(try scan.data()["problems"]?.array?.count == 2)
            #expect(try scan.artifact(target)?["decision"] == "delete")
            let clean = try trial.run(["disk", "clean", trial.work, trial.path("nothing"), "--yes", "--json"])
            #expect(clean.exited(.partial), "\(clean)")
            #expect(try clean.removal(target)?["result"] == "done")
            #expect(!FileSystem.exists(target))
        }

        @Test func `the same directory named in several ways is scanned once`() throws {
            try trial.shell("ln -s work linked")
            let scan = try trial.run([
                "disk", "scan", trial.work, "\(trial.work)/shop", "\(trial.work)/./shop/..", trial.path("linked"),
                "--urgency",
                "0.5", "--json",
            ])
            #expect(try scan.candidatePaths() == [target], "\(scan)")
            #expect(try scan.data()["roots"] == [.string(trial.work)])
        }

        @Test func `the output itself can be named, and what is above it still counts`() throws {
            let scan = try trial.run(["disk", "scan", target, "--urgency", "0.5", "--json"])
            #expect(try scan.artifact(target)?["decision"] == "delete", "\(scan)")
            try trial.shell("touch .tend-protect")
            let again = try trial.run(["disk", "scan", target, "--urgency", "0.5", "--json"])
            #expect(try again.vetoes(target) == ["protected_marker"], "\(again)")
        }

        @Test func `nothing of the kernel's own is a candidate`() throws {
            let folder = try #require(try FileSystem.names(in: "/proc").first { $0 == "sys" }, "no /proc/sys")
            let scan = try trial.run([
                "disk", "scan", "/proc/\(folder)", "--urgency", "1", "--min-score", "0", "--json",
            ])
            #expect(try scan.candidatePaths() == [], "\(scan)")
            #expect(scan.exited(.clean) || scan.exited(.partial), "\(scan)")
        }

        @Test(arguments: [
            ["scan", "--urgency", "2"], ["scan", "--urgency", "-1"], ["scan", "--urgency", "high"],
            ["scan", "--urgency", "nan"],
            ["scan", "--top", "-1"], ["scan", "--min-score", "1.5"], ["clean", "--yes", "--free", "much"],
            ["clean", "--yes", "--free", "-1GB"], ["clean", "--yes", "--target-free", "101"],
            ["clean", "--yes", "--target-free", "-1"], ["clean", "--yes", "--target-free", "10GB"],
            ["clean", "--yes", "--quarantine", "soon"], ["clean", "--yes", "--quarantine", "-1d"], ["clean"],
        ])
        func `a number that cannot be meant ends it before anything is looked at`(words: [String]) throws {
            let answer = try trial.run(["disk", words[0], trial.work] + words.dropFirst() + ["--json"])
            #expect(answer.exited(.usage), "\(words): \(answer)")
            #expect(try answer.envelope()["ok"] == false, "\(answer)")
            #expect(FileSystem.exists("\(target)/debug/deps/shop.o"))
        }

        @Test func `what is said to be enough already is left alone`() throws {
            let clean = try trial.run(["disk", "clean", trial.work, "--yes", "--target-free", "0", "--json"])
            #expect(clean.exited(.clean), "\(clean)")
            #expect(FileSystem.exists(target))
        }

        @Test func `a dry run says what would go, and changes nothing`() throws {
            let before = try trial.said("cd work; find . -printf '%p %T@ %i\\n' | LC_ALL=C sort")
            let dry = try trial.run(["disk", "clean", trial.work, "--dry-run", "--json"])
            #expect(dry.exited(.candidates), "\(dry)")
            #expect(try dry.removal(target)?["result"] == "would_do")
            #expect(try trial.said("cd work; find . -printf '%p %T@ %i\\n' | LC_ALL=C sort") == before)
        }
    }
}
