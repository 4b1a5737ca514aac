import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    /// A person at a terminal: what is shown, what the keys do, and what is left behind.
    ///
    /// Two orphans in a deleted directory are all that can be planned: the program runs where it sees nothing else.
    @Suite(
        .enabled(if: Seclusion.isPossible, Seclusion.reason),
        .enabled(if: Installation.areInstalled("tmux", "bash"), "tmux or bash is not installed"))
    struct TerminalTests {
        let trial: Trial
        let terminal: SecludedTerminal
        let first: Subject
        let second: Subject
        /// What the orphans sleep, so that nobody else has their arguments.
        let seconds: [String]

        init() throws {
            trial = try Trial()
            seconds = [1, 2].map { "600.\($0)\(Int.random(in: 100_000...999_999))" }
            terminal = try SecludedTerminal(
                trial,
                preparation: """
                    mkdir gone; cd gone
                    for seconds in \(seconds.joined(separator: " ")); do
                        setsid sh -c "sleep $seconds >/dev/null 2>&1 & :"
                    done
                    cd ..; rmdir gone
                    """)
            first = try trial.hold("sleep\0\(seconds[0])\0")
            second = try trial.hold("sleep\0\(seconds[1])\0")
        }

        /// Runs a command line, noting how the terminal is set before and after.
        private func run(_ line: String) throws {
            try terminal.enter("stty -g >before; \(line); echo \"exit=$?\"; stty -g >after.new; mv after.new after")
        }

        /// The screen after the program's end with a code, and the terminal as it was before.
        private func expectEnd(_ code: ExitCode) throws -> String {
            let screen = try terminal.wait(for: "exit=\(code.rawValue)\n")
            try waitUntil("the shell did not go on", timeout: .seconds(60)) {
                FileSystem.exists(trial.path("after"))
            }
            #expect(try trial.read("after") == trial.read("before"))
            #expect(try terminal.showsCursor)
            // The shell shows no keys by itself: this is the terminal's echo.
            try terminal.enter("echo 'typed'")
            return screen
        }

        /// The question as it stands before any key; it is about the two orphans and about nothing else.
        private func expectQuestion() throws -> String {
            let screen = try terminal.wait(for: "0 of 2 ticked")
            #expect(screen.contains("Which of these processes should be stopped?"))
            let items = screen.split(separator: "\n").filter { $0.contains("[ ]") }
            #expect(items.count == 2)
            for seconds in seconds { #expect(items.contains { $0.hasSuffix("sleep \(seconds)") }, "\(screen)") }
            return screen
        }

        /// What the record says was intended or done.
        private func actions() throws -> [JSONValue] {
            let status = try trial.run("processes agent status --json").data()
            return try #require(status["pending"]?.array) + #require(status["done"]?.array)
        }

        @Test(arguments: [true, false])
        func `the ticked process is stopped, and only it, and the screen says what changed`(isFlag: Bool) throws {
            if !isFlag { try terminal.enter("export TEND_PROCESSES_MIN_AGE=0s") }
            try run("./tend processes" + (isFlag ? " --min-age 0" : ""))
            let question = try expectQuestion()
            let isFirstBelow = question.split(separator: "\n").last { $0.contains("[ ]") }?.contains(seconds[0]) == true
            let (chosen, other) = isFirstBelow ? (first, second) : (second, first)
            let chosenSeconds = isFirstBelow ? seconds[0] : seconds[1]
            let otherSeconds = isFirstBelow ? seconds[1] : seconds[0]

            try terminal.press("Enter")
            try terminal.wait(for: "Nothing is ticked")
            try terminal.press("Down")
            try terminal.wait(for: "> [ ]  2")
            try terminal.press("Space")
            try terminal.wait(for: "> [x]  2")
            try terminal.press("Space")
            try terminal.wait(for: "> [ ]  2")
            try terminal.press("Space")
            let ticked = try terminal.wait(for: "1 of 2 ticked")
            #expect(ticked.split(separator: "\n").first { $0.contains("[x]") }?.contains(chosenSeconds) == true)
            #expect(chosen.isAlive && other.isAlive)

            try terminal.press("Enter")
            let screen = try expectEnd(.actionsDone)
            #expect(screen.contains("1 of 1 done, "))
            #expect(screen.split(separator: "\n").contains { $0.contains(" done ") && $0.contains(chosenSeconds) })
            #expect(!screen.contains("ticked") && !screen.contains(otherSeconds), "\(screen)")
            #expect(!chosen.isAlive && other.isAlive)
            #expect(try actions().count == 1)
            // Both run the same program in the same place, so the tick is the one label of the day.
            #expect(try trial.run("audit list --kind label --json").text.contains("ticked"))
            #expect(try trial.run("processes learn --dry-run --json").data()["labels"] == 1)
        }

        @Test(arguments: ["q", "Escape", "C-d", "C-\\"])
        func `leaving changes nothing, whatever was ticked`(key: String) throws {
            try run("./tend processes --min-age 0")
            _ = try expectQuestion()
            try terminal.press("Space")
            try terminal.wait(for: "1 of 2 ticked")
            try terminal.press(key)
            let screen = try expectEnd(.candidates)
            #expect(screen.contains("Nothing was chosen, so nothing was done."))
            #expect(!screen.contains("ticked"))
            #expect(first.isAlive && second.isAlive)
            #expect(try actions() == [])
        }

        @Test func `an interruption changes nothing, whatever was ticked`() throws {
            try run("./tend processes --min-age 0")
            _ = try expectQuestion()
            try terminal.press("a")
            try terminal.wait(for: "2 of 2 ticked")
            try terminal.press("C-c")
            let screen = try expectEnd(.interrupted)
            #expect(screen.contains("interrupted before anything was done"))
            #expect(!screen.contains("ticked"))
            #expect(first.isAlive && second.isAlive)
            #expect(try actions() == [])
        }

        @Test func `while it is suspended the terminal is the shell's, and then the question stands again`() throws {
            try run("./tend processes --min-age 0")
            _ = try expectQuestion()
            try terminal.press("Space")
            try terminal.wait(for: "1 of 2 ticked")
            try terminal.press("C-z")
            try waitUntil("the shell did not go on", timeout: .seconds(60)) {
                FileSystem.exists(trial.path("after"))
            }
            #expect(try trial.read("after") == trial.read("before"))
            try terminal.enter("clear; fg")
            try terminal.wait(for: "1 of 2 ticked")
            try terminal.press("q")
            try terminal.wait(for: "Nothing was chosen, so nothing was done.")
            #expect(first.isAlive && second.isAlive)
            #expect(try actions() == [])
        }

        @Test func `two interruptions end it at once, and the terminal is as it was`() throws {
            try terminal.enter("stty -g >before")
            try terminal.enter("./tend processes --min-age 0")
            _ = try expectQuestion()
            let program = try trial.hold("./tend\0processes\0--min-age\00\0")
            // While the terminal is held, drawing does not end, and the first signal has no effect yet.
            try terminal.press("C-s", "Down")
            try program.send(.interrupt)
            try waitUntil("the signal was not taken") { try Subject.pendingSignals(of: program.pid) == 0 }
            try program.send(.interrupt)
            try waitUntil("it did not end") { !program.isAlive }
            try terminal.press("C-q")
            // A shell that is told of SIGINT forgets the rest of its line, so each of these is a line of its own.
            try terminal.enter("echo \"exit=$?\"")
            try terminal.wait(for: "exit=130\n")
            try terminal.enter("stty -g >after.new; mv after.new after")
            try waitUntil("the shell did not go on", timeout: .seconds(60)) {
                FileSystem.exists(trial.path("after"))
            }
            #expect(try trial.read("after") == trial.read("before"))
            #expect(try terminal.showsCursor)
            #expect(first.isAlive && second.isAlive)
            #expect(try actions() == [])
        }

        @Test func `what has just started is not asked about`() throws {
            try run("./tend processes")
            let screen = try expectEnd(.clean)
            #expect(screen.contains("nothing looks abandoned"))
            #expect(first.isAlive && second.isAlive)
        }
    }
}
