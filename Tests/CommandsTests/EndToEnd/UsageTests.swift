import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Wrong words, closed streams, a machine without /proc.
    @Suite struct UsageTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test(arguments: [
            (["processes", "plna"], "plan"), (["procceses"], "processes"),
            (["processes", "plan", "--windw", "1s"], "--window"),
            (["processes", "plan", "--exclude-categories", "agent,devserver"], "dev_server"),
            (["processes", "plan", "--format", "jsn"], "json"), (["processes", "apply", "--action", "pase"], "pause"),
        ])
        func `a wrong word is answered with the right one`(words: [String], meant: String) throws {
            let answer = try trial.run(words)
            #expect(answer.exited(.usage))
            #expect(answer.output.isEmpty)
            #expect(answer.errorText.contains(meant), "\(answer)")
        }

        @Test(arguments: [["--json"], ["--format", "json"], ["--format=json"], ["-f", "json"]])
        func `a program that asked for JSON gets it for wrong words too`(format: [String]) throws {
            let answer = try trial.run(["processes", "plan", "--windw", "1s"] + format)
            #expect(answer.exited(.usage))
            #expect(try answer.envelope()["ok"] == false)
            #expect(try answer.envelope()["error_code"] == "cli.usage")
        }

        @Test(arguments: [
            ["--window", "nonsense"], ["--samples", "0"], ["--min-age", "-5s"], ["--window", "1ms"],
            ["--min-posterior", "1.1"], ["--max-kills", "-1"], ["--max-blast-radius", "much"],
        ])
        func `a value out of range is refused by its name`(words: [String]) throws {
            let answer = try trial.run(["processes", "plan"] + words)
            #expect(answer.exited(.usage) || answer.exited(.configuration), "\(answer)")
            #expect(
                answer.errorText.contains(words[0].dropFirst(2).replacing("-", with: "_"))
                    || answer.errorText.contains(words[0]), "\(answer)")
        }

        @Test(.enabled(if: Installation.areInstalled("bash"), "bash is not installed"))
        func `a reader that goes away is no error`() throws {
            let script = #""$0" processes scan --json --window 100ms | head -1; echo "${PIPESTATUS[0]}""#
            let answer = try trial.begin(["-c", script, Installation.path], program: ["bash"]).finish()
            #expect(answer.text == "{\n0\n")
            #expect(answer.errors.isEmpty, "\(answer)")
        }

        @Test func `closed standard streams are not mistaken for the record`() throws {
            let script = #""$0" processes plan --all --json --window 100ms --min-age 0 <&- >&- 2>&-; echo $?"#
            let answer = try trial.begin(["-c", script, Installation.path], program: ["sh"]).finish()
            #expect(["0\n", "1\n"].contains(answer.text))
            let sessions = try trial.run("sessions list --json")
            #expect(try sessions.data().array?.count == 1)
        }

        @Test func `an answer that cannot be written is an error`() throws {
            let script = #""$0" processes scan --json --window 100ms >/dev/full; echo $?"#
            let answer = try trial.begin(["-c", script, Installation.path], program: ["sh"]).finish()
            #expect(answer.text == "\(ExitCode.inputOutput.rawValue)\n")
            #expect(answer.errorText.contains("No space left"), "\(answer)")
        }

        @Test(.enabled(if: Installation.canMakeMountNamespace, "no mount namespace of its own can be made here"))
        func `without proc it says what is missing`() throws {
            let script = #"mount -t tmpfs none /proc && exec "$0" processes plan --json"#
            let answer = try trial.begin(["-m", "sh", "-c", script, Installation.path], program: ["unshare"]).finish()
            #expect(answer.exited(.unavailable), "\(answer)")
            #expect(try answer.envelope()["error"]?.string?.contains("/proc") == true)
        }

        @Test func `a time limit that passes is an error that may be tried again`() throws {
            let answer = try trial.run(["processes", "plan", "--json", "--window", "5s", "--timeout", "50ms"])
            #expect(answer.exited(.unavailable))
            #expect(try answer.envelope()["retryable"] == true)
        }
    }
}
