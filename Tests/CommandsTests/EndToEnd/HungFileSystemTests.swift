import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// A file system that really no longer answers, and processes that hang in the kernel because of it.
    ///
    /// That tend comes to an end is what most of this is about: whoever waits in the kernel for a lock cannot be killed.
    @Suite(
        .enabled(if: HungFileSystem.isPossible, Comment(rawValue: HungFileSystem.reason)),
        .enabled(if: Installation.areInstalled("nsenter", "python3"), "nsenter or python3 is not installed"))
    struct HungFileSystemTests {
        let trial: Trial
        let mount: HungFileSystem

        init() throws {
            trial = try Trial()
            mount = try HungFileSystem()
        }

        /// An orphan that sees the file system; it has written `ready` when this returns.
        private func orphan(_ program: String, _ script: String) throws -> Subject {
            let words = mount.inside + [program, "-c", script]
            let subject = try trial.orphan(words[0], Array(words.dropFirst()))
            try waitUntil("it is not ready") { FileSystem.exists(trial.path("ready")) }
            return subject
        }

        /// Python that opens the file and goes on once `go` exists, when nothing is answered any more.
        private func python(_ rest: String) throws -> Subject {
            let script = """
                import ctypes, mmap, os, time
                file = os.open("\(mount.file)", os.O_RDWR)
                open("\(trial.path("ready"))", "w")
                while not os.path.exists("\(trial.path("go"))"): time.sleep(0.01)
                \(rest)
                """
            return try orphan("python3", script)
        }

        private func hang() throws {
            try mount.hang()
            _ = try trial.write("", to: "go")
        }

        /// A process in the midst of execve(2): closing its file waits for the server, and it holds a lock that whoever reads
        /// about it needs.
        private func replacing() throws -> Subject {
            try python(#"os.execv("/bin/sleep", ["sleep", "600.938271"])"#)
        }

        private func hangs(_ file: String, of subject: Subject) throws -> Bool {
            let looker = try trial.start("cat", ["/proc/\(subject.pid)/\(file)"])
            defer { looker.end() }
            return try looker.wait(timeout: .milliseconds(500)) == nil
        }

        /// Waits until whoever reads about it hangs.
        ///
        /// - Returns: whether even its `stat` hangs, as on recent kernels, so that nothing is to be known of it.
        private func waitUntilStuck(_ subject: Subject) throws -> Bool {
            try waitUntil("it does not hang in execve") { try hangs("io", of: subject) }
            return try hangs("stat", of: subject)
        }

        private func warnings(_ answer: Answer) throws -> [String] {
            try answer.envelope()["warnings"]?.array?.compactMap(\.string) ?? []
        }

        @Test func `a directory and a file that it has there are told without waiting for the server`() throws {
            let script = "cd \(mount.path); exec 5<file; echo >\(trial.path("ready")); exec sleep 600.938272"
            let subject = try orphan("sh", script).waitForArguments("sleep\u{0}600.938272\u{0}")
            try hang()
            let explained = try trial.run(["processes", "explain", "\(subject.pid)", "--deep", "--json"])
            #expect(explained.exited(.clean), "\(explained)")
            let data = try explained.data()
            #expect(data["cwd"]?.string == mount.path)
            let deep = try #require(data["deep"])
            #expect(deep["directory"]?["filesystem"] == "fuse", "\(deep)")
            #expect(deep["directory"]?["last_change_seconds"]?["unavailable"] == "not_supported", "\(deep)")
            #expect(deep["repository"]?["unavailable"] == "not_supported", "\(deep)")
            let plan = try trial.plan("--all", "--deep")
            let summary = try #require(try plan.data()["deep_scan"])
            #expect(try #require(summary["wall_seconds"]?.double) < 8, "\(summary)")
            #expect(try plan.candidate(subject.pid) != nil)
            let record = ["processes", "record", "--deep", "--out", trial.path("machine.jsonl"), "--json"]
            #expect(try trial.run(record).exited(.clean))
            #expect(subject.isAlive)
        }

        @Test func `a process in the midst of execve does not hold tend up, and is said to be unknown`() throws {
            let stuck = try replacing()
            let other = try trial.orphanAfter("true")
            #expect(try trial.plan("--all").candidate(stuck.pid) != nil)
            try hang()
            let isHidden = try waitUntilStuck(stuck)
            let commands = [
                ["plan", "--all", "--min-age", "0", "--window", "100ms"],
                ["plan", "--all", "--deep", "--window", "100ms"],
                ["record", "--deep", "--out", trial.path("machine.jsonl")],
            ]
            for command in commands {
                let answer = try trial.run(["processes"] + command + ["--json"])
                #expect(answer.exited(.clean) || answer.exited(.candidates), "\(answer)")
                #expect(try warnings(answer).contains { $0.contains("PID \(stuck.pid)") }, "\(answer)")
                guard command[0] == "plan" else { continue }
                #expect(try (answer.candidate(stuck.pid) == nil) == isHidden, "\(answer)")
            }
            let explained = try trial.run(["processes", "explain", "\(stuck.pid)", "--json"])
            #expect(explained.exited(isHidden ? .unavailable : .clean), "\(explained)")
            // Other tests may have some of their own at the same time.
            let unread = try trial.read("machine.jsonl").split(separator: "\"unread_pids\":[", maxSplits: 1).dropFirst()
                .first?.prefix { $0 != "]" }.split(separator: ",").compactMap { Int32($0) }
            #expect((unread ?? []).contains(stuck.pid) == isHidden)
            #expect(stuck.isAlive && other.isAlive)
        }

        @Test func `beside one that hangs others are ended, and it is not said to have gone`() throws {
            let stuck = try replacing()
            let other = try trial.orphanAfter("true")
            let session = try #require(try trial.plan("--all").envelope()["session_id"]?.string)
            try hang()
            let isHidden = try waitUntilStuck(stuck)
            let applied = try trial.apply([stuck.pid, other.pid])
            #expect(applied.exited(.partial), "\(applied)")
            #expect(try applied.action(other.pid)["result"] == "done" && !other.isAlive)
            #expect(try applied.action(stuck.pid)["result"] == "blocked", "\(applied)")
            #expect(
                try applied.action(stuck.pid)["reason_code"] == (isHidden ? "hangs_in_kernel" : "identity_changed"))
            let delta = try trial.plan("--all", "--since", session).data()["delta"]
            let resolved = try #require(delta?["resolved"]?.array)
            #expect(!resolved.contains { $0["pid"] == .whole(stuck.pid) }, "\(resolved)")
            #expect(stuck.isAlive)
            // Once the server is gone the kernel goes on, and tend sees it again.
            mount.end()
            _ = try stuck.waitForArguments("sleep\u{0}600.938271\u{0}")
            #expect(try trial.plan("--all").candidate(stuck.pid) != nil)
        }

        @Test func `a pipe whose writer waits for the server is not opened`() throws {
            let script = """
                import ctypes, mmap, os, subprocess, time
                file = os.open("\(mount.file)", os.O_RDWR)
                page = mmap.mmap(file, 4096, mmap.MAP_PRIVATE, mmap.PROT_READ | mmap.PROT_WRITE)
                reading, writing = os.pipe()
                reader = subprocess.Popen(["sleep", "600.938273"], stdin=reading)
                os.dup2(writing, 1)
                for end in (reading, writing): os.close(end)
                open("\(trial.path("ready"))", "w")
                open("\(trial.path("child"))", "w").write(str(reader.pid))
                while not os.path.exists("\(trial.path("go"))"): time.sleep(0.01)
                ctypes.CDLL(None).write(1, ctypes.byref(ctypes.c_char.from_buffer(page)), 8)
                """
            let writer = try orphan("python3", script)
            let reader = try trial.hold(pidIn: "child")
            try hang()
            Clocks.sleep(seconds: 0.3)
            let plan = try trial.plan("--all")
            #expect(plan.exited(.clean) || plan.exited(.candidates), "\(plan)")
            #expect(try plan.candidate(writer.pid) != nil && plan.candidate(reader.pid) != nil)
            #expect(writer.isAlive && reader.isAlive)
        }

        @Test func `how full it is stays unknown, and every other volume is shown`() throws {
            try hang()
            let answer = try trial.begin(
                ["disk", "status", "--json"], program: mount.inside + [Installation.path]
            ).finish()
            let volumes = try #require(try answer.data()["volumes"]?.array, "\(answer)")
            let hung = try #require(volumes.first { $0["mount"]?.string == mount.path }, "\(answer)")
            #expect(hung["free_bytes"]?.unsigned == nil && hung["network"] == true)
            #expect(volumes.contains { $0["mount"] == "/" && $0["free_bytes"]?.unsigned != nil })
        }

        @Test func `a watch of everything does not ask it`() throws {
            try hang()
            let words = ["disk", "watch", "--looks", "3", "--interval", "100ms", "--dry-run", "--format", "jsonl"]
            trial.environment.append(("TEND_DISK_WATCH_PATHS", try trial.makeDirectory("work")))
            let answer = try trial.begin(words, program: mount.inside + [Installation.path]).finish()
            #expect(answer.exited(.clean), "\(answer)")
            #expect(!answer.text.contains(mount.path))
        }
    }
}
