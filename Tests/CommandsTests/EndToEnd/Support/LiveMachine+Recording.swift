import Formats
import Primitives
import SystemCalls
import Testing

extension LiveMachine {
    /// Records its processes, and what is above them, as a scenario with their verdicts, in which each is as old as it is
    /// to look.
    ///
    /// - Returns: the folder in which that scenario lies alone.
    func record(_ scenario: LiveScenario) throws -> String {
        let words = ["processes", "record", "--min-age", "0", "--window", "200ms", "--out", trial.path("raw.jsonl")]
        let answer = try tend(words)
        try #require(answer.exited(.clean), "\(answer)")
        let rows = try scenario.processes.map { process in
            "\(try pid(process.name))\t\(process.age)\t\(process.verdict.rawValue)\t\(process.because)\n"
        }
        _ = try trial.write(rows.joined(), to: "expected")
        // As every recording of real programs is made.
        let script = "\(Installation.root)/scripts/anonymise-recording"
        let made = try trial.start("python3", [script, trial.directory, "1h", trial.path("recorded/live")]).wait()
        try #require(made == .exited(0), "\(script) failed")
        return trial.path("recorded")
    }
}
