import Decision
import Formats
import History
import Primitives
import Runtime
import SystemCalls
import Testing

extension EndToEnd {
    /// Processes that really wait inside the kernel (state D).
    ///
    /// Whoever starts a child by vfork(2) does until that becomes a program, which here waits for somebody to open the other
    /// end of a pipe first.
    @Suite(.enabled(if: Installation.areInstalled("python3", "mkfifo"), "python3 or mkfifo is not installed"))
    struct UninterruptibleTests {
        let trial: Trial

        init() throws {
            trial = try Trial()
            #expect(try trial.start("mkfifo", [trial.path("pipe")]).wait() == .exited(0))
        }

        /// Python that waits inside the kernel where its environment says so, and rests otherwise.
        private var script: String {
            """
            import os, time
            if "CAUGHT" in os.environ:
                pipe = (os.POSIX_SPAWN_OPEN, 0, "\(trial.path("pipe"))", os.O_RDONLY, 0)
                os.posix_spawn("/bin/true", ["true"], {}, file_actions=[pipe])
            time.sleep(654321)
            """
        }

        @Test func `it is left to a person, who is told where it waits`() throws {
            trial.environment.append(("CAUGHT", "1"))
            let subject = try trial.orphan("python3", ["-c", script])
            // Its child waits for the pipe whatever becomes of it: without a writer it would stay for good.
            defer { _ = try? FileDescriptor.open(trial.path("pipe"), [.readWrite]) }
            try waitUntil("it does not wait in the kernel") { try subject.state == "D" }
            let candidate = try #require(try trial.plan("--all", "--deep").candidate(subject.pid))
            #expect(candidate["state"] == "D" && candidate["recommendation"] == "review", "\(candidate)")
            #expect(candidate["preselected"] == false)
            let gates = candidate["gates"]?.array?.compactMap { $0["reason_code"]?.string } ?? []
            #expect(gates.contains("uninterruptible"), "\(gates)")
            let applied = try trial.apply([subject.pid], "--robot")
            #expect(applied.exited(.blocked), "\(applied)")
            let deep = try trial.run(["processes", "explain", "\(subject.pid)", "--deep", "--json"]).data()["deep"]
            // One place in the kernel, at every look.
            let channels = try #require(deep?["wait_channels"]?.array, "\(String(describing: deep))")
            #expect(channels.count == 1 && channels[0]["looks"] == deep?["looks"], "\(channels)")
            #expect(deep?["threads"]?["uninterruptible"]?.double == 1)
            #expect(try subject.state == "D")
        }

        @Test(.enabled(if: Seclusion.isPossible, Seclusion.reason))
        func `of copies that are plainly abandoned a robot ends all but the one that waits there`() throws {
            let journal = Journal(settings: HistorySettings(directory: trial.stateDirectory))
            try journal.setMode(
                PolicyChange(from: .observe, to: .enforce, reason: "test"), of: "processes",
                redactor: Redactor(home: nil))
            _ = try trial.write(script, to: "server.py")
            try trial.giveToNobody()
            let commands = """
                mkdir gone; cd gone
                start() { setsid sh -c 'python3 \(trial.path("server.py")) >/dev/null 2>&1 & :'; }
                for copy in 1 2 3 4 5 6 7 8 9 10 11 12; do start; done
                CAUGHT=1 start
                cd ..; rmdir gone
                states() { cat /proc/[0-9]*/stat | grep '(python3)' | sed 's/.*) //' | cut -c1 | sort | tr -d '\\n'; }
                until [ "$(states)" = DSSSSSSSSSSSSS ]; do sleep 0.02; done
                ./tend processes --robot --yes --json --min-age 0 --window 100ms >answer
                echo $? $(states)
                """
            let said = try trial.begin(["bash", "-c", commands], program: Seclusion.entrance).finish()
            #expect(said.text == "2 DS\n", "\(said)")
        }
    }
}
