import Planning
import Reporting
import SystemCalls
import TestSupport
import Testing

@testable import Cockpit

/// A pipe is no terminal, and yet its bytes are keys: the whole way from them to an answer.
struct ApprovalPromptTests {
    private func answer(_ typed: String, canRedraw: Bool) throws -> (ApprovalPrompt.Answer, shown: String) {
        let keys = try DescriptorPair.pipe()
        let screen = try DescriptorPair.pipe()
        try writeAll(Array(typed.utf8), to: keys.second)
        keys.closeSecond()
        let prompt = ApprovalPrompt(
            plan: SamplePlan.plan, style: Style(color: false, unicode: false, width: 80), input: keys.first,
            output: screen.second)
        let answer = try prompt.ask(canRedraw: canRedraw)
        screen.closeSecond()
        return (answer, String(decoding: try screen.readToEnd(limit: 1 << 16), as: UTF8.self))
    }

    @Test(
        arguments: [
            ("\r", .chosen([0])), ("a\r", .chosen([0, 1])), ("\u{1B}[B\u{1B}[B \r", .chosen([0, 2])), ("q", .none),
            ("\u{1B}", .none), ("", .none), ("n\rq", .none), ("ny", .none), ("\u{04}", .none),
        ] as [(String, ApprovalPrompt.Answer)])
    func `keys lead to an answer`(typed: String, expected: ApprovalPrompt.Answer) throws {
        let (answer, shown) = try answer(typed, canRedraw: true)
        #expect(answer == expected)
        #expect(shown.hasSuffix("\u{1B}[J"))
    }

    @Test(
        arguments: [
            ("1,3\n", .chosen([0, 2])), ("a\n", .chosen([0, 1])), ("\n", .none), ("", .none), ("4\n", .none),
            ("2", .chosen([1])),
        ] as [(String, ApprovalPrompt.Answer)])
    func `numbers lead to an answer`(typed: String, expected: ApprovalPrompt.Answer) throws {
        let (answer, shown) = try answer(typed, canRedraw: false)
        #expect(answer == expected)
        #expect(!shown.contains("\u{1B}"))
        #expect(shown.contains("Numbers to stop, e.g. 1,3-5, a for all recommended, enter for none: "))
    }

    @Test func `a plan without candidates asks nothing`() throws {
        var plan = SamplePlan.plan
        plan.candidates = []
        #expect(try ApprovalPrompt(plan: plan, style: .plain, input: -1, output: -1).ask(canRedraw: true) == .none)
    }
}
