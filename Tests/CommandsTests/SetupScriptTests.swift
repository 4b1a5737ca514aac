import SystemCalls
import Testing

/// `scripts/setup` among programs that only pretend: nothing is installed, and nobody becomes root.
@Suite struct SetupScriptTests {
    private struct Run {
        var exit: ChildProcess.ExitStatus
        var output: String
        /// How `apt-get` was called, a line each; a line `sudo` before each call of that.
        var calls: [Substring]
    }

    /// Says where the list of packages is missing what a fresh image says.
    private static let freshApt = """
        case "$*" in
            *update*) touch lists ;;
            *) [ -e lists ] || { echo "E: Unable to locate package"; exit 100; } ;;
        esac
        echo "much that apt says"
        """

    /// Runs the script where a person types the answer on a terminal, or, without one, where there is no terminal.
    private func setup(userID: Int, apt: String = freshApt, answer: String? = nil) throws -> Run {
        let trial = try Trial()
        let command = "\(Installation.root)/scripts/setup"
        let line = answer.map { "echo '\($0)' | script -qec '\(command)' /dev/null" } ?? "'\(command)' </dev/null"
        let script = """
            mkdir bin
            fake() { printf '#!/bin/sh\\n%s\\n' "$2" >"bin/$1"; chmod +x "bin/$1"; }
            fake swift :
            fake dpkg-query :
            fake id 'echo \(userID)'
            fake sudo 'echo sudo >>calls; exec "$@"'
            fake apt-get 'echo "$@" >>calls; \(apt)'
            PATH=$PWD/bin:/usr/bin:/bin
            \(line) >out 2>&1
            """
        let exit = try trial.start("/bin/sh", ["-c", script]).wait()
        let calls = FileSystem.exists(trial.path("calls")) ? try trial.read("calls") : ""
        return Run(exit: exit, output: try trial.read("out"), calls: calls.split(separator: "\n"))
    }

    @Test func `root is told in a line or two what is installed, and not what apt says`() throws {
        let fresh = try setup(userID: 0)
        #expect(fresh.exit == .exited(0))
        #expect(fresh.output.split(separator: "\n").count == 2 && fresh.output.contains("libsqlite3-dev"), "\(fresh)")
        let known = try setup(userID: 0, apt: "echo much that apt says")
        #expect(known.output.split(separator: "\n").count == 1 && known.calls.count == 1, "\(known)")
    }

    @Test func `what apt says is shown where it fails`() throws {
        let run = try setup(userID: 0, apt: "echo E: no space left; exit 100")
        #expect(run.exit == .exited(69))
        #expect(run.output.contains("E: no space left"))
    }

    @Test func `without root and without a terminal the command is named and nothing is done`() throws {
        let run = try setup(userID: 1000)
        #expect(run.exit == .exited(69))
        #expect(run.output.contains("sudo apt-get install") && run.calls.isEmpty, "\(run)")
    }

    @Test(arguments: ["n", "", "no", "what"])
    func `an answer that is no yes installs nothing`(answer: String) throws {
        let run = try setup(userID: 1000, answer: answer)
        #expect(run.exit == .exited(69))
        #expect(run.output.contains("[y/N]") && run.output.contains("Nothing was installed"), "\(run)")
        #expect(run.calls.isEmpty)
    }

    @Test func `a yes installs with one call of sudo`() throws {
        let run = try setup(userID: 1000, answer: "y")
        #expect(run.exit == .exited(0))
        #expect(run.calls.first == "sudo" && run.calls.count { $0 == "sudo" } == 1 && run.calls.count == 4, "\(run)")
    }
}
