import Decision
import Model
import Planning
import Primitives

@testable import DiskDefence

/// How a judge does on labelled trees.
struct JudgementScore {
    /// What is advised at one urgency, by the judge and what vetoes it; where a person is asked besides is left out.
    struct Tally {
        /// Bytes of what is stale: for review or deletion, and for deletion.
        var offered = 0.0
        var deleted = 0.0
        var deletions = 0
        /// In use, and to be deleted, with no veto against it.
        var harmful: [String] = []
    }

    private(set) var points: [CalibrationCurve.Point] = []
    /// Bytes of what is abandoned, can be made again, and was not modified for 30 days.
    private(set) var staleBytes = 0.0
    private(set) var tallies: [Double: Tally] = [:]

    static let urgencies = [0.0, 0.29, 0.5, 0.9]
    private static let stale = 30 * 86_400.0

    init(
        _ trees: [LabelledTree], _ judge: ArtifactJudge, where isAsked: (LabelledTree.Artifact) -> Bool = { _ in true }
    ) {
        for tree in trees {
            for artifact in tree.artifacts where isAsked(artifact) { add(artifact, of: tree.name, judge) }
        }
    }

    private mutating func add(_ artifact: LabelledTree.Artifact, of tree: String, _ judge: ArtifactJudge) {
        for urgency in Self.urgencies {
            let finding = judge.judge(artifact.observation, artifact.pattern, now: LabelledTree.now, urgency: urgency)
            let canBeMade = artifact.pattern.action == .delete
            let isStale = artifact.isAbandoned && canBeMade && finding.facts.age > Self.stale
            let bytes = isStale ? Double(artifact.observation.reclaimableBytes.bytes) : 0
            if urgency == 0 {
                points.append(.init(said: finding.posterior[.abandoned], isSo: artifact.isAbandoned, at: 0))
                staleBytes += bytes
            }
            if finding.choice != .keep { tallies[urgency, default: Tally()].offered += bytes }
            let isVetoed = ArtifactGates(policy: ArtifactPolicy()).ask(finding.facts).contains { $0.verdict == .veto }
            guard finding.choice == .delete, canBeMade, !isVetoed else { continue }
            tallies[urgency, default: Tally()].deleted += bytes
            tallies[urgency, default: Tally()].deletions += 1
            guard !artifact.isAbandoned else { continue }
            let path = String(decoding: artifact.observation.path.bytes, as: UTF8.self)
            tallies[urgency, default: Tally()].harmful.append(
                "\(tree) \(path) \((finding.facts.age / 86_400).text(decimals: 1))d "
                    + "\(finding.posterior[.abandoned].text(decimals: 2)): \(artifact.because)")
        }
    }

    subscript(urgency: Double) -> Tally { tallies[urgency] ?? Tally() }

    /// Over ten bins of equal mass.
    var calibrationError: Double { CalibrationCurve(points).error ?? 1 }

    var brier: Double {
        points.reduce(0) { $0 + ($1.said - ($1.isSo ? 1 : 0)) * ($1.said - ($1.isSo ? 1 : 0)) } / Double(points.count)
    }

    /// All of it, for whoever reads why a test failed.
    var text: String {
        func number(_ value: Double) -> String { value.text(decimals: 3) }
        let share = Double(points.count { $0.isSo }) / Double(points.count)
        let bins = CalibrationCurve(points).bins.map { "\(number($0.said))/\(number($0.seen))" }
        let rows = Self.urgencies.map { urgency in
            let tally = self[urgency]
            return "urgency \(number(urgency)): stale bytes offered \(number(tally.offered / staleBytes)), "
                + "deleted \(number(tally.deleted / staleBytes)), "
                + "harmful \(tally.harmful.count) of \(tally.deletions)\n  " + tally.harmful.joined(separator: "\n  ")
        }
        return "\(points.count) artifacts, \(number(share)) abandoned, calibration error \(number(calibrationError)), "
            + "Brier \(number(brier)), said/seen \(bins.joined(separator: " "))\n" + rows.joined(separator: "\n")
    }
}
