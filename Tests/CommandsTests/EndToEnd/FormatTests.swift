import Arguments
import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Commands
@testable import Reporting

extension EndToEnd {
    /// Every verb of `tend processes agent` answers in every format, and each answer keeps what its format promises.
    @Suite struct FormatTests {
        /// A line and whether it gives the same data twice in a row.
        ///
        /// `{session}`, `{decision}`, `{pid}`, `{recording}` and `{folder}` stand for what was prepared.
        private static let lines: [(words: String, isSame: Bool)] = [
            ("plan --min-age 0 --window 50ms", false),
            ("plan --all --goal {goal} --include-predictions --from {recording}", true),
            ("explain {pid} --session {session}", true),
            ("explain {pid} --galaxy-brain --from {recording}", true),
            ("apply --session {session} --pids {pid} --dry-run --min-age 0 --window 50ms", false),
            ("verify --session {session}", true),
            ("undo --session {session} --dry-run", false),
            ("watch --count 1 --threshold low --min-age 0 --window 50ms", false),
            ("tail --session {session}", true),
            ("sessions", true),
            ("show {session}", true),
            ("status --session {session}", true),
            ("signatures list", true),
            ("signatures show jest-left", true),
            ("signatures disable jest-left --dry-run", true),
            ("signatures stats", true),
            ("signatures draft", true),
            ("baseline show", false),
            ("declare --command sleep --in / --dry-run", false),
            ("declare list", false),
            ("declare remove 1 --dry-run", true),
            ("label {decision} abandoned --dry-run", true),
            ("learn --dry-run", false),
            ("learn reset --dry-run", false),
            ("calibration", false),
            ("list-priors", false),
            ("export-priors --out {folder}/priors.json", false),
            ("import-priors --from {folder}/priors.json --merge --dry-run", false),
            // Errors are answers, too.
            ("show 01ABCDEFGH", true),
            ("signatures show no-such", true),
        ]

        let trial: Trial
        private let values: [String: String]

        /// A session in which a process was paused, a declaration, a label and a recording.
        init() throws {
            trial = try Trial()
            let orphan = try trial.orphanAfter("true")
            let plan = try trial.plan("--all")
            let recording = trial.path("recording.jsonl")
            #expect(try trial.apply([orphan.pid], "--action", "pause").exited(.actionsDone))
            #expect(try trial.run("processes record --out \(recording) --window 50ms").exited(.clean))
            #expect(try trial.run("processes declare --command no-such-tool --in /").exited(.clean))
            let decision = try #require(try plan.candidate(orphan.pid)?["decision_id"]?.string)
            #expect(try trial.run("processes label \(decision) abandoned").exited(.clean))
            values = [
                "session": try #require(try plan.envelope()["session_id"]?.string), "decision": decision,
                "pid": orphan.pid.description, "recording": recording, "folder": trial.directory,
                // More than any machine has to end, so that the answer does not hang on what else runs here.
                "goal": "free 10000000 processes",
            ]
        }

        private func words(_ line: String) -> [String] {
            ["processes", "agent"]
                + line.split(separator: " ").map { word in
                    values.reduce(String(word)) { $0.replacing("{\($1.key)}", with: $1.value) }
                }
        }

        @Test func `every verb keeps in every format what the format promises`() throws {
            for line in Self.lines {
                let words = words(line.words)
                let json = try trial.run(words + ["--format", "json"])
                let envelope = try json.envelope()
                let isError = envelope["data"] == nil
                for format in OutputFormat.allCases {
                    let answer =
                        format == .json ? json : try trial.run(words + ["--format", format.rawValue, "--quiet"])
                    #expect(answer.status == json.status, "\(line.words) --format \(format.rawValue): \(answer)")
                    guard isError, !format.isEnvelope else {
                        let complaints = FormatPromise.complaints(
                            format, answer, json: envelope, isSame: line.isSame)
                        #expect(complaints == [], "\(line.words) --format \(format.rawValue)")
                        continue
                    }
                    // People read of it on the other stream.
                    #expect(answer.output.isEmpty && answer.errorText.hasPrefix("tend: "), "\(line.words) \(answer)")
                }
            }
        }

        @Test func `every verb of the contract is among them`() throws {
            let tested = try Self.lines.map { line -> String in
                guard case .run(let command) = try CommandParser(root: RootCommand.spec).parse(words(line.words)) else {
                    return line.words
                }
                return command.path.text
            }
            let agent = CommandPath(root: RootCommand.spec).visibleTree.map(\.text)
                .filter { $0.hasPrefix("tend processes agent ") }
            let verbs = CommandPath(root: RootCommand.spec).visibleTree.filter {
                $0.command.action != nil && agent.contains($0.text)
            }
            // What changes packs is tested by its own suite; the other two share their code with disable.
            let others = ["signatures add", "signatures enable"].map { "tend processes agent \($0)" }
            #expect(Set(verbs.map(\.text)).subtracting(tested) == Set(others))
        }

        @Test func `the fields that are asked for are those that are given, of every verb that has rows`() throws {
            for line in Self.lines where line.isSame {
                let words = words(line.words) + ["--format", "jsonl"]
                let whole = try rows(words)
                guard let keys = whole.first?.object?.members.map(\.key) else { continue }
                let chosen = [keys.last, keys.first].compactMap { $0 }
                let narrow = try rows(words + ["--fields", chosen.joined(separator: ",")])
                #expect(narrow.count == whole.count, "\(line.words)")
                for (row, original) in zip(narrow, whole) {
                    let expected = original.object?.members.filter { chosen.contains($0.key) } ?? []
                    #expect(row == .object(JSONObject(expected)), "\(line.words)")
                }
                // Its document has the same fields, and people a column each.
                let fields = ["--fields", chosen.joined(separator: ",")]
                for format in ["json", "toon", "md", "table"] {
                    let answer = try trial.run(self.words(line.words) + ["--format", format] + fields)
                    #expect(answer.status != .exited(ExitCode.usage.rawValue), "\(line.words) \(answer)")
                }
            }
        }

        /// The rows of an answer in lines; the whole of one without.
        private func rows(_ words: [String]) throws -> [JSONValue] {
            let lines = try JSONParser.parseLines(trial.run(words).output)
            if let data = lines.first?["data"] { return [data] }
            return Array(lines.dropFirst())
        }
    }
}
