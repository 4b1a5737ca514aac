import Primitives
import SystemCalls
import TestSupport
import Testing

/// A shell on a terminal of a multiplexer, in a PID namespace whose first process ends with this value, and with it all
/// that was started there.
///
/// Every wait has a minute: a loaded machine is slow, and no test here is about time.
final class SecludedTerminal {
    private let trial: Trial
    private let name: String
    private let hold: DescriptorPair
    private let first: ChildProcess

    /// Runs a preparation in bash, then opens the terminal; both in the trial's directory.
    init(_ trial: Trial, columns: Int = 118, preparation: String) throws {
        self.trial = trial
        name = "tend-test-\(Host.processID)"
        trial.environment.append(("TMUX_TMPDIR", trial.directory))
        try trial.giveToNobody()
        hold = try DescriptorPair.pipe()
        let script = """
            \(preparation)
            tmux -L \(name) -f /dev/null new-session -d -x \(columns) -y 30 sh && echo >opened
            read -r line
            """
        let words = Seclusion.entrance + ["bash", "-c", script]
        first = try trial.start(words[0], Array(words.dropFirst()), input: .descriptor(hold.first))
        hold.closeFirst()
        try waitUntil("the terminal did not open", timeout: .seconds(60)) {
            FileSystem.exists(trial.path("opened"))
        }
    }

    deinit {
        hold.closeSecond()
        // What is left then has been killed with its namespace.
        _ = try? first.wait(timeout: .seconds(10))
    }

    /// What the terminal shows, without what scrolled away.
    func screen() throws -> String { try tmux("capture-pane", "-p") }

    /// The screen once it shows a text.
    @discardableResult
    func wait(for text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        var screen = ""
        let deadline = Deadline.after(.seconds(60))
        repeat {
            screen = try self.screen()
            if screen.contains(text) { return screen }
            Clocks.sleep(seconds: 0.02)
        } while !deadline.hasPassed
        try #require(screen.contains(text), "the screen is \(screen)", sourceLocation: sourceLocation)
        return screen
    }

    /// Presses keys by the names that the multiplexer has for them.
    func press(_ keys: String...) throws { _ = try tmux(["send-keys"] + keys) }

    /// Types a line, which the terminal shows only where it echoes, and enters it.
    func enter(_ line: String) throws {
        _ = try tmux("send-keys", "-l", line)
        try wait(for: String(line.suffix(60)))
        try press("Enter")
    }

    var showsCursor: Bool {
        get throws { try tmux("display-message", "-p", "#{cursor_flag}") == "1\n" }
    }

    private func tmux(_ words: String...) throws -> String { try tmux(words) }

    private func tmux(_ words: [String]) throws -> String {
        let answer = try trial.begin(["-L", name] + words, program: Seclusion.nobody + ["tmux"]).finish()
        try #require(answer.status == .exited(0), "\(answer)")
        return answer.text
    }
}
