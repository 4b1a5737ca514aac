import Decision
import History
import Model
import Primitives
import ProcessTriage
import Reporting
import SystemCalls
import Testing

@testable import Runtime

/// Whatever anybody labels or imports, nothing that is needed is recommended to be ended.
@Suite struct LearningSafetyTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    private static let sets = ["processes", "second-author"].map { "\(root)/Scenarios/\($0)" }
    private static let now: Int64 = 1_800_000_000_000

    private func engine(_ scratch: LearningScratch) -> ProcessEngine { scratch.engine() }

    /// Every process of all scenarios, labelled.
    private func labels(
        _ engine: ProcessEngine, _ actual: (Scenario.Verdict) -> ProcessClass
    ) throws -> [ProcessLabel] {
        var labels: [ProcessLabel] = []
        for set in Self.sets {
            for name in try FileSystem.names(in: set).sorted() {
                let scenario = try Scenario(folder: "\(set)/\(name)", name: name)
                let assessed = try engine.assess(scenario.sample, mode: .observe)
                for (index, process) in assessed.sample.processes.enumerated() {
                    guard let verdict = scenario.verdicts[process.pid],
                        let subject = try engine.subject(index, assessed, at: Self.now)
                    else { continue }
                    labels.append(ProcessLabel(subject, actual(verdict), .verdict, at: Self.now))
                }
            }
        }
        return labels
    }

    private func learned(_ labels: [ProcessLabel]) throws -> LearnedPriors {
        let packs = try ProcessPacks.embedded()
        return PriorLearning(priors: packs.priors).refitted(LearnedPriors(), from: labels, now: Self.now).layer
    }

    /// Judges all scenarios with a layer, as they are and perturbed.
    private func expectHarmless(
        _ layer: LearnedPriors, _ scratch: LearningScratch, perturbations: Int = 0
    ) throws {
        try FileSystem.replace("\(scratch.directory)/learned-priors.json", with: layer.json)
        let engine = engine(scratch)
        #expect(try engine.judgement().packs.learned == layer, "\(engine.journal.allWarnings)")
        var request = ProcessEngine.EvaluationRequest()
        request.perturbations = perturbations
        for set in Self.sets {
            let evaluation = try engine.evaluate(set, request)
            let harmful = evaluation.failures.filter(\.isHarmful) + evaluation.harmfulPerturbed
            #expect(harmful.map { "\($0.scenario) \($0.pid) \($0.command)" } == [])
        }
    }

    @Test func `somebody who labels everything abandoned makes nothing harmful`() throws {
        let scratch = try LearningScratch()
        let layer = try learned(labels(engine(scratch)) { _ in .abandoned })
        let shifts = try engine(scratch).shifts(layer)
        #expect(shifts.allSatisfy { $0.shift > 0.6 && $0.isBounded }, "the labels taught nothing")
        try expectHarmless(layer, scratch, perturbations: 2)
    }

    @Test func `somebody who labels everything wrong makes nothing harmful`() throws {
        let scratch = try LearningScratch()
        let layer = try learned(labels(engine(scratch)) { $0 == .keep ? .abandoned : .useful })
        #expect(!layer.isEmpty)
        try expectHarmless(layer, scratch)
    }

    @Test(arguments: [1, 0.5])
    func `a forged import that pulls every table to its bound makes nothing harmful`(tempering: Double) throws {
        let scratch = try LearningScratch()
        var layer = LearnedPriors()
        layer.tempering = tempering
        layer.imported.categories = ProcessCategory.allCases.map { category in
            var entry = CategoryEvidence(category)
            (entry.weight, entry.residual) = (200, [-200, 0, 200])
            return entry
        }
        layer.imported.roles = ProcessRole.allCases.map { role in
            var entry = RoleEvidence(role)
            (entry.levelWeights, entry.modeWeights) = ([100, 100], [100, 100, 100])
            // Whatever holds a process, and being idle, is made a sign of abandonment.
            entry.levelResiduals = [[-90, -90, -90, 0, 0, 0, 0], [90, 90, 90, 0, 0, 0, 0]]
            entry.modeResiduals = [[-90, -90, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0], [90, 90, 0, 0, 0, 0]]
            return entry
        }
        layer.laws = ProcessCategory.allCases.flatMap { category in
            [(ProcessClass.useful, 1e-6), (.abandoned, 1e6)].map { actual, scale in
                var law = FittedLaw()
                (law.subject, law.actual, law.scale, law.shape) = (category.rawValue, actual, scale, 1)
                return law
            }
        }
        try expectHarmless(layer, scratch, perturbations: tempering == 1 ? 2 : 0)
    }

    @Test func `labels that say what is so foretell better, and lose next to nothing that is to be found`() throws {
        let scratch = try LearningScratch()
        let plain = engine(scratch)
        // One a program, as the record keeps them.
        var programs: Set<String> = []
        let labels = try labels(plain) { $0 == .keep ? .useful : .abandoned }
            .filter { programs.insert("\($0.subject.program) \($0.actual)").inserted }
        let packs = try ProcessPacks.embedded()
        let fit = PriorLearning(priors: packs.priors).refitted(LearnedPriors(), from: labels, now: Self.now)
        #expect(try #require(fit.report.scoreAfter) > #require(fit.report.scorePacks))
        let before = try Self.sets.map { try plain.evaluate($0) }
        try expectHarmless(fit.layer, scratch)
        let taught = engine(scratch)
        for (set, before) in zip(Self.sets, before) {
            let after = try taught.evaluate(set)
            #expect(try #require(after.recall) >= #require(before.recall) - 0.03)
        }
    }
}
