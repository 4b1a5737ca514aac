import Decision
import Model
import Testing

@testable import DiskDefence

/// The judge of artifacts, fitted to one set of labelled trees and measured on another (docs/disk-judgement.md).
@Suite struct ArtifactCalibrationTests {
    private static let judge = ArtifactJudge(packVersion: "test")

    @Test func `the constants are what the fitted trees lead to`() throws {
        let written = ArtifactPriors()
        var fit = ArtifactFit(try LabelledTree.all("fit"), from: written)
        let fitted = fit.solve()
        func isNear(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 0.025 }
        #expect(isNear(fitted.abandoned, written.abandoned), "\(fitted.abandoned)")
        for kind in ArtifactPattern.Kind.allCases {
            #expect(isNear(fitted.kind[kind] ?? 0, written.kind[kind] ?? 0), "\(kind) \(fitted.kind[kind] ?? 0)")
        }
        for table in [\ArtifactPriors.location, \.age, \.ageAlone, \.project, \.structure] {
            let (values, constants) = (fitted[keyPath: table].values, written[keyPath: table].values)
            #expect(zip(values, constants).allSatisfy { isNear($0, $1) }, "\(values)")
            #expect(zip(constants, constants.dropFirst()).allSatisfy { $0 <= $1 }, "it falls: \(constants)")
        }
    }

    @Test func `what is believed of trees that nobody fitted is so as often as it is said`() throws {
        let score = JudgementScore(try LabelledTree.all("held-out"), Self.judge)
        #expect(score.calibrationError <= 0.05, "\(score.text)")
        #expect(score.brier <= 0.07, "\(score.text)")
    }

    @Test func `while there is room what is stale is offered, and nothing is deleted`() throws {
        let score = JudgementScore(try LabelledTree.all("held-out"), Self.judge)
        for urgency in [0, 0.29] {
            #expect(score[urgency].offered >= 0.99 * score.staleBytes, "\(score.text)")
            #expect(score[urgency].deletions == 0, "\(score.text)")
        }
    }

    @Test func `once room is short nearly all that is stale goes, and next to nothing in use`() throws {
        let trees = try LabelledTree.all("held-out")
        let score = JudgementScore(trees, Self.judge)
        #expect(score[0.5].deleted >= 0.85 * score.staleBytes, "\(score.text)")
        #expect(score[0.5].deletions >= 500 && score[0.5].harmful.count <= 1, "\(score.text)")
        #expect(score[0.9].harmful.count <= 5, "\(score.text)")
        let projects = JudgementScore(trees, Self.judge, where: \.showsItsProject)
        #expect(projects[0.5].deleted >= 0.95 * projects.staleBytes, "\(projects.text)")
    }

    @Test func `nothing that was touched within a week, itself or around it, is deleted by mistake`() throws {
        let trees = try LabelledTree.all("held-out")
        let score = JudgementScore(trees, Self.judge) { artifact in
            let newest = max(artifact.observation.newest, artifact.observation.projectNewest ?? .min)
            return LabelledTree.now - newest < 7 * 86_400 * 1_000_000_000
        }
        #expect(score.points.contains { !$0.isSo })
        #expect(score[0.5].harmful.isEmpty, "\(score.text)")
    }

    @Test(arguments: ["fit", "held-out"])
    func `every tree holds both what is in use and what is abandoned`(set: String) throws {
        let trees = try LabelledTree.all(set)
        #expect(trees.count >= 11)
        for tree in trees {
            let abandoned = tree.artifacts.count(where: \.isAbandoned)
            #expect(tree.artifacts.count >= 25 && abandoned > 0 && abandoned < tree.artifacts.count, "\(tree.name)")
        }
    }
}
