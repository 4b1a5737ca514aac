import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Names and arguments that somebody chose to do harm, and recordings that were damaged or forged.
    @Suite struct HostileTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        /// Whether nothing in the text could drive a terminal, and all of it is UTF-8.
        private func isHarmless(_ bytes: [UInt8]) -> Bool {
            String(validating: bytes, as: UTF8.self) != nil
                && !bytes.contains { ($0 < 0x20 && $0 != UInt8(ascii: "\n")) || $0 == 0x7F }
        }

        private func expectHarmless(_ pid: Int32) throws {
            let words = ["--window", "100ms", "--min-age", "0", "--all"]
            for format in ["json", "jsonl", "toon", "table", "md", "summary"] {
                let answer = try trial.run(["processes", "plan", "--format", format] + words)
                #expect(isHarmless(answer.output) && isHarmless(answer.errors), "\(format)")
                guard format == "json" else { continue }
                #expect(try answer.candidate(pid) != nil)
            }
            let explained = try trial.run("processes explain \(pid) --window 100ms")
            #expect(explained.exited(.clean) && isHarmless(explained.output))
        }

        @Test func `a program's name and arguments cannot drive the terminal or break JSON`() throws {
            let script = #"""
                name=$(printf 'e\033[31mvil\r\n"\\ \377\200\302\233x'); cp /bin/sleep "$name" && echo >ready
                exec "./$name" 600.923456
                """#
            let subject = try trial.orphan("sh", ["-c", script])
            try waitUntil("it did not become the other program") {
                try FileSystem.read("/proc/\(subject.pid)/cmdline").starts(with: Array("./e\u{1B}".utf8))
            }
            try expectHarmless(subject.pid)
        }

        @Test(.enabled(if: Installation.areInstalled("python3"), "python3 is not installed"))
        func `a name that a process gave itself cannot pass for a line of the kernel's`() throws {
            let script = """
                import ctypes, os, time
                ctypes.CDLL(None).prctl(15, b"a) Z 1 (\\x1b\\n\\xff", 0, 0, 0)
                open("ready", "w"); time.sleep(600)
                """
            let subject = try trial.orphan("python3", ["-c", script])
            try waitUntil("it did not rename itself") { FileSystem.exists(trial.path("ready")) }
            let candidate = try #require(try trial.plan("--all").candidate(subject.pid))
            #expect(candidate["state"] != "Z")
            try expectHarmless(subject.pid)
        }

        @Test(.enabled(if: Installation.areInstalled("bash"), "bash is not installed"))
        func `arguments of four mebibytes neither fill the answer nor hide the process`() throws {
            let script = """
                ulimit -s 65536; word=$(printf '%0100000d' 7); words=
                for count in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do words="$words $word $word"; done
                exec bash -c 'echo >ready; while :; do sleep 0.1; done' large $words
                """
            let subject = try trial.orphan("bash", ["-c", script])
            try waitUntil("it did not start") { FileSystem.exists(trial.path("ready")) }
            #expect(try FileSystem.read("/proc/\(subject.pid)/cmdline").count > 4_000_000)
            let plan = try trial.plan("--all")
            let command = try #require(try plan.candidate(subject.pid)?["command"]?.string)
            #expect(command.utf8.count < 5000)
            #expect(try trial.apply([subject.pid]).exited(.actionsDone))
            #expect(!subject.isAlive)
        }
    }

    @Suite struct BrokenRecordingTests {
        let trial: Trial
        /// A recording of this machine, line by line.
        let lines: [String]

        init() throws {
            trial = try Trial()
            #expect(
                try trial.run("processes record --out \(trial.path("whole")) --window 100ms").exited(.clean))
            lines = try trial.read("whole").split(separator: "\n").map(String.init)
        }

        private func judge(_ text: String) throws -> Answer {
            try trial.plan("--all", "--from", trial.write(text, to: "broken"))
        }

        private func joined(_ lines: some Sequence<String>) -> String { lines.map { $0 + "\n" }.joined() }

        /// The recording with the first process's member set to a text.
        private func forged(_ key: String, _ value: String, line: Int = 1) throws -> String {
            var forged = lines
            let pattern = try Regex("\"\(key)\":[^,}]*")
            #expect(forged[line].contains(pattern), "\(key)")
            forged[line] = forged[line].replacing(pattern, with: "\"\(key)\":\(value)", maxReplacements: 1)
            return joined(forged)
        }

        @Test func `what is cut short, empty, foreign or of another version is refused by name and line`() throws {
            let cases: [(text: String, line: Int, code: String)] = [
                ("", 1, "malformed_input"),
                (joined(lines.dropLast()), lines.count - 1, "malformed_input"),
                (String(joined(lines).dropLast(20)), lines.count, "malformed_input"),
                ("{\"kind\":\"other\"}\n", 1, "malformed_input"),
                (String(joined(lines).replacing("\"version\":1", with: "\"version\":99")), 1, "unsupported_version"),
                (joined([lines[0], lines[1], lines[1]] + lines.dropFirst(3)), 3, "malformed_input"),
                (joined([lines[0], "no JSON"] + lines.dropFirst(2)), 2, "malformed_input"),
                ("[]", 1, "malformed_input"), ("[{}", 1, "malformed_input"),
            ]
            for wrong in cases {
                let answer = try judge(wrong.text)
                #expect(answer.exited(.badData), "\(answer)")
                #expect(try answer.envelope()["error_code"] == .string("processes.\(wrong.code)"))
                let error = try #require(try answer.envelope()["error"]?.string)
                #expect(error.contains("\(trial.path("broken")):\(wrong.line): "), "\(error)")
            }
        }

        @Test func `binary garbage and a file that is not there are refused`() throws {
            try FileSystem.replace(trial.path("garbage"), with: Host.randomBytes(200) + [0, 0xFF, 10, 13])
            #expect(try trial.plan("--from", trial.path("garbage")).exited(.badData))
            #expect(try trial.plan("--from", trial.path("missing")).exited(.badData))
            let folder = try trial.plan("--from", trial.directory)
            #expect(folder.exited(.inputOutput), "\(folder)")
        }

        @Test(arguments: [
            ("pid", "-5"), ("pid", "1e99"), ("pid", "NaN"), ("ppid", "-1"), ("ppid", "99999999999999"), ("uid", "-1"),
            ("start_ticks", "-1"), ("start_ticks", "18446744073709551615"), ("start_ticks", "1e400"),
            ("rss_bytes", "-1"), ("rss_bytes", "18446744073709551615"), ("user_ticks", "18446744073709551615"),
            ("threads", "-2147483648"), ("tty", "-2147483648"), ("pgid", "-7"), ("nice", "99"),
        ])
        func `a forged number is an error or an answer, never a crash`(key: String, value: String) throws {
            for line in [1, lines.count - 1] {
                let answer = try judge(forged(key, value, line: line))
                #expect([ExitCode.clean, .candidates, .badData].contains { answer.exited($0) }, "\(answer)")
                #expect(try answer.envelope()["schema"] != nil)
            }
        }

        @Test(arguments: [
            ("uptime_seconds", "-1"), ("uptime_seconds", "1e300"), ("window_seconds", "1e300"), ("processors", "0"),
            ("processors", "-9"), ("processors", "9223372036854775807"), ("page_size", "0"), ("ticks_per_second", "0"),
            ("samples", "0"), ("captured_at", "-9223372036854775808"), ("memory_total_bytes", "18446744073709551615"),
            ("init_start_ticks", "18446744073709551615"), ("ticks_per_second", "9223372036854775807"),
            ("ticks_per_second", "-9"),
        ])
        func `a forged machine is an error or an answer, never a crash`(key: String, value: String) throws {
            let answer = try judge(forged(key, value, line: 0))
            #expect([ExitCode.clean, .candidates, .badData].contains { answer.exited($0) }, "\(answer)")
            #expect(try answer.envelope()["schema"] != nil)
        }

        @Test func `parents in a circle are judged like any other`() throws {
            let pids = try lines.dropFirst().map { try #require(try JSONParser.parse($0)["pid"]?.integer) }
            var circle = lines
            for index in 1..<lines.count {
                let parent = index + 1 < lines.count ? pids[index] : pids[0]
                circle[index] = lines[index].replacing(
                    try Regex("\"ppid\":[0-9]+"), with: "\"ppid\":\(parent)", maxReplacements: 1)
            }
            let answer = try judge(joined(circle))
            #expect(answer.exited(.clean) || answer.exited(.candidates), "\(answer)")
            #expect(try answer.data()["candidates"]?.array?.count == pids.count)
        }
    }
}
