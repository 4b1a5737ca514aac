internal import Formats
internal import Model
internal import Primitives

/// Whether what was cut off is still needed.
///
/// Clients and terminals are not asked again: the attachment level and the quiet time have heard them. Nor is a deleted
/// program (an upgrade), and what swapping or silence shows: idle is not abandoned.
extension DeepFact {
    /// A change within this time counts as somebody's work.
    private static let recently = 3600.0

    static let need = [attended, pruned, startedByAgent, writing]

    /// Somebody works where it runs.
    static let attended = DeepFact(
        name: "attended", question: .need,
        silence: { facts in
            cutOff(facts) ?? (facts.role == .daemon ? "a daemon belongs to no project" : nil)
        },
        tests: [
            DeepTest(
                probe: .directory, equation: "last change in the working directory ≤ 1 h, by others", ask: directory),
            DeepTest(
                probe: .repository, equation: "last change of head, index or log ≤ 1 h, or locked", ask: repository),
            DeepTest(probe: .company, equation: "shells and editors open in the project ≥ 1") { reading, _ in
                answer(reading.company) { DeepAnswer(!$0.isEmpty, "\($0.count) open") }
            },
        ],
        ifYes: "Somebody is at work where it runs.", ifNo: "Nobody is at work where it runs.")

    /// The worktree in which it runs has been taken away.
    static let pruned = DeepFact(
        name: "worktree_pruned", question: .need,
        silence: { facts in
            cutOff(facts)
                ?? (facts.workingDirectoryDeleted.value == true
                    ? "staleness has heard that its directory is gone" : nil)
        },
        tests: [
            DeepTest(probe: .repository, equation: "the repository no longer knows the worktree") { reading, _ in
                answer(reading.repository) { state in
                    guard let state else { return .silent(because: "it works in no repository") }
                    return DeepAnswer(state.kind == .pruned, state.kind.rawValue)
                }
            }
        ],
        ifYes: "Its worktree was removed from the repository.", ifNo: "Its worktree is still known.")

    /// An agent left it behind.
    static let startedByAgent = DeepFact(
        name: "started_by_agent", question: .need,
        silence: { facts in
            cutOff(facts) ?? (facts.hostIsAlive != nil ? "provenance has heard who started it" : nil)
        },
        tests: [
            DeepTest(probe: .environment, equation: "variables that agents set ≥ 1") { reading, _ in
                answer(reading.agentMarks) {
                    DeepAnswer(!$0.isEmpty, $0.isEmpty ? "none" : $0.prefix(3).joined(separator: ", "))
                }
            }
        ],
        ifYes: "An agent started it, and nobody took it over.", ifNo: "No agent started it.")

    /// It is in the middle of writing something down.
    static let writing = DeepFact(
        name: "writing", question: .need, silence: cutOff,
        tests: [
            DeepTest(probe: .descriptors, equation: "regular files open for writing, or locks ≥ 1") { reading, _ in
                answer(reading.descriptors) { use in
                    let locks = use.locks.value ?? 0
                    return DeepAnswer(use.writing + locks > 0, "\(use.writing) files, \(locks) locks")
                }
            }
        ],
        ifYes: "It keeps files open to write them.", ifNo: "It writes no file.")

    private static func directory(_ reading: DeepReading, _ facts: ProcessFacts) -> DeepAnswer {
        answer(reading.directory) { use in
            guard !use.isDeleted else { return .silent(because: "staleness has heard that it is gone") }
            guard facts.progress.value == false else { return .silent(because: "it may have made the change itself") }
            return answer(use.lastChange) { DeepAnswer($0 <= recently, "\(HumanDuration.text(seconds: $0)) ago") }
        }
    }

    private static func repository(_ reading: DeepReading, _ facts: ProcessFacts) -> DeepAnswer {
        answer(reading.repository) { state in
            guard let state else { return .silent(because: "it works in no repository") }
            guard state.kind != .pruned else { return .silent(because: "its worktree was removed") }
            guard let change = state.lastChange else { return .silent(because: "nothing says when it changed") }
            return DeepAnswer(change <= recently || state.isLocked, "\(HumanDuration.text(seconds: change)) ago")
        }
    }

    private static func cutOff(_ facts: ProcessFacts) -> String? {
        let isCutOff = !facts.levels.isEmpty && facts.levels.allSatisfy { $0 == .adrift || $0 == .sev }
        return isCutOff ? nil : "it is not known to be cut off"
    }
}
