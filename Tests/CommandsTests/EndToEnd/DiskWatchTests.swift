import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// The watch of volumes, on volumes of its own.
    @Suite(.serialized, .enabled(if: Unoccupied.isProven, Unoccupied.reason)) struct DiskWatchTests {
        /// A trial with a volume on which stale Cargo projects lie.
        private struct Watched {
            let trial: Trial
            let volume: LoopbackVolume

            init(_ kind: LoopbackVolume.Kind, projects: Int = 1, megabytes: Int = 20) throws {
                trial = try Trial()
                volume = try LoopbackVolume(kind)
                for number in 0..<projects {
                    let project = "\(volume.path)/work/shop\(number)"
                    for folder in ["target/debug/deps", "target/debug/.fingerprint", "src"] {
                        try FileSystem.makeDirectories("\(project)/\(folder)")
                    }
                    try volume.write(megabytes << 20, to: "work/shop\(number)/target/debug/deps/libshop.rlib")
                    try FileSystem.replace("\(project)/Cargo.toml", with: Array("[package]\n".utf8))
                    try FileSystem.replace("\(project)/src/main.rs", with: Array("fn main() {}\n".utf8))
                }
                try trial.shell(
                    "test ! -d \(volume.path)/work || find \(volume.path)/work -exec touch -h -d '40 days ago' {} +")
            }

            func target(_ number: Int = 0) -> String { "\(volume.path)/work/shop\(number)/target" }

            func words(_ more: String...) -> [String] {
                ["disk", "watch", volume.path, "--interval", "100ms", "--format", "jsonl"] + more
            }

            func promote(_ times: Int = 1) throws {
                for _ in 0..<times {
                    let answer = try trial.run("policy promote disk --yes --without-evidence")
                    #expect(answer.exited(.actionsDone), "\(answer)")
                }
            }

            func mode() throws -> String? {
                try trial.run("policy show --json").data()["domains"]?.array?
                    .first { $0["domain"] == "disk" }?["mode"]?.string
            }

            /// Runs a watch until something is so, and ends it.
            func watch(
                _ more: [String] = [], until condition: () throws -> Bool, _ failure: String,
                sourceLocation: SourceLocation = #_sourceLocation
            ) throws -> [JSONValue] {
                let run = try trial.begin(words() + more)
                do {
                    try waitUntil("\(failure)", timeout: .seconds(60), condition)
                } catch {
                    try run.child.send(.terminate)
                    Issue.record("\(failure): \(try run.finish())", sourceLocation: sourceLocation)
                    return []
                }
                try run.child.send(.terminate)
                let answer = try run.finish()
                #expect(answer.exited(.clean), "\(answer)")
                return Array(try JSONParser.parseLines(answer.output).dropFirst())
            }
        }

        private static func of(_ kind: String, _ events: [JSONValue]) -> [JSONValue] {
            events.filter { $0["kind"]?.string == kind }
        }

        @Test(arguments: LoopbackVolume.possible(of: LoopbackVolume.Kind.allCases))
        func `canary frees a volume that is full to the last byte and inode`(kind: LoopbackVolume.Kind) throws {
            let watched = try Watched(kind)
            try watched.promote()
            try watched.volume.fill()
            let events = try watched.watch(
                until: {
                    try watched.trial.run("disk log --kind removal --json").data().array?
                        .contains { $0["result"] == "done" } == true
                }, "the stale project is still there")
            #expect(!FileSystem.exists(watched.target()))
            let removal = try #require(Self.of("removal", events).first { $0["result"] == "done" })
            #expect(removal["subject"]?.string == watched.target())
            #expect(FileSystem.exists("\(watched.volume.path)/work/shop0/src/main.rs"))
            let decision = try #require(removal["decision_id"]?.string)
            let explained = try watched.trial.run("disk explain --id \(decision) --json")
            #expect(try explained.data()["decision"] == "delete", "\(explained)")
            let policy = try watched.trial.run("policy show --json").data()["domains"]?.array
            #expect(policy?.first { $0["domain"] == "disk" }?["stops"] == 1)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `observe removes nothing, gives ballast back, and tells once what it would remove`() throws {
            let watched = try Watched(.ext4)
            let made = try watched.trial.run(
                "disk ballast provision --files 2 --size 2MiB --path \(watched.volume.path)")
            #expect(made.exited(.actionsDone), "\(made)")
            try watched.volume.fill()
            let answer = try watched.trial.run(watched.words("--looks", "25"))
            #expect(answer.exited(.clean), "\(answer)")
            let events = try JSONParser.parseLines(answer.output)
            let removals = Self.of("removal", events)
            #expect(removals.map { $0["result"] } == ["would_do"] && removals.first?["reason_code"] == "observe")
            #expect(FileSystem.exists(watched.target()))
            let ballast = Self.of("ballast", events)
            #expect(ballast.first?["result"] == "release" && ballast.first?["count"] == 2)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `one deletion beyond the budget leads from canary into fallback`() throws {
            let watched = try Watched(.ext4, projects: 4, megabytes: 3)
            watched.trial.environment.append(("TEND_DISK_POLICY_CANARY_DELETIONS_PER_HOUR", "2"))
            try watched.promote()
            try watched.volume.fill()
            let events = try watched.watch(until: { try watched.mode() == "fallback" }, "it did not fall back")
            #expect(Self.of("removal", events).filter { $0["result"] == "done" }.count == 2)
            #expect(Self.of("policy", events).first?["reason_code"] == "canary_budget_exhausted")
            #expect((0..<4).count { FileSystem.exists(watched.target($0)) } == 2)
            // A restart gives no new budget.
            try watched.promote(2)
            _ = try watched.watch(until: { try watched.mode() == "fallback" }, "the second watch did not fall back")
            #expect((0..<4).count { FileSystem.exists(watched.target($0)) } == 2)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `the kill switch holds enforce in fallback, and no promotion passes it`() throws {
            let watched = try Watched(.ext4)
            try watched.promote(2)
            #expect(try watched.mode() == "enforce")
            watched.trial.environment.append(("TEND_DISK_POLICY_KILL_SWITCH", "true"))
            try watched.volume.fill()
            let answer = try watched.trial.run(watched.words("--looks", "10"))
            #expect(Self.of("policy", try JSONParser.parseLines(answer.output)).first?["reason_code"] == "kill_switch")
            #expect(FileSystem.exists(watched.target()))
            #expect(try watched.mode() == "fallback")
            #expect(try watched.trial.run("policy promote disk --yes").exited(.blocked))
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `where its own state cannot be written it removes nothing`() throws {
            let watched = try Watched(.ext4)
            watched.trial.environment.removeAll { $0.name == "XDG_STATE_HOME" }
            watched.trial.environment.append(("XDG_STATE_HOME", "\(watched.volume.path)/state"))
            try watched.promote()
            try watched.volume.fill()
            let answer = try watched.trial.run(watched.words("--looks", "20"))
            #expect(answer.exited(.clean), "\(answer)")
            #expect(FileSystem.exists(watched.target()))
            let errors = Self.of("error", try JSONParser.parseLines(answer.output))
            #expect(errors.contains { $0["result"] == "state" }, "\(answer)")
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `ballast is made by itself only where that was set, and a file at a time`() throws {
            let watched = try Watched(.ext4, projects: 0)
            watched.trial.environment += [
                ("TEND_DISK_BALLAST_FILE_SIZE", "1MiB"), ("TEND_DISK_BALLAST_FILE_COUNT", "2"),
                ("TEND_DISK_BALLAST_COOLDOWN", "1s"),
            ]
            let plain = try watched.trial.run(watched.words("--looks", "15"))
            #expect(Self.of("ballast", try JSONParser.parseLines(plain.output)).isEmpty, "\(plain)")
            watched.trial.environment.append(("TEND_DISK_BALLAST_AUTO_PROVISION", "true"))
            let answer = try watched.trial.run(watched.words("--looks", "45"))
            let made = Self.of("ballast", try JSONParser.parseLines(answer.output))
            #expect(made.map { $0["count"] } == [1, 1], "\(answer)")
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `a device that stays full is not spun on`() throws {
            let watched = try Watched(.tmpfs, projects: 0)
            try watched.volume.fill()
            let run = try watched.trial.begin(watched.words())
            var told = JSONValue.null
            try waitUntil("it did not look often enough", timeout: .seconds(60)) {
                told = try watched.trial.run("disk status --json").data()["watch"] ?? .null
                Clocks.sleep(seconds: 0.5)
                return (told["looks"]?.integer ?? 0) >= 30
            }
            try run.child.send(.terminate)
            #expect(try run.finish().exited(.clean))
            let scans = try #require(told["scans"]?.integer)
            #expect((1...8).contains(scans), "\(told)")
            #expect(told["empty_scans"]?.integer == scans)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `signals scan now and read the settings again, and a second watch is refused`() throws {
            let watched = try Watched(.tmpfs, projects: 0)
            let state = "\(watched.trial.stateDirectory)/disk-watch.json"
            func told() throws -> JSONValue {
                try watched.trial.run("disk status --json").data()["watch"] ?? .null
            }
            func scans() throws -> Int64 { try told()["scans"]?.integer ?? 0 }
            let run = try watched.trial.begin(watched.words())
            try waitUntil("it did not tell of itself") { FileSystem.exists(state) }
            let second = try watched.trial.run(watched.words("--looks", "1"))
            #expect(second.exited(.blocked) && second.text.contains("PID \(run.child.pid)"), "\(second)")
            try run.child.send(.hangUp)
            try run.child.send(.user1)
            try waitUntil("it did not begin anew") { try told()["pid"]?.integer == Int64(run.child.pid) }
            try run.child.send(.terminate)
            let answer = try run.finish()
            #expect(answer.exited(.clean), "\(answer)")
            #expect(Self.of("scan", try JSONParser.parseLines(answer.output)).count >= 2, "\(answer)")
            #expect(!FileSystem.exists(state))
            #expect(try told() == .null)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `what was recorded is replayed with the same levels, byte for byte`() throws {
            let watched = try Watched(.tmpfs, projects: 0)
            try watched.volume.fill()
            let trace = watched.trial.path("trace")
            let live = try watched.trial.run(watched.words("--looks", "15", "--record", trace))
            #expect(live.exited(.clean), "\(live)")
            func levels(_ answer: Answer) throws -> [JSONValue?] {
                Self.of("pressure", try JSONParser.parseLines(answer.output)).map { $0["result"] }
            }
            let first = try watched.trial.run("disk watch --replay \(trace) --format csv")
            #expect(first.output == (try watched.trial.run("disk watch --replay \(trace) --format csv").output))
            let replayed = try watched.trial.run("disk watch --replay \(trace) --format jsonl")
            #expect(try levels(replayed) == levels(live))
            #expect(try watched.trial.run(watched.words("--looks", "1", "--record", trace)).status != .exited(0))
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `a scan says which places were chosen, by which utility, and what was skipped`() throws {
            let watched = try Watched(.tmpfs, projects: 3, megabytes: 1)
            watched.trial.environment.append(("TEND_DISK_WATCH_PLACES", "2"))
            let run = try watched.trial.run([
                "disk", "watch", "\(watched.volume.path)/work/*", "--looks", "1", "--format", "jsonl",
            ])
            #expect(run.exited(.clean), "\(run)")
            let session = try watched.trial.run("sessions list --json").data().array?.first?["session_id"]?.string
            let scan = try watched.trial.run(["explain", try #require(session), "--json"]).data()
            let plan = try #require(scan["plan"])
            #expect(plan["chosen"]?.array?.map { $0["purpose"] } == ["exploit", "explore"])
            #expect(plan["skipped"]?.array?.count == 1)
            #expect(plan["chosen"]?.array?.allSatisfy { $0["utility"]?.double != nil } == true)
            #expect(scan["files"]?.integer ?? 0 > 0)
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `a person who takes the mode back is obeyed before the next removal`() throws {
            let watched = try Watched(.ext4, projects: 3, megabytes: 3)
            try watched.promote()
            let marker = "\(watched.volume.path)/.tend-protect"
            try FileSystem.replace(marker, with: [])
            try watched.volume.fill()
            let run = try watched.trial.begin(watched.words())
            try waitUntil("it did not begin") { FileSystem.exists("\(watched.trial.stateDirectory)/disk-watch.json") }
            for verb in ["demote", "promote", "demote"] {
                let answer = try watched.trial.run("policy \(verb) disk" + (verb == "promote" ? " --yes" : ""))
                #expect(answer.exited(.actionsDone), "\(answer)")
            }
            #expect(try watched.trial.start("rm", ["-f", marker]).wait() == .exited(0))
            try run.child.send(.user1)
            let proposals = { try watched.trial.run("disk log --kind removal --json").data().array ?? [] }
            try waitUntil("it proposed nothing", timeout: .seconds(30)) {
                try proposals().contains { $0["result"] == "would_do" }
            }
            try run.child.send(.terminate)
            #expect(try run.finish().exited(.clean))
            #expect((0..<3).allSatisfy { FileSystem.exists(watched.target($0)) })
            #expect(try proposals().allSatisfy { $0["result"] != "done" })
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
        func `what fails halfway counts against the budget`() throws {
            let watched = try Watched(.ext4, projects: 4, megabytes: 3)
            watched.trial.environment.append(("TEND_DISK_POLICY_CANARY_DELETIONS_PER_HOUR", "2"))
            try watched.promote()
            let held = (0..<4).map { "\(watched.target($0))/debug/deps/libshop.rlib" }
            try watched.trial.shell("chattr +i \(held.joined(separator: " "))")
            try watched.volume.fill()
            let events = try watched.watch(until: { try watched.mode() == "fallback" }, "it did not fall back")
            let failed = Self.of("removal", events).filter { $0["result"] == "failed" }
            #expect(failed.count == 2, "\(events)")
            try watched.trial.shell("chattr -R -i \(watched.volume.path) 2>/dev/null || true")
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `what lies on no watched volume, and patterns that match nothing, are told of and left alone`() throws {
            let watched = try Watched(.tmpfs, projects: 0)
            try watched.volume.makeReadOnly()
            let answer = try watched.trial.run([
                "disk", "watch", watched.volume.path, watched.trial.path("none*"), "/proc", "--looks", "1", "--format",
                "jsonl",
            ])
            let events = try JSONParser.parseLines(answer.output)
            #expect(Self.of("error", events).filter { $0["result"] == "place" }.count == 3, "\(answer)")
            #expect(Self.of("pressure", events).isEmpty && Self.of("scan", events).isEmpty, "\(answer)")
        }

        @Test func `a dry run records and removes nothing`() throws {
            let trial = try Trial()
            _ = try trial.makeDirectory("work")
            let answer = try trial.run([
                "disk", "watch", trial.work, "--dry-run", "--looks", "2", "--interval", "100ms",
            ])
            #expect(answer.exited(.clean), "\(answer)")
            #expect(!FileSystem.exists(trial.stateDirectory))
        }

        @Test(arguments: [
            (["work"], "no absolute path"), (["/", "--interval", "1ms"], "interval"),
            (["--looks", "0"], "looks"), (["--replay", "/nonexistent/trace"], "cannot be read"),
            (["--replay", "/etc/passwd"], "line 1 of the trace"),
            (["--record", "/nonexistent/trace"], "cannot be made"),
        ])
        func `bad input is told of clearly`(words: [String], says: String) throws {
            let trial = try Trial()
            let answer = try trial.run(["disk", "watch"] + words)
            #expect(answer.status != .exited(0) && answer.errorText.contains(says), "\(answer)")
            #expect(answer.errorText.contains("try:"), "\(answer)")
        }

        // MARK: Whoever does not listen

        /// Begins a watch that only looks, and tells into a descriptor or a file.
        private func begin(
            _ trial: Trial, output: SpawnRequest.Stream, _ more: [String] = []
        ) throws -> ChildProcess {
            let words = ["disk", "watch", trial.work, "--dry-run", "--interval", "100ms", "--format", "jsonl"]
            _ = try trial.makeDirectory("work")
            return try trial.start(
                Installation.path, words + ["--record", trial.path("trace")] + more, output: output,
                errors: .file(trial.path("told"), [.writeOnly, .create]))
        }

        private func looks(_ trial: Trial) throws -> Int {
            guard FileSystem.exists(trial.path("trace")) else { return 0 }
            return try trial.read("trace").split(separator: "\n").count
        }

        @Test func `a full standard output is told of once, and the watch goes on`() throws {
            let trial = try Trial()
            let watch = try begin(trial, output: .file("/dev/full", [.writeOnly]), ["--looks", "8"])
            #expect(try watch.wait(timeout: .seconds(60)) == .exited(0))
            #expect(try looks(trial) == 8)
            let told = try trial.read("told")
            #expect(told.split(separator: "No space left", omittingEmptySubsequences: false).count == 2, "\(told)")
            #expect(told.contains("rows that were not printed: "), "\(told)")
        }

        @Test func `a reader that has gone ends the watch quietly`() throws {
            let trial = try Trial()
            let pipe = try DescriptorPair.pipe()
            pipe.closeFirst()
            let watch = try begin(trial, output: .descriptor(pipe.second))
            #expect(try watch.wait(timeout: .seconds(60)) == .exited(0))
            #expect(try trial.read("told").isEmpty)
        }

        @Test func `a pipe that nobody reads holds up neither the watch nor its end`() throws {
            let trial = try Trial()
            let pipe = try DescriptorPair.pipe()
            let chunk = [UInt8](repeating: UInt8(ascii: " "), count: 4096)
            while PollRequest(descriptor: pipe.second, events: .writable).wait(timeout: .zero) == .writable {
                try writeAll(chunk, to: pipe.second)
            }
            let watch = try begin(trial, output: .descriptor(pipe.second))
            try waitUntil("the watch does not go on", timeout: .seconds(30)) {
                try looks(trial) >= 20 && trial.read("told").contains("nobody reads standard output")
            }
            try watch.send(.terminate)
            #expect(try watch.wait(timeout: .seconds(10)) == .exited(0))
            #expect(try trial.read("told").contains("rows that were not printed: "))
        }

        @Test(.enabled(if: LoopbackVolume.isPossible(.tmpfs), Comment(rawValue: LoopbackVolume.reason)))
        func `a trace that cannot be written any more ends alone, and is replayed up to there`() throws {
            let watched = try Watched(.tmpfs, projects: 0)
            let trace = "\(watched.volume.path)/trace"
            let run = try watched.trial.begin(watched.words("--record", trace))
            try waitUntil("nothing was recorded") {
                try FileSystem.exists(trace) && !FileSystem.read(trace).isEmpty
            }
            try watched.volume.fill()
            func failures() throws -> Int {
                try watched.trial.run("disk log --kind error --json").data().array?
                    .count { $0["result"] == "trace" } ?? 0
            }
            try waitUntil("the trace did not fail", timeout: .seconds(30)) { try failures() > 0 }
            Clocks.sleep(seconds: 1)
            #expect(try failures() == 1)
            try run.child.send(.terminate)
            let answer = try run.finish()
            #expect(answer.exited(.clean), "\(answer)")
            #expect(try watched.trial.run("disk watch --replay \(trace)").exited(.clean))
        }

        // MARK: Traces

        private static let look = """
            {"seconds":1,"at":1,"mount":"/","space":{"total_bytes":100,"used_bytes":99,"available_bytes":1,\
            "inodes_total":0,"inodes_available":0},"ballast_files":0,"watched":true}
            """

        @Test func `a torn last line is left out, and blank lines count`() throws {
            let trial = try Trial()
            let whole = try trial.write("\n\(Self.look)\n", to: "whole")
            let torn = try trial.write("\n\(Self.look)\n\(Self.look.prefix(40))", to: "torn")
            let answers = try [whole, torn].map { try trial.run("disk watch --replay \($0)") }
            #expect(answers.allSatisfy { $0.exited(.clean) } && answers[0].errors.isEmpty, "\(answers)")
            #expect(answers[0].output == answers[1].output && !answers[0].output.isEmpty, "\(answers)")
            #expect(answers[1].errorText.contains("line 3 of the trace"), "\(answers)")
        }

        @Test(arguments: ["4611686018427387904", "9223372036854775807", "1000001", "-1"])
        func `impossible ballast in a trace names its line`(count: String) throws {
            let trial = try Trial()
            let line = Self.look.replacingEvery("\"ballast_files\":0", with: "\"ballast_files\":\(count)")
            let trace = try trial.write("\(Self.look)\n\n\(line)\n", to: "trace")
            let answer = try trial.run("disk watch --replay \(trace)")
            #expect(answer.exited(.badData), "\(answer)")
            #expect(answer.errorText.contains("line 3 of the trace"), "\(answer)")
            #expect(answer.errorText.contains("0 to 1000000"), "\(answer)")
        }

        @Test(arguments: [["/"], ["--looks", "1"], ["--record", "new"], ["--interval", "1s"], ["--dry-run"]])
        func `a replay takes nothing that it would ignore`(words: [String]) throws {
            let trial = try Trial()
            let trace = try trial.write("\(Self.look)\n", to: "trace")
            let answer = try trial.run(["disk", "watch", "--replay", trace] + words)
            #expect(answer.exited(.usage), "\(answer)")
            #expect(answer.errorText.contains(words[0] == "/" ? "PATH" : words[0]), "\(answer)")
            #expect(!FileSystem.exists(trial.path("new")))
        }

        @Test(arguments: [
            (["--record", "/nonexistent/x"], "make the directory first", false),
            (["--record", "/etc/passwd"], "not there yet", false),
            (["--interval", "10ms"], "--interval is at least", true),
            (["--interval", "2h"], "--interval is at least 100ms, and 1h at most", true),
        ])
        func `what is wrong with an option is said by its name and cause`(
            words: [String], says: String, isUsage: Bool
        ) throws {
            let trial = try Trial()
            let answer = try trial.run(["disk", "watch", "/", "--looks", "1"] + words)
            #expect(answer.exited(.usage) == isUsage && answer.status != .exited(0), "\(answer)")
            #expect(answer.errorText.contains(says), "\(answer)")
        }
    }
}
