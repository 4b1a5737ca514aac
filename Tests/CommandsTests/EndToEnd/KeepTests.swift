import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// Processes that look idle and are not abandoned.
    @Suite struct KeepTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        private func recommendations(_ plan: Answer, _ pids: [Int32]) throws -> [String?] {
            try pids.map { try plan.candidate($0)?["recommendation"]?.string }
        }

        /// A multiplexer of the test's own, reached by a socket that no other uses.
        private func tmux(_ words: String...) throws {
            let line = ["-L", "tend-test-\(Host.processID)", "-f", "/dev/null"] + words
            #expect(try trial.start("tmux", line).wait() == .exited(0))
        }

        /// Debian calls the small vim `vi` and nothing else.
        private static let vi = ["vim", "vi"].first { Installation.areInstalled($0) }

        @Test(.enabled(if: Installation.areInstalled("tmux", "bash") && vi != nil, "tmux, bash or vi is not installed"))
        func `an idle editor and a shell under a multiplexer are kept`() throws {
            trial.environment.append(("TMUX_TMPDIR", trial.directory))
            try tmux("new-session", "-d", "-s", "one", "echo $$ >shell.new; mv shell.new shell; exec bash --norc")
            // Nothing is left to end where the server is gone already.
            defer { try? tmux("kill-server") }
            let vi = try #require(Self.vi)
            try tmux("new-window", "echo $$ >editor.new; mv editor.new editor; exec \(vi) -u NONE file")
            let shell = try trial.hold(pidIn: "shell")
            let editor = try trial.hold(pidIn: "editor").waitForArguments("\(vi)\0-u\0NONE\0file\0")
            let plan = try trial.plan("--all")
            #expect(try recommendations(plan, [shell.pid, editor.pid]) == ["keep", "keep"])
        }

        @Test(.enabled(if: Installation.areInstalled("python3"), "python3 is not installed"))
        func `a server with a client is kept, and its client counts`() throws {
            let server = """
                import socket, os
                listener = socket.create_server(("127.0.0.1", 0))
                open("port.new", "w").write(str(listener.getsockname()[1])); os.rename("port.new", "port")
                kept = listener.accept(); open("accepted", "w"); listener.accept()
                """
            let client = """
                import socket, time
                kept = socket.create_connection(("127.0.0.1", int(open("port").read()))); time.sleep(600)
                """
            let serving = try trial.orphan("python3", ["-c", server])
            try waitUntil("the server does not listen") { FileSystem.exists(trial.path("port")) }
            // Something has to hold the client, or it shows no need of the server.
            _ = try trial.orphan("nohup", ["python3", "-c", client])
            try waitUntil("the client did not come") { FileSystem.exists(trial.path("accepted")) }
            let candidate = try #require(try trial.plan("--all").candidate(serving.pid))
            #expect(candidate["recommendation"] == "keep")
            #expect(candidate["levels"] == ["used"])
            #expect(candidate["blast_radius"]?["clients"] == 1)
            #expect(candidate["blast_radius"]?["ports"] == [.whole(try #require(Int(trial.read("port"))))])
        }

        @Test(.enabled(if: Installation.areInstalled("sqlite3"), "sqlite3 is not installed"))
        func `a writer in the middle of a transaction is at most for review, and says why`() throws {
            let script = #"""
                mkfifo feed; exec 0<>feed
                printf 'CREATE TABLE t(x);\nBEGIN IMMEDIATE;\nINSERT INTO t VALUES(1);\n.shell touch begun\n' >feed
                exec sqlite3 data.sqlite
                """#
            let writer = try trial.orphan("sh", ["-c", script])
            try waitUntil("the transaction did not begin") { FileSystem.exists(trial.path("begun")) }
            let candidate = try #require(try trial.plan("--all").candidate(writer.pid))
            #expect(["keep", "review"].contains(candidate["recommendation"]?.string))
            let gates = candidate["gates"]?.array?.map { $0["reason_code"]?.string }
            #expect(gates?.contains("open_files_at_risk") == true)
        }

        @Test(.enabled(if: Installation.areInstalled("nohup"), "nohup is not installed"))
        func `what was started to outlive its terminal is not recommended to be stopped`() throws {
            let subject = try trial.orphan("nohup", ["sleep", "600"]).waitForArguments("sleep\0600\0")
            let candidate = try #require(try trial.plan("--all").candidate(subject.pid))
            #expect(candidate["levels"] == ["bg"])
            #expect(["keep", "review"].contains(candidate["recommendation"]?.string))
        }
    }
}
