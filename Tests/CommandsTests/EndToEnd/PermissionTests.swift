import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// What an ordinary user may not do; root passes everything, so the program is run as nobody.
    @Suite(
        .enabled(
            if: Installation.isRoot && Installation.areInstalled("setpriv"),
            "only root can run the program as somebody else, and setpriv has to be there"))
    struct PermissionTests {
        let trial: Trial

        init() throws {
            trial = try Trial()
            #expect(try trial.start("cp", [Installation.path, "tend"]).wait() == .exited(0))
            for file in ["", "tend"] { try FileSystem.setPermissions(trial.path(file), 0o755) }
        }

        private func asNobody(_ words: String...) throws -> Answer {
            let patience = ["--json", "--min-age", "0", "--window", "100ms"]
            return try trial.begin(words + patience, program: Seclusion.nobody + [trial.path("tend")]).finish()
        }

        private func makeStateWritable() throws {
            try FileSystem.setPermissions(try trial.makeDirectory("state"), 0o777)
        }

        @Test func `a record that cannot be written costs the plan its session, and apply refuses`() throws {
            _ = try trial.makeDirectory("state")
            let plan = try asNobody("processes", "plan", "--all")
            #expect(plan.exited(.candidates) || plan.exited(.clean), "\(plan)")
            #expect(try plan.envelope()["session_id"] == nil)
            let warnings = try #require(try plan.envelope()["warnings"]?.array?.compactMap(\.string))
            #expect(warnings.contains { $0.contains("cannot be applied") }, "\(warnings)")
            let applied = try asNobody("processes", "apply", "--recommended", "--dry-run")
            #expect(!applied.exited(.clean))
            #expect(try applied.envelope()["error"]?.string?.contains(trial.stateDirectory) == true, "\(applied)")
        }

        @Test func `where a record can only be read, apply leaves everything alone`() throws {
            try makeStateWritable()
            let subject = try trial.orphan(
                Seclusion.nobody[0], Array(Seclusion.nobody.dropFirst()) + ["sleep", "600.912344"]
            ).waitForArguments("sleep\u{0}600.912344\u{0}")
            _ = try asNobody("processes", "plan", "--all")
            #expect(try trial.start("chown", ["-R", "0:0", trial.path("state")]).wait() == .exited(0))
            #expect(try trial.start("chmod", ["-R", "a+rX,go-w", trial.path("state")]).wait() == .exited(0))
            let applied = try asNobody("processes", "apply", "--pids", "\(subject.pid)", "--yes")
            #expect(applied.exited(.notPermitted), "\(applied)")
            #expect(try applied.envelope()["error_code"] == "store.not_permitted")
            #expect(subject.isAlive)
        }

        @Test func `the processes of others are not touched, nor said to be understood`() throws {
            try makeStateWritable()
            let subject = try trial.orphanAfter("true")
            let plan = try asNobody("processes", "plan", "--all")
            let candidate = try #require(try plan.candidate(subject.pid), "\(plan)")
            #expect(candidate["recommendation"] == "keep")
            let applied = try asNobody("processes", "apply", "--pids", "\(subject.pid)", "--yes")
            #expect(applied.exited(.blocked), "\(applied)")
            #expect(try applied.action(subject.pid)["reason_code"] == "other_user")
            #expect(subject.isAlive)
        }

        /// A process of Python's that root starts and that shows nobody as its owner once its script has said so.
        private func disguised(_ script: String) throws -> Subject {
            let subject = try trial.orphan("python3", ["-c", "import os, signal, time\n\(script)"])
            try waitUntil("it did not change its user") {
                try FileSystem.metadata("/proc/\(subject.pid)")?.ownerID == 65534
            }
            return subject
        }

        private func recordedOutcome() throws -> JSONValue {
            let words = ["audit", "list", "--json", "--kind", "outcome"]
            let answer = try trial.begin(words, program: Seclusion.nobody + [trial.path("tend")]).finish()
            return try #require(try answer.data()[0]?["body"], "\(answer)")
        }

        @Test(.enabled(if: Installation.areInstalled("python3"), "python3 is not installed"))
        func `a signal that the system refuses is said to be refused, and recorded`() throws {
            try makeStateWritable()
            // Its owner is who it acts as; what counts for signals is who it really is, and may become again (kill(2)).
            let subject = try disguised("os.setresuid(65533, 65534, 65533); time.sleep(600)")
            _ = try asNobody("processes", "plan", "--all")
            let applied = try asNobody("processes", "apply", "--pids", "\(subject.pid)", "--yes")
            #expect(applied.exited(.notPermitted), "\(applied)")
            #expect(try applied.envelope()["error_code"] == "processes.not_permitted")
            let action = try applied.action(subject.pid)
            #expect(action["result"] == "failed" && action["reason_code"] == "not_permitted", "\(applied)")
            #expect(action["outcome"]?["sentence"]?.string?.contains("was not touched") == true)
            #expect(try recordedOutcome()["reason_code"] == "not_permitted")
            #expect(subject.isAlive)
        }

        @Test(.enabled(if: Installation.areInstalled("python3"), "python3 is not installed"))
        func `what changes its user at TERM is not killed, and what it was sent is told`() throws {
            try makeStateWritable()
            let subject = try disguised(
                """
                def leave(number, frame): os.setresuid(65533, 65533, 65533)
                signal.signal(signal.SIGTERM, leave)
                os.setresuid(65534, 65534, 65533)
                while True: time.sleep(0.05)
                """)
            _ = try asNobody("processes", "plan", "--all")
            let applied = try asNobody("processes", "apply", "--pids", "\(subject.pid)", "--yes", "--grace", "500ms")
            #expect(applied.exited(.partial), "\(applied)")
            let action = try applied.action(subject.pid)
            #expect(action["result"] == "failed" && action["reason_code"] == "not_permitted", "\(applied)")
            let outcome = try #require(action["outcome"])
            #expect(outcome["signal"] == "TERM" && outcome["died"] == false, "\(outcome)")
            #expect(outcome["sentence"]?.string?.contains("still runs after TERM") == true, "\(outcome)")
            #expect(try recordedOutcome()["reason_code"] == "not_permitted")
            #expect(subject.isAlive)
        }

        @Test func `an ordinary user stops a process of their own`() throws {
            try makeStateWritable()
            let subject = try trial.orphan(
                Seclusion.nobody[0], Array(Seclusion.nobody.dropFirst()) + ["sleep", "600.912345"]
            ).waitForArguments("sleep\u{0}600.912345\u{0}")
            _ = try asNobody("processes", "plan", "--all")
            let applied = try asNobody("processes", "apply", "--pids", "\(subject.pid)", "--yes")
            #expect(applied.exited(.actionsDone), "\(applied)")
            #expect(!subject.isAlive)
        }

        @Test func `the record is private to its user`() throws {
            try makeStateWritable()
            _ = try asNobody("processes", "plan")
            #expect(try FileSystem.metadata(trial.stateDirectory)?.permissions == 0o700)
            for name in try FileSystem.names(in: trial.stateDirectory) {
                #expect(try FileSystem.metadata("\(trial.stateDirectory)/\(name)")?.permissions == 0o600, "\(name)")
            }
        }
    }
}
