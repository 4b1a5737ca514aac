import Decision
import History
import Model
import Planning
import Primitives
import ProcessTriage
import Reporting
import SystemCalls
import Testing

@testable import Runtime

/// What explains a judgement follows from the judgement.
@Suite struct ExplanationTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    /// The main process of a browser that a test left behind.
    private static let orphan: Int32 = 377

    private func engine() throws -> ProcessEngine {
        // Neither key nor record is written: explaining a recording needs none.
        ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: "/dev/null/tend")),
            redactor: Redactor(home: nil), key: GroupingKey.load(directory: "/dev/null/tend"),
            packs: ProcessPacks.embedded)
    }

    private func sample() throws -> MachineSample {
        try engine().load("\(Self.root)/Scenarios/processes/headless-browsers/recording.jsonl")
    }

    private func place(_ pid: Int32, in sample: MachineSample) throws -> Int {
        try #require(sample.processes.firstIndex { $0.pid == pid })
    }

    @Test func `what would change the answer is what judging the changed machine says`() throws {
        let engine = try engine()
        var changed = try sample()
        let explained = try engine.explain(Self.orphan, in: engine.assess(changed, mode: .observe))
        let promised = try #require(
            explained.explanation?.whatIf.first { $0.change == "if its working directory were deleted" })
        let index = try place(Self.orphan, in: changed)
        changed.processes[index].workingDirectoryDeleted = .measured(true)
        let really = try engine.assess(changed, mode: .observe).findings[index]
        #expect(abs(promised.abandoned - really.disposable) < 1e-9)
        #expect(promised.abandoned > explained.posterior[.abandoned])
    }

    @Test func `a client or a living parent would keep it`() throws {
        let engine = try engine()
        let assessed = try engine.assess(sample(), mode: .observe)
        let lines = try #require(engine.explain(Self.orphan, in: assessed).explanation?.whatIf)
        #expect(lines.first { $0.change == "if its parent still lived in a terminal" }?.recommendation == .keep)
        #expect(Set(lines.map(\.change)).count == lines.count)
    }

    @Test func `the tree holds what the blast radius counts`() throws {
        let engine = try engine()
        let explained = try engine.explain(Self.orphan, in: engine.assess(sample(), mode: .observe))
        let tree = try #require(explained.explanation?.tree)
        #expect(tree.count == explained.blastRadius.descendants + 1)
        #expect(tree.map(\.residentMemory).reduce(.zero, +) == explained.blastRadius.memory)
        #expect(tree.first?.pid == Self.orphan)
        #expect(tree.first?.depth == 0)
        #expect(tree.dropFirst().allSatisfy { $0.depth > 0 })
    }

    @Test func `the mathematics ends in the printed posterior, and only where it is asked for`() throws {
        let engine = try engine()
        let assessed = try engine.assess(sample(), mode: .observe)
        let explained = try engine.explain(Self.orphan, in: assessed, withMathematics: true)
        let steps = try #require(explained.explanation?.derivations)
        let expected = zip(ProcessClass.allCases, explained.posterior.probabilities)
            .map { "\($0.rawValue) \($1.text(decimals: 4))" }.joined(separator: ", ")
        #expect(steps.first { $0.step == "posterior" }?.result == expected)
        for group in explained.ledger.groups where !group.terms.isEmpty {
            #expect(steps.contains { $0.step.hasPrefix(group.name) || $0.step.contains(group.name) }, "\(group.name)")
        }
        #expect(steps.allSatisfy { !$0.equation.isEmpty && !$0.source.isEmpty && !$0.result.isEmpty })
        #expect(try engine.explain(Self.orphan, in: assessed).explanation?.derivations == [])
    }

    @Test func `the story tells of a dead parent and of nothing unseen`() throws {
        let engine = try engine()
        let story = try #require(
            engine.explain(Self.orphan, in: engine.assess(sample(), mode: .observe)).explanation?.story)
        #expect(story.contains { $0.contains("Its parent has died") })
        #expect(!story.contains { $0.contains("working directory has been deleted") })
    }
}
