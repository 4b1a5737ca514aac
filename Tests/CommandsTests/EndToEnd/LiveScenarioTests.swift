import Formats
import Model
import Primitives
import SystemCalls
import Testing

@testable import Runtime

extension EndToEnd {
    /// Real programs on this machine, each judged as it ought to be.
    @Suite(.enabled(if: LiveMachine.isPossible, "an ordinary user's processes need setpriv where root runs the tests"))
    struct LiveScenarioTests {
        /// What tend leaves to a person though it ought to go, with the gate that does.
        private static let missed = [
            // single_evidence: of what speaks against it, only that its directory is gone is strong.
            "left-server": ["server"]
        ]
        private static let young = ["--min-age", "0", "--window", "200ms", "--json"]

        @Test func `there are enough of them, and every verdict is among them`() throws {
            let scenarios = try LiveScenario.names.map { try LiveScenario($0) }
            #expect(scenarios.count >= 14)
            let verdicts = Set(scenarios.flatMap(\.processes).map(\.verdict))
            #expect(verdicts == [.keep, .stop, .reap, .route])
        }

        @Test(arguments: LiveScenario.names)
        func `every process is judged as it ought to be, also where it is read badly`(name: String) throws {
            let scenario = try LiveScenario(name)
            guard LiveMachine.has(scenario.needs + ["python3"]) else {
                try Test.cancel("\(name) needs \(scenario.needs.joined(separator: ", "))")
            }
            let machine = try LiveMachine(scenario, try Trial())
            defer { withExtendedLifetime(machine) {} }

            let plan = try machine.tend(["processes", "plan", "--all"] + Self.young)
            for process in scenario.processes {
                let candidate = try #require(try plan.candidate(try machine.pid(process.name)), "\(process.name)")
                let word = try #require(candidate["recommendation"]?.string)
                let recommendation = try #require(ProcessRecommendation(rawValue: word))
                // Of what is seconds old tend need not be sure.
                let isRight =
                    process.verdict.accepts(recommendation)
                    || process.verdict == .stop && recommendation == .review
                #expect(isRight, "\(process.name): \(candidate)")
                if process.verdict == .route { try expectRouted(try machine.pid(process.name), machine) }
            }
            #expect(Set(machine.started()).isSubset(of: try scenario.processes.map { try machine.pid($0.name) }))
            try expectHarmlessCopies(scenario, machine)
            #expect(try machine.areUnharmed())
        }

        /// A signal to it is refused, for its supervisor would start it again.
        private func expectRouted(_ pid: Int32, _ machine: LiveMachine) throws {
            let words = ["processes", "apply", "--yes", "--dry-run", "--pids", "\(pid)", "--action", "stop"]
            let refused = try machine.tend(words + Self.young)
            #expect(refused.exited(.blocked))
            #expect(try refused.action(pid)["reason_code"] == "supervised")
        }

        /// Records them and judges the recording, in which they are as old as they look, and twenty perturbed copies of it.
        private func expectHarmlessCopies(_ scenario: LiveScenario, _ machine: LiveMachine) throws {
            let words = ["--perturb", "20", "--min-age", "0", "--json"]
            let answer = try machine.trial.run(["processes", "evaluate", try machine.record(scenario)] + words)
            let data = try answer.data()
            #expect(data["harmful"] == 0 && data["harmful_perturbed"]?.array == [], "\(answer)")
            let missed = data["failures"]?.array?.compactMap { $0["pid"]?.integer } ?? []
            let names = try scenario.processes.map(\.name).filter { missed.contains(Int64(try machine.pid($0))) }
            #expect(names == Self.missed[scenario.name, default: []], "\(answer)")
            #expect(data["perturbations"] == 20)
        }
    }
}
