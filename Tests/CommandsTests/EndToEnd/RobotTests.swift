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
            return try trial.begin(["bash", "-c", script], program: Seclusion.entrance).finish()
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

        @Test func `a robot keeps within the limits it was given, and within those of the plan when named by PID`()
            throws
        {
            let said = try run(
                .enforce,
                """
                robot --max-kills 4 --dry-run >dry; echo $? $(count)
                robot --exclude-categories batch,unknown,shell >none; echo $? $(count)
                ./tend processes plan --json --min-age 0 --window 100ms --max-kills 5 >plan; echo $?
                pids=$(grep -o '^[[:space:]]*"pid": *[0-9]*' plan | grep -o '[0-9]*' | sort -un | paste -sd,)
                ./tend processes apply --robot --yes --json --min-age 0 --window 100ms --pids $pids >named
                echo $? $(count)
                """)
            #expect(said.text == "0 12\n1 12\n1\n3 7\n", "\(said)")
            #expect(try answer("dry")["data"]?["actions"]?.array?.count == 4)
            let plan = try #require(try answer("plan")["data"])
            #expect(plan["limits"]?["max_kills"] == 5)
            let candidates = try #require(plan["candidates"]?.array)
            let held = candidates.filter { $0["gates"]?.array?.contains { $0["reason_code"] == "max_kills" } == true }
            #expect(held.count == 7 && held.allSatisfy { $0["recommendation"] == "review" })
            let excluded = try #require(try answer("none")["data"]?["candidates"]?.array)
            #expect(excluded.allSatisfy { $0["preselected"] == false })
            let refused = try #require(try answer("named")["data"]?["actions"]?.array).filter {
                $0["result"] == "blocked"
            }
            #expect(refused.count == 7)
        }

        @Test func `a goal is reached by as many as it takes, and measured`() throws {
            let said = try run(
                .observe,
                """
                plan() { ./tend processes plan --json --min-age 0 --window 100ms "$@"; }
                apply() { ./tend processes apply --json --min-age 0 --window 100ms --goal --yes "$@"; }
                plan --goal 'free 500 processes' >far; echo $?; apply >refused; echo $? $(count)
                plan --goal 'free 8 processes and free 1KB RAM' >plan; echo $?
                apply --dry-run >dry; echo $? $(count)
                apply --robot >robot; echo $? $(count)
                apply >applied; echo $? $(count)
                plan >without; apply >none; echo $?
                """)
            #expect(said.text == "5\n5 12\n1\n0 12\n4 12\n2 4\n65\n", "\(said)")
            let far = try answer("far")
            #expect(far["error_code"] == "processes.goal_not_achievable")
            #expect(far["data"]?["goal"]?["chosen"]?["pids"]?.array?.count == 12)
            #expect(try answer("refused")["error_code"] == "processes.goal_not_achievable")

            let plan = try #require(try answer("plan")["data"])
            let chosen = try #require(plan["goal"]?["chosen"]?["pids"]?.array)
            #expect(plan["goal"]?["achievable"] == true && chosen.count == 8)
            let marked = try #require(plan["candidates"]?.array).filter { $0["goal"] == "end" }.compactMap { $0["pid"] }
            #expect(marked.count == 8 && marked.allSatisfy(chosen.contains))

            let goals = try #require(try answer("applied")["data"]?["goals"]?.array)
            #expect(goals[0]["reached"] == true && goals[0]["measured"] == goals[0]["projected"], "\(goals)")
            #expect(goals.map { $0["kind"] } == ["free_processes", "free_memory"])
            #expect(try answer("dry")["data"]?["goals"]?[0]?["reached"] == .null)
        }

        @Test func `a goal goes the golden path as well, within what the policy preselected`() throws {
            let said = try run(
                .enforce,
                """
                ./tend --json --min-age 0 --window 100ms --goal 'free 5 processes' >shown; echo $? $(count)
                robot --goal 'free 500 processes' >far; echo $? $(count)
                robot --max-kills 3 --goal 'free 8 processes' --dry-run >held; echo $(count)
                robot --goal 'free 8 processes' >answer; echo $? $(count)
                """)
            #expect(said.text == "1 12\n5 12\n12\n2 4\n", "\(said)")
            let held = try #require(try answer("held")["data"]?["actions"]?.array)
            #expect(held.count { $0["result"] == "would_do" } == 3)
            #expect(try answer("shown")["data"]?["goal"]?["chosen"]?["pids"]?.array?.count == 5)
            #expect(try answer("far")["error_code"] == "processes.goal_not_achievable")
            #expect(try answer("answer")["data"]?["goals"]?[0]?["reached"] == true)
        }

        @Test func `what is spent shows, and what cannot be paid for is a question that a person may answer`() throws {
            let said = try run(
                .enforce,
                """
                robot --max-kills 4 >answer; echo $? $(count)
                ./tend policy show --json >spent; ./tend processes agent status --json >status
                """)
            #expect(said.text == "2 8\n", "\(said)")
            let budget = try #require(try answer("spent")["data"]?["domains"]?[0]?["error_budget"])
            #expect(abs((budget["wealth"]?.double ?? 0) - 0.02375) < 1e-9 && budget["since_success"] == 1)
            #expect(try answer("status")["data"]?["error_budget"] == budget)
        }

        @Test func `without wealth nothing goes by itself, and a person is not held to it`() throws {
            let decision = try #require(DecisionID("01J9ZK3V000000000000000000.1"))
            try Store.open(HistorySettings(directory: trial.stateDirectory)).appendBudget(
                BudgetEntry(
                    domain: "processes", event: "spent", decision: decision, wealth: 1e-6, sinceSuccess: 50, at: 1))
            let said = try run(
                .enforce,
                """
                robot >answer; echo $? $(count)
                ./tend processes plan --json --min-age 0 --window 100ms >plan; echo $?
                pids=$(grep -o '^[[:space:]]*"pid": *[0-9]*' plan | grep -o '[0-9]*' | sort -un | paste -sd,)
                ./tend processes apply --yes --json --min-age 0 --window 100ms --pids $pids >named; echo $? $(count)
                """)
            #expect(said.text == "4 12\n1\n2 0\n", "\(said)")
            #expect(try answer("answer")["error_code"] == "processes.blocked")
            let candidates = try #require(try answer("plan")["data"]?["candidates"]?.array)
            #expect(candidates.count == 12 && candidates.allSatisfy { $0["recommendation"] == "review" })
            #expect(
                candidates.allSatisfy { $0["gates"]?.array?.contains { $0["reason_code"] == "error_budget" } == true })
        }

        /// A keeper with a list of PIDs that starts another copy for each that is gone.
        ///
        /// The copies are orphans like those before: nothing that can be seen ties them to their keeper, which belongs to
        /// what started with this machine and is kept.
        private static let keeper = """
            here=$PWD; mkfifo never
            keep() {
                mkdir again; cd again; rmdir "$here/again"
                for folder in /proc/[0-9]*; do
                    [ "$(tr '\\0' ' ' <$folder/cmdline)" = "sleep 654321 " ] && pids+=(${folder#/proc/})
                done 2>>"$here/noise"
                echo >"$here/keeping"
                while read -r -t 0.01 <>"$here/never" || :; do
                    for index in "${!pids[@]}"; do
                        kill -0 ${pids[index]} && continue
                        pids[index]=$(setsid sh -c 'sleep 654321 >/dev/null 2>&1 & echo $!')
                    done 2>>"$here/noise"
                done
            }
            keep & while ! [ -e keeping ]; do sleep 0.02; done
            """

        @Test func `stops that come back lower the mode by themselves, and the record says why`() throws {
            let said = try run(
                .observe,
                """
                \(Self.keeper)
                ./tend policy promote processes --yes --json >promoted; echo $?
                robot >answer; echo $?
                while [ "$(count)" != 12 ]; do sleep 0.02; done
                ./tend policy show --json >shown; ./tend audit list --json --kind policy.processes >changes
                ./tend audit verify >verified; echo $?
                robot >again; echo $? $(count)
                """)
            // What is left of a run is not begun, so some was done and some not; the last may be the first to come back.
            #expect(["2\n3\n0\n4 12\n", "2\n2\n0\n4 12\n"].contains(said.text), "\(said)")
            #expect(try answer("promoted")["data"]?["to"] == "canary")

            let actions = try #require(try answer("answer")["data"]?["actions"]?.array)
            #expect(actions.count == 3)
            // A loaded machine may be slower to start a successor than tend is to look for it, though not every time.
            let respawned = actions.filter { $0["reason_code"] == "respawned" }
            let first = try #require(respawned.first, "\(actions)")
            #expect(first["result"] == "done" && respawned.count == 1)
            let place = try #require(actions.firstIndex { $0["reason_code"] == "respawned" })
            for later in actions[(place + 1)...] { #expect(later["reason_code"] == "policy_lowered") }
            let successor = try #require(first["outcome"]?["respawned_as"]?.integer)
            let pid = try #require(first["pid"]?.integer)

            let policy = try #require(try answer("shown")["data"]?["domains"]?[0])
            #expect(policy["mode"] == "fallback" && policy["next_mode"] == "observe")
            let session = try #require(try answer("answer")["session_id"]?.string)
            let reason =
                "an action of session \(session) failed or respawned: "
                + "PID \(pid) ended after TERM, and was started again as PID \(successor)."
            #expect(policy["reason"]?.string == reason)
            let change = try #require(try answer("changes")["data"]?.array?.last)
            #expect(change["body"] == ["from": "canary", "to": "fallback", "reason": .string(reason)])
            #expect(try answer("again")["error_code"] == "processes.blocked")
        }

        @Test func `in fallback mode a robot does nothing`() throws {
            let said = try run(.fallback, "robot >answer; echo $? $(count)")
            #expect(said.text == "4 12\n", "\(said)")
        }
    }
}
