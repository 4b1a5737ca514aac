import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Directories that bear the names of build output and are somebody's work, and what is build output for certain.
    @Suite(.enabled(if: Unoccupied.isProven, Unoccupied.reason))
    struct DiskTrapTests {
        let trial: Trial

        init() throws {
            trial = try Trial()
            try trial.makeProject("shop")
        }

        private static let traps: [(path: String, script: String)] = [
            ("shop/src/render-target", "mkdir -p src/render-target; echo 'fn main() {}' > src/render-target/main.rs"),
            ("shop/docs/target", "mkdir -p docs/target; echo '# Markets' > docs/target/markets.md"),
            (
                "shop/packages/target-ui",
                "mkdir -p packages/target-ui/src; echo '{}' > packages/target-ui/package.json; echo 1 > packages/target-ui/src/a.js"
            ),
            ("shop/build", "mkdir build; echo 'echo release' > build/release.sh"),
            ("shop/vendor", "mkdir -p vendor/parts; echo 'int x;' > vendor/parts/a.c"),
            ("shop/out", "mkdir out; echo 1,2 > out/results.csv"),
            ("shop/dist", "mkdir dist; echo thesis > dist/thesis.tex"),
            ("shop/tmp", "mkdir tmp; echo keep > tmp/notes.md"),
            ("shop/cache", "mkdir cache; echo keep > cache/letters.mbox"),
            ("shop/node_modules", "mkdir node_modules; echo mine > node_modules/mine.js"),
            ("shop/venv", "mkdir venv; echo 'a place' > venv/readme.md"),
            ("shop/target", "rm -r target; mkdir -p target/mission; echo goals > target/mission/goals.md"),
        ]

        @Test func `what only bears the name of build output is never a candidate`() throws {
            for trap in Self.traps { try trial.shell("cd work/shop; \(trap.script)") }
            try trial.age("work")
            let before = try trial.said("cd work; find . -type f | LC_ALL=C sort")
            let scan = try trial.scanWork("--min-score", "0", "--json")
            #expect(scan.exited(.clean), "\(scan)")
            #expect(try scan.candidatePaths() == [])
            let clean = try trial.cleanWork("--include-review", "--json")
            #expect(try clean.data()["removed"] == [], "\(clean)")
            #expect(try trial.said("cd work; find . -type f | LC_ALL=C sort") == before)
        }

        @Test(.enabled(if: Installation.areInstalled("git"), "git is not installed"))
        func `a build directory that git tracks is not removed, however much it looks like one`() throws {
            try trial.shell(
                """
                mkdir -p work/native/build/CMakeFiles; cd work/native; echo 'project(a)' > CMakeLists.txt
                echo 'CMAKE_HOME_DIRECTORY' > build/CMakeCache.txt; echo all: > build/Makefile
                git init -q .; git add .
                """)
            try trial.age("work/native")
            let scan = try trial.scanWork("--json")
            #expect(try scan.artifact("\(trial.work)/native/build")?["decision"] != "delete", "\(scan)")
            let clean = try trial.cleanWork("--include-review", "--json")
            #expect(try clean.removal("\(trial.work)/native/build") == nil, "\(clean)")
            #expect(FileSystem.exists("\(trial.work)/native/build/CMakeCache.txt"))
        }

        @Test func `a user's cache is never a candidate as a whole, nor is a home`() throws {
            // The trial's directory is the home of its user.
            try trial.shell(
                """
                mkdir -p .cache/pip/http/a .cache/letters; echo a > .cache/pip/http/a/b; echo dear > .cache/letters/a
                echo 'Signature: 8a477f597d28d172789f06886806bc55' > .cache/CACHEDIR.TAG
                """)
            try trial.age(".cache")
            let scan = try trial.run([
                "disk", "scan", trial.path(".cache"), "--urgency", "1", "--min-score", "0", "--json",
            ])
            let paths = try scan.candidatePaths()
            #expect(!paths.contains(trial.path(".cache")) && !paths.contains(trial.path(".cache/letters")), "\(paths)")
            let home = try trial.run(["disk", "scan", trial.directory, "--urgency", "1", "--json"])
            #expect(
                try !home.candidatePaths().contains { $0 == trial.directory || $0 == trial.path(".cache") }, "\(home)")
        }

        @Test func `build output that lay untouched for thirty days is a candidate even where nothing presses`() throws
        {
            try trial.age("work/shop", days: 31)
            let scan = try trial.run(["disk", "scan", trial.work, "--urgency", "0", "--json"])
            #expect(scan.exited(.candidates), "\(scan)")
            let decision = try scan.artifact("\(trial.work)/shop/target")?["decision"]
            #expect(decision == "review" || decision == "delete", "\(scan)")
        }

        @Test func `two scans of one tree give the same candidates with the same bytes in the same order`() throws {
            for name in 0..<20 { try trial.makeProject("p\(name)") }
            try trial.shell("for n in 3 7 11; do ln work/p$n/Cargo.toml work/p$n/target/debug/linked; done")
            try trial.age("work")
            func rows(_ answer: Answer) throws -> [String] {
                try #require(try answer.data()["candidates"]?.array).map { row in
                    ["path", "pattern", "bytes", "reclaimable_bytes", "files", "directories", "score", "decision"].map {
                        row[$0]?.text() ?? "-"
                    }.joined(separator: " ")
                }
            }
            let first = try rows(try trial.scanWork("--json"))
            #expect(first.count == 21)
            for _ in 0..<3 { #expect(try rows(try trial.scanWork("--json")) == first) }
        }
    }
}
