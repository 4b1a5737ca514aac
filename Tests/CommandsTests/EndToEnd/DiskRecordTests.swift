import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// What is recorded of volumes and removals, and who writes.
    @Suite struct DiskRecordTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// A directory of node's own, old enough and ignored by git.
        private func artifact() throws -> String {
            let project = try trial.makeDirectory("work/project")
            let script = """
                git init -q . && printf node_modules >.gitignore && printf '{}' >package.json && mkdir -p node_modules/a &&
                printf '{}' >node_modules/.package-lock.json && printf '{}' >node_modules/a/package.json &&
                printf '{}' >package-lock.json && head -c 3000000 /dev/zero >node_modules/a/data &&
                find . -exec touch -d '90 days ago' {} +
                """
            let home = trial.workingDirectory
            trial.workingDirectory = project
            defer { trial.workingDirectory = home }
            try #require(try trial.start("sh", ["-c", script]).wait() == .exited(0))
            return "\(project)/node_modules"
        }

        private func events(_ words: String = "") throws -> [JSONValue] {
            try trial.run("disk log --json \(words)").data().array ?? []
        }

        @Test func `a level is recorded when it changes and not at each look`() throws {
            _ = try trial.run("disk status --json")
            let first = try events("--kind pressure")
            #expect(!first.isEmpty)
            #expect(first.allSatisfy { $0["kind"] == "pressure" && $0["free_percent"]?.double != nil })
            _ = try trial.run("disk status --json")
            #expect(try events("--kind pressure").count < 2 * first.count)
            let lines = try trial.read("state/tend/disk-events.jsonl").split(separator: "\n")
            #expect(try lines.map { try JSONParser.parse(Array($0.utf8))["subject"] }.contains("/"))
        }

        @Test func `before anything was recorded the log is empty and no error`() throws {
            let answer = try trial.run("disk log --json")
            #expect(answer.exited(.clean))
            #expect(try answer.data() == .array([]))
            #expect(try trial.run("disk stats --json").data()["source"] == "nothing")
        }

        @Test(.enabled(if: Installation.areInstalled("git"), "git is not installed"))
        func `a removal is told by log and stats, and by the lines where the database is gone`() throws {
            let path = try artifact()
            let clean = try trial.run("disk clean \(trial.directory)/work --include-review --yes --json")
            #expect(try clean.data()["removed"]?.array?.count == 1, "\(clean)")
            #expect(!FileSystem.exists(path))
            let removal = try #require(try events("--kind removal").first { $0["result"] == "done" })
            #expect(removal["pattern"] != nil)
            #expect(removal["decision_id"]?.string?.isEmpty == false)
            let stats = try trial.run("disk stats --json").data()
            #expect(stats["source"] == "database")
            #expect((stats["removed"], stats["success_rate"]) == (1, .number(1)))
            #expect((stats["removed_bytes"]?.integer ?? 0) >= 3_000_000)

            try FileSystem.replace("\(trial.stateDirectory)/history.sqlite3", with: Array("no database".utf8))
            for name in ["history.sqlite3-wal", "history.sqlite3-shm"] {
                // They are there only where something was left to be written.
                try? FileSystem.remove("\(trial.stateDirectory)/\(name)")
            }
            let again = try trial.run("disk stats --json")
            #expect(try again.data()["source"] == "lines")
            #expect(try again.data()["removed"] == 1)
            #expect(try again.envelope()["warnings"]?.array?.isEmpty == false)
        }

        @Test func `a failure is an event with its stable code`() throws {
            let answer = try trial.run("disk clean \(trial.directory)/nowhere --yes --json")
            let code = try #require(try answer.envelope()["error_code"]?.string)
            let told = try #require(try events("--kind error").last)
            #expect(told["reason_code"]?.string == code)
        }

        @Test(.enabled(if: Installation.canMakeMountNamespace, "no mount namespace can be made here"))
        func `what the disk does not take goes to memory, then to standard error, and comes home`() throws {
            _ = try trial.run("disk status --json")
            let state = trial.stateDirectory
            try FileSystem.remove("\(state)/disk-events.jsonl")
            // Clean fails where nothing can be recorded, and for a directory that is not there: both are events.
            let script = """
                set -e
                mount -t tmpfs none /dev/shm; mount --bind '\(state)' '\(state)'; mount -o remount,ro,bind '\(state)'
                tend() { \(Installation.path) disk clean /nowhere --yes --json >/dev/null || true; }
                tend; cat /dev/shm/tend-*/disk-events.jsonl >'\(trial.path("memory"))'
                mount -o remount,ro /dev/shm; tend
                mount -o remount,rw /dev/shm; mount -o remount,rw,bind '\(state)'; tend
                ls /dev/shm/tend-* >'\(trial.path("left"))'
                """
            let run = try trial.begin(["-m", "sh", "-c", script], program: ["unshare"]).finish()
            #expect(run.exited(.clean), "\(run)")
            let memory = try trial.read("memory")
            #expect(memory.contains(#""reason_code":"store.store_read_only""#), "\(memory)")
            #expect(run.errorText.contains("[TEND-JSONL] {\"at\":"))
            #expect(try trial.read("left").isEmpty)
            let told = try events("--kind error").compactMap { $0["reason_code"]?.string }
            #expect(told.sorted() == ["disk.not_found", "store.store_read_only"])
            #expect(try trial.read("state/tend/disk-events.jsonl").contains(memory))
        }

        /// Bytes that stay in memory are no writing.
        private static let isOnStorage = Installation.canRun("sh", ["-c", "[ $(stat -f -c %T /tmp) != tmpfs ]"])

        @Test(.enabled(if: isOnStorage, "/tmp lies in memory"))
        func `what a process writes is blamed on it, its agent and its project`() throws {
            let project = try trial.makeDirectory("work/project")
            _ = try trial.makeDirectory("work/project/.git")
            // Named like an agent: a script is what its interpreter runs. It ends by itself in any case.
            let writing = """
                exec 3>big; n=0; while [ ! -e stop ] && [ $n -lt 400 ]; do n=$((n + 1))
                dd if=/dev/zero bs=1048576 count=1 status=none conv=fsync >&3; sleep 0.05; done
                """
            let agent = try trial.write("#!/bin/sh\nsh -c '\(writing)'\ntrue\n", to: "work/claude")
            try FileSystem.setPermissions(agent, 0o700)
            let home = trial.workingDirectory
            trial.workingDirectory = project
            let child = try trial.start(agent)
            trial.workingDirectory = home
            defer {
                // Else it ends by itself in half a minute.
                try? FileSystem.replace("\(project)/stop", with: [])
                _ = try? child.wait(timeout: .seconds(30))
            }
            try waitUntil("it does not write") { FileSystem.exists("\(project)/big") }
            let blame = try trial.run("disk blame --window 1s --json").data()
            let ours = try #require(blame["projects"]?.array?.first { $0["name"]?.string == project }, "\(blame)")
            #expect((ours["bytes"]?.integer ?? 0) >= 1 << 20)
            let sessions = try #require(blame["agents"]?.array)
            let session = try #require(sessions.first { $0["pid"] == .whole(child.pid) }, "\(blame)")
            #expect(session["name"] == "Claude Code")
            #expect((session["bytes"]?.integer ?? 0) >= 1 << 20)
            #expect(blame["files"]?.array?.contains { $0["path"]?.string == "\(project)/big" } == true)
        }

        @Test func `a volume that does not exist is an error, and so is a window of nothing`() throws {
            let nowhere = try trial.run("disk blame --window 10ms --volume \(trial.directory)/nowhere --json")
            #expect(nowhere.exited(.badData))
            #expect(try trial.run("disk blame --window 0s --json").exited(.usage))
        }
    }
}
