import Formats
import Primitives
import SystemCalls
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

        @Test(.enabled(if: Installation.canMakeProcessNamespace, "no PID namespace of its own can be made here"))
        func `a PID that was given out again within one start tick is another process`() throws {
            let script = """
                sleep 600 & first=$!
                while [ "$(tr '\\0' ' ' </proc/$first/cmdline)" != "sleep 600 " ]; do :; done
                "$TEND" processes plan --all --json --min-age 0 --window 100ms >plan
                kill $first; wait $first
                echo $((first - 1)) >/proc/sys/kernel/ns_last_pid
                sleep 601 & second=$!
                while [ "$(tr '\\0' ' ' </proc/$second/cmdline)" != "sleep 601 " ]; do :; done
                cut -d' ' -f22 /proc/$second/stat >ticks.new; mv ticks.new ticks
                while ! [ -e go ]; do sleep 0.02; done
                "$TEND" processes apply --pids $first --yes --json --min-age 0 --window 100ms
                status=$?
                [ $first = $second ] && kill -0 $second && exit $status
                exit 99
                """
            trial.environment.append(("TEND", Installation.path))
            let words = ["-p", "-f", "--mount-proc", "--kill-child", "bash", "-c", script]
            let run = try trial.begin(words, program: ["unshare"])
            try waitUntil("the PID was not given out again", timeout: .seconds(60)) {
                FileSystem.exists(trial.path("ticks"))
            }
            // The kernel's clock is too coarse to be met on purpose: the plan is made to speak of the second one's tick.
            let ticks = try trial.read("ticks").filter(\.isNumber)
            let plan = try JSONParser.parse(FileSystem.read(trial.path("plan")))
            let planned = try #require(
                plan["data"]?["candidates"]?.array?.first { $0["command"] == "sleep 600" }?["start_ticks"]?.integer)
            try trial.editPlan { $0.replacing("\"start_ticks\":\(planned)", with: "\"start_ticks\":\(ticks)") }
            _ = try trial.write("", to: "go")
            let answer = try run.finish()
            #expect(answer.exited(.blocked), "\(answer.text)\(answer.errorText)")
            #expect(try answer.envelope()["error_code"] == "processes.identity_changed")
            #expect(answer.text.contains("other arguments"), "\(answer.text)")
        }

        @Test(.enabled(if: Installation.canMakeProcessNamespace, "no PID namespace of its own can be made here"))
        func `a PID that was given out again is another process`() throws {
            // In a namespace of its own the kernel can be told which PID comes next.
            let script = """
                sleep 600 & first=$!
                while [ "$(tr '\\0' ' ' </proc/$first/cmdline)" != "sleep 600 " ]; do :; done
                "$TEND" processes plan --all --json --min-age 0 --window 100ms >plan
                kill $first; wait $first
                echo $((first - 1)) >/proc/sys/kernel/ns_last_pid
                sleep 600 & second=$!
                while [ "$(tr '\\0' ' ' </proc/$second/cmdline)" != "sleep 600 " ]; do :; done
                "$TEND" processes apply --pids $first --yes --json --min-age 0 --window 100ms
                status=$?
                [ $first = $second ] && kill -0 $second && exit $status
                exit 99
                """
            trial.environment.append(("TEND", Installation.path))
            let words = ["-p", "-f", "--mount-proc", "--kill-child", "bash", "-c", script]
            let answer = try trial.begin(words, program: ["unshare"]).finish()
            #expect(answer.exited(.blocked), "\(answer.text)\(answer.errorText)")
            #expect(try answer.envelope()["error_code"] == "processes.identity_changed")
        }
    }
}
