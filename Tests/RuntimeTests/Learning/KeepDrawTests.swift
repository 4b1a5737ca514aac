import Decision
import History
import Model
import Planning
import Primitives
import SystemCalls
import Testing

@testable import Runtime

/// A random few of the kept processes are put to a person.
@Suite struct KeepDrawTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    private let scratch: LearningScratch
    private let assessed: ProcessEngine.Assessed

    init() throws {
        scratch = try LearningScratch()
        let engine = scratch.engine()
        assessed = try engine.assess(
            engine.load("\(Self.root)/Scenarios/processes/developer-workstation/recording.jsonl"), mode: .observe)
    }

    private func draw(day: Int64) -> [Int] {
        KeepDraw(hostID: "h", at: day * LabelSubject.millisecondsPerDay).chosen(assessed, minimumAge: 120)
    }

    @Test func `the same machine and day ask about the same, and others about others`() {
        #expect(draw(day: 4) == draw(day: 4))
        #expect(Set((0..<50).map { draw(day: $0) }).count > 10)
        let seeds = Set((0..<50).map { KeepDraw(hostID: "h", at: $0 * LabelSubject.millisecondsPerDay).seed })
        #expect(seeds.count == 50)
        #expect(KeepDraw(hostID: "h", at: 0).seed != KeepDraw(hostID: "i", at: 0).seed)
    }

    @Test func `about 2 percent of what may be asked about is chosen, and never what is protected or young`() {
        let eligible = assessed.decisions.filter {
            let facts = assessed.findings[$0.index].facts
            return $0.recommendation == .keep && facts.protections.isEmpty && facts.age >= 120
        }.map(\.index)
        #expect(eligible.count > 5)
        let days: Int64 = 2000
        let drawn = (0..<days).map { draw(day: $0) }
        #expect(drawn.allSatisfy { $0.count <= LabelQuestion.most && Set($0).isSubset(of: eligible) })
        let share = Double(drawn.reduce(0) { $0 + $1.count }) / Double(eligible.count) / Double(days)
        #expect((0.012...0.022).contains(share), "\(share)")
    }

    @Test func `a plan asks, records its seed, and what it asks about can be labelled`() throws {
        let engine = scratch.engine()
        var asked: [LabelQuestion] = []
        var plan = ProcessPlan()
        // The machine's name decides the draw; some name draws somebody.
        for number in 0..<200 where asked.isEmpty {
            var sample = assessed.raw
            sample.host.hostID = "host \(number)"
            plan = engine.plan(try engine.assess(sample, mode: .observe), ProcessEngine.PlanRequest())
            asked = plan.questions ?? []
        }
        let question = try #require(asked.first)
        #expect(plan.questionSeed == KeepDraw(hostID: plan.hostID, at: plan.madeAt).seed)
        #expect(!plan.candidates.contains { $0.pid == question.pid })
        let decision = try engine.journal.reader().decision(matching: question.decisionID)
        #expect(decision.recommendation == "keep")
        let label = try engine.label(decision, .useful, note: "")
        #expect(try engine.record([label]) == 1)
        #expect(label.subject.claimed == question.abandoned)
        // Read back, the plan still asks.
        let id = try #require(SessionID(plan.sessionID))
        #expect(try engine.storedPlan(id).questions == asked)
    }
}
