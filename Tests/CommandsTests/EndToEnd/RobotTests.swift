import Decision
import Formats
import History
import Primitives
import Runtime
import SystemCalls
import Testing

extension EndToEnd {
    /// Runs that ask nobody; each in a PID namespace where it sees only what the test started.
    @Suite(.enabled(if: Seclusion.isPossible, Seclusion.reason))
    struct RobotTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// Twelve copies of one orphan in a deleted directory are plainly abandoned; then the given commands run.
        ///
        /// `count` prints how many of them live.
        private func run(_ mode: PolicyMode, _ commands: String) throws -> Answer {
            let journal = Journal(settings: HistorySettings(directory: trial.stateDirectory))
            try journal.setMode(
                PolicyChange(from: .observe, to: mode, reason: "test"), of: "processes", redactor: Redactor(home: nil))
            try trial.giveToNobody()
            let script = """
                mkdir gone; cd gone
                for copy in 1 2 3 4 5 6 7 8 9 10 11 12; do setsid sh -c 'sleep 654321 >/dev/null 2>&1 & :'; done
                cd ..; rmdir gone
                count() { cat /proc/[0-9]*/cmdline | tr '\\0' '\\n' | grep -c '^654321$'; }
                robot() { ./tend processes --robot --yes --json --min-age 0 --window 100ms "$@"; }
                while [ "$(count)" != 12 ]; do sleep 0.02; done
                \(commands)
                """
            return try trial.begin(["bash", "-c", script], program: Seclusion.namespace + Seclusion.nobody).finish()
        }

        private func answer(_ name: String) throws -> JSONValue {
            try JSONParser.parse(FileSystem.read(trial.path(name)))
        }

        @Test func `while observing, a robot is told that nothing may go by itself`() throws {
            let said = try run(.observe, "robot >answer; echo $? $(count)")
            #expect(said.text == "4 12\n", "\(said)")
            #expect(try answer("answer")["error_code"] == "processes.blocked")
        }

        @Test func `in canary mode a robot stops a few, in shadow and dry runs none`() throws {
            let said = try run(
                .canary,
                """
                robot --shadow >shadow; echo $? $(count)
                robot --dry-run >dry; echo $? $(count)
                robot >answer; echo $? $(count)
                """)
            #expect(said.text == "1 12\n0 12\n2 9\n", "\(said)")
            #expect(try answer("shadow")["data"]?["shadow"] == true)
            let results = { (name: String) in
                try answer(name)["data"]?["actions"]?.array?.map { $0["result"]?.string }
            }
            #expect(try results("dry") == ["would_do", "would_do", "would_do"])
            #expect(try results("answer") == ["done", "done", "done"])
        }

        @Test func `in enforce mode a robot stops all that is preselected`() throws {
            let said = try run(.enforce, "robot >answer; echo $? $(count)")
            #expect(said.text == "2 0\n", "\(said)")
        }

        @Test func `in fallback mode a robot does nothing`() throws {
            let said = try run(.fallback, "robot >answer; echo $? $(count)")
            #expect(said.text == "4 12\n", "\(said)")
        }
    }
}
