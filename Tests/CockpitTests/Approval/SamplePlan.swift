import Decision
import Formats
import Model
import Planning
import Primitives

@testable import Cockpit

enum SamplePlan {
    static func process(
        _ pid: Int32, _ recommendation: ProcessRecommendation, preselected: Bool = false, gates: [GateFinding] = [],
        command: String = "node /srv/application/node_modules/.bin/jest --watch --workers=8"
    ) -> PlannedProcess {
        var process = PlannedProcess()
        process.target.identity.pid = pid
        process.recommendation = recommendation
        process.isPreselected = preselected
        process.gates = gates
        process.command = command
        process.title = "jest"
        process.ageSeconds = 100_000
        process.residentMemory = .kibibytes(1_200_000)
        process.ledger.groups = [
            EvidenceGroup(
                name: "staleness", cap: 5,
                terms: [
                    evidence("weak", -0.5, "It used the processor."), evidence("strong", 2.3, "Nobody watches it."),
                ])
        ]
        return process
    }

    private static func evidence(_ feature: String, _ weight: Double, _ sentence: String) -> Evidence {
        var numbers = [Double](repeating: 0, count: ProcessClass.count)
        numbers[ProcessClass.abandoned.index] = weight
        return Evidence(
            feature: feature, logLikelihood: numbers, source: "test",
            wording: Evidence.Wording(value: "1", sentence: sentence))
    }

    static let veto = GateFinding(
        gate: "supervised", verdict: .veto, reasonCode: "supervised", sentence: "systemd runs it.")
    static let question = GateFinding(
        gate: "data_loss", verdict: .needsApproval, reasonCode: "open_files_at_risk", sentence: "Files are open.")

    /// Preselected, recommended, for review, supervised, for review though wrongly preselected.
    static var plan: ProcessPlan {
        var plan = ProcessPlan()
        plan.candidates = [
            process(11, .stop, preselected: true), process(22, .stop), process(33, .review, gates: [question]),
            process(44, .stopUnit, gates: [veto]), process(55, .review, preselected: true),
        ]
        return plan
    }

    static var items: [ApprovalItem] { plan.candidates.map(ApprovalItem.init) }
}
