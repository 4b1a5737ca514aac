import Model
import Primitives
import Testing

@testable import Commands

@Suite struct GoalWordsTests {
    private static let understood: [(text: String, kind: RecoveryGoal.Kind, amount: Double)] = [
        ("free 4GB RAM", .freeMemory, 4e9), ("free 4 GiB memory", .freeMemory, 4_294_967_296),
        ("FREE 500M", .freeMemory, 524_288_000), ("cpu < 70%", .processorBelow, 0.7),
        ("CPU<70 %", .processorBelow, 0.7),
        ("cpu below 5%", .processorBelow, 0.05), ("free port 3000", .freePort, 3000),
        ("processes < 200", .processesBelow, 200), ("processes under 20", .processesBelow, 20),
        ("free 20 processes", .freeProcesses, 20), ("free 1 process", .freeProcesses, 1),
    ]

    @Test(arguments: understood)
    func `a goal is understood`(text: String, kind: RecoveryGoal.Kind, amount: Double) throws {
        let goals = try GoalWords.goals([text])
        #expect(goals.map(\.kind) == [kind])
        #expect(abs((goals.first?.amount ?? 0) - amount) < 1e-9 * amount)
    }

    @Test func `several goals are joined by and, or by naming the option again`() throws {
        let goals = try GoalWords.goals(["free 2GB RAM and cpu < 80%", "free port 3000, free port 3001"])
        #expect(goals.map(\.text) == ["free 2GB RAM", "cpu < 80%", "free port 3000", "free port 3001"])
    }

    private static let mistakes: [(text: String, sentence: String, hint: String)] = [
        ("", "a goal is missing", "free 4GB RAM"), ("free 2GB and", "a goal is missing", "free port 3000"),
        ("fre 4GB", "'fre 4GB' is no goal", "did you mean free? "), ("free 4", "names no amount", "free 20 processes"),
        ("free lots RAM", "names no amount", "free 4GB RAM"),
        ("free port http", "names no port from 1", "free port 3000"),
        ("free port 70000", "names no port from 1", ""), ("cpu 70%", "'cpu 70%' lacks its limit", "cpu < 70%"),
        ("cpu < 70", "names no share", "cpu < 70%"), ("cpu < 170%", "names no share", ""),
        ("processes < many", "names no number", "processes < 200"), ("processes", "lacks its limit", "processes < 200"),
    ]

    @Test(arguments: mistakes)
    func `what is not understood is named, with an example`(text: String, sentence: String, hint: String) {
        let error = #expect(throws: TendError.self) { try GoalWords.goals([text]) }
        #expect(error?.code == .usage)
        #expect(error?.message.contains(sentence) == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")")
    }
}
