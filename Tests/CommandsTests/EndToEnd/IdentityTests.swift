import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// A plan names one process; whoever bears its PID later is left alone.
    @Suite struct IdentityTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        private func expectChanged(_ applied: Answer, _ subject: Subject) throws {
            #expect(applied.exited(.blocked))
            #expect(try applied.envelope()["error_code"] == "processes.identity_changed")
            #expect(try applied.action(subject.pid)["reason_code"] == "identity_changed")
            #expect(subject.isAlive)
        }

        /// An orphan that runs a shell command once `go` exists.
        private func orphan(shell: String = "sh", then command: String) throws -> Subject {
            let wait = "while ! [ -e go ]; do sleep 0.02; done"
            return try trial.orphan(shell, ["-c", "\(wait); \(command)"])
        }

        private func go() throws { _ = try trial.write("", to: "go") }

        @Test func `a process that became another program is not touched`() throws {
            let subject = try orphan(then: "exec sleep 600")
            _ = try trial.plan("--all")
            try go()
            _ = try subject.waitForArguments("sleep\u{0}600\u{0}")
            try expectChanged(trial.apply([subject.pid]), subject)
        }

        @Test(.enabled(if: Installation.areInstalled("bash"), "bash is not installed"))
        func `the same arguments with another program file are another process`() throws {
            // Two copies of bash, under one name and with one set of arguments; the first becomes the second.
            for copy in ["one", "two"] {
                #expect(try trial.start("cp", ["/bin/bash", copy]).wait() == .exited(0))
            }
            let script = """
                while ! [ -e go ]; do sleep 0.02; done
                [ -e went ] || { echo >went; exec -a same ./two -c "$BASH_EXECUTION_STRING" same; }
                while :; do sleep 0.1; done
                """
            let subject = try trial.orphan("bash", ["-c", #"exec -a same ./one -c "$0" same"#, script])
                .waitForArguments("same\u{0}-c\u{0}\(script)\u{0}same\u{0}")
            let file = try subject.programFile
            _ = try trial.plan("--all")
            try go()
            try waitUntil("it did not become the other copy") { try subject.programFile != file }
            try expectChanged(trial.apply([subject.pid]), subject)
        }

        @Test(.enabled(if: Installation.areInstalled("bash"), "bash is not installed"))
        func `the same program with other arguments is another process`() throws {
            let subject = try orphan(shell: "bash", then: "exec bash -c 'while :; do sleep 0.1; done'")
            _ = try trial.plan("--all")
            try go()
            _ = try subject.waitForArguments("bash\u{0}-c\u{0}while :; do sleep 0.1; done\u{0}")
            try expectChanged(trial.apply([subject.pid]), subject)
        }

        @Test func `a target with another start tick is another process`() throws {
            let subject = try trial.orphanAfter("true")
            let candidate = try #require(try trial.plan("--all").candidate(subject.pid))
            let start = try #require(candidate["start_id"]?.string)
            let applied = try trial.apply([], "--targets", "\(subject.pid):\(start)1")
            try expectChanged(applied, subject)
            #expect(try trial.apply([], "--targets", "\(subject.pid):\(start)").exited(.actionsDone))
        }

        @Test func `a plan of an earlier boot reaches nobody`() throws {
            let subject = try trial.orphanAfter("true")
            let boot = try #require(RunningProcess.bootID())
            _ = try trial.plan("--all")
            try trial.editPlan { $0.replacing(boot, with: "00000000-0000-4000-8000-000000000000") }
            try expectChanged(trial.apply([subject.pid]), subject)
        }

        /// Ends a process, waits until nobody bears its PID, and starts another program under it.
        private func recycle(_ subject: Subject, _ words: [String]) throws -> ChosenProcess {
            subject.end()
            let path = "/proc/\(subject.pid)"
            try waitUntil("nobody reaped PID \(subject.pid)") { !FileSystem.exists(path) }
            return try ChosenProcess.start(as: subject.pid, "/bin/sleep", words)
        }

        @Test(.enabled(if: ChosenProcess.isPossible, Comment(rawValue: ChosenProcess.reason)))
        func `a PID that was given out again is another process`() throws {
            let subject = try trial.orphanAfter("true", seconds: "600.917263")
            _ = try trial.plan("--all")
            // Program and arguments are the same: what differs is the start alone.
            let second = try recycle(subject, ["sleep", "600.917263"])
            let applied = try trial.apply([subject.pid])
            #expect(applied.exited(.blocked), "\(applied)")
            #expect(try applied.envelope()["error_code"] == "processes.identity_changed")
            #expect(try applied.action(subject.pid)["reason_code"] == "identity_changed")
            #expect(second.isAlive)
        }

        @Test(.enabled(if: ChosenProcess.isPossible, Comment(rawValue: ChosenProcess.reason)))
        func `a PID that was given out again within one start tick is another process`() throws {
            let subject = try trial.orphanAfter("true", seconds: "600.917264")
            let plan = try trial.plan("--all")
            let planned = try #require(try plan.candidate(subject.pid)?["start_ticks"]?.integer)
            let second = try recycle(subject, ["sleep", "600.917265"])
            // Planning takes longer than a tick, so the plan is made to speak of the second one's; RecycledProcessTests
            // meet the tick itself.
            let ticks = try #require(RunningProcess.startTicks(of: subject.pid))
            try trial.editPlan { $0.replacing("\"start_ticks\":\(planned)", with: "\"start_ticks\":\(ticks)") }
            let applied = try trial.apply([subject.pid])
            #expect(applied.exited(.blocked), "\(applied)")
            #expect(try applied.envelope()["error_code"] == "processes.identity_changed")
            #expect(applied.text.contains("other arguments"), "\(applied)")
            #expect(second.isAlive)
        }
    }
}
