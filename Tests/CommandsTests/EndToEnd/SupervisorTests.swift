import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// A real supervisord of the test's own, on a socket in its own directory.
    @Suite(.enabled(if: Installation.areInstalled("supervisord", "supervisorctl"), "supervisor is not installed"))
    struct SupervisorTests {
        let trial: Trial

        init() throws {
            trial = try Trial()
            // A loaded machine takes its time, and no test here is about time.
            trial.environment += [("TEND_PROCESSES_ASK_TIMEOUT", "30s"), ("TEND_PROCESSES_ASK_BUDGET", "30s")]
        }

        /// Starts supervisord with one program, which writes its PID before it becomes `sleep`.
        private func supervise() throws -> Supervised {
            let seconds = "600.\(Int.random(in: 100_000...999_999))"
            let configuration = """
                [unix_http_server]
                file = \(trial.path("s.sock"))
                chmod = 0700
                [supervisord]
                logfile = \(trial.path("s.log"))
                pidfile = \(trial.path("s.pid"))
                directory = \(trial.directory)
                nodaemon = true
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
                [supervisorctl]
                serverurl = unix://\(trial.path("s.sock"))
                [program:web]
                command = sh -c "echo $$ >pid.new; mv pid.new pid; exec sleep \(seconds)"
                autorestart = true
                startsecs = 0
                """
            let file = try trial.write(configuration, to: "s.conf")
            return Supervised(try trial.start("supervisord", ["-c", file]), arguments: "sleep\0\(seconds)\0")
        }

        /// Ends supervisord as it wants to be ended: with what it runs.
        private final class Supervised {
            let arguments: String
            private let daemon: ChildProcess

            init(_ daemon: ChildProcess, arguments: String) {
                self.daemon = daemon
                self.arguments = arguments
            }

            deinit {
                // Only one that has ended already takes no signal; the trial ends one that does not listen.
                try? daemon.send(.terminate)
                _ = try? daemon.wait(timeout: .seconds(30))
            }
        }

        private func program(of supervised: Supervised) throws -> Subject {
            try trial.hold(pidIn: "pid").waitForArguments(supervised.arguments)
        }

        private func status() throws -> String {
            try trial.begin(["-c", trial.path("s.conf"), "status"], program: ["supervisorctl"]).finish().text
        }

        @Test func `what comes back after a kill stays away once its supervisor was told`() throws {
            let supervised = try supervise()
            defer { withExtendedLifetime(supervised) {} }
            let first = try program(of: supervised)
            try FileSystem.remove(trial.path("pid"))
            try first.send(.kill)
            let second = try program(of: supervised)
            #expect(second.pid != first.pid)
            try waitUntil("supervisord did not count it as running") { try status().contains("RUNNING") }

            let candidate = try #require(try trial.plan("--all").candidate(second.pid))
            #expect(candidate["supervisor"]?["type"] == "supervisord")
            let signalled = try trial.apply([second.pid], "--action", "stop")
            #expect(signalled.exited(.blocked))
            #expect(try signalled.action(second.pid)["reason_code"] == "supervised")
            let dry = try trial.apply([second.pid], "--action", "stop-unit", "--dry-run")
            let sentence = try dry.action(second.pid)["outcome"]?["sentence"]?.string
            #expect(sentence?.contains("supervisorctl -c") == true && sentence?.contains("stop web") == true)
            #expect(second.isAlive)

            let stopped = try trial.apply([second.pid], "--action", "stop-unit")
            #expect(stopped.exited(.actionsDone), "\(stopped)")
            #expect(try stopped.action(second.pid)["outcome"]?["died"] == true)
            #expect(try stopped.action(second.pid)["outcome"]?["respawned_as"] == nil)
            #expect(!second.isAlive)
            #expect(try status().contains("STOPPED"))
            let verified = try trial.run("processes verify --json")
            #expect(verified.exited(.clean))
            #expect(try verified.action(second.pid)["observed"] == "ended")
        }

        @Test func `a restart through the supervisor names the successor`() throws {
            let supervised = try supervise()
            defer { withExtendedLifetime(supervised) {} }
            let first = try program(of: supervised)
            try waitUntil("supervisord did not count it as running") { try status().contains("RUNNING") }
            try FileSystem.remove(trial.path("pid"))
            _ = try trial.plan("--all")
            let restarted = try trial.apply([first.pid], "--action", "restart")
            #expect(restarted.exited(.actionsDone), "\(restarted)")
            let second = try program(of: supervised)
            #expect(try restarted.action(first.pid)["outcome"]?["respawned_as"] == .whole(second.pid))
            #expect(second.isAlive && !first.isAlive)
        }

        @Test func `an explanation names the program and the whole command`() throws {
            let supervised = try supervise()
            defer { withExtendedLifetime(supervised) {} }
            let program = try program(of: supervised)
            try waitUntil("supervisord did not count it as running") { try status().contains("RUNNING") }
            let explained = try trial.run("processes explain --json \(program.pid)")
            #expect(try explained.data()["supervisor"]?["main_pid"] == .whole(program.pid))
            #expect(try explained.data()["supervisor"]?["unit"] == "web")
            #expect(try explained.data()["supervisor"]?["stop_command"]?.string?.hasSuffix("stop web") == true)
        }
    }
}
