import Decision
import Model
import Primitives
import Testing

@testable import Planning

@Suite struct ProcessGatesTests {
    @Test func `an orphan that everything speaks against passes every gate`() {
        #expect(gates.findings(finding(orphan())).isEmpty)
        #expect(ProcessPlanner.recommendation(finding(orphan()), []) == .stop)
    }

    /// What is changed about the orphan, the code of the gate that must speak, and what becomes of the stop.
    private static let cases: [(String, @Sendable (inout ProcessFacts) -> Void, String, ProcessRecommendation)] = [
        ("young", { $0.age = 119 }, "too_young", .keep),
        (
            "supervised",
            {
                $0.attachment.isSupervised = true
                $0.supervisor = SupervisorFacts(
                    kind: "systemd", unit: "a.service", stopCommand: "x", restartCommand: nil)
            }, "supervised", .stopUnit
        ),
        ("supervision unknown", { $0.attachment.isSupervised = nil }, "supervision_unknown", .review),
        ("level unknown", { $0.levels = [.att, .sev] }, "attachment_unknown", .review),
        (
            "files at risk",
            { $0.filesAtRisk = .measured([FileAtRisk(kind: .sqlite, path: ForeignText("/x.db-wal"))]) },
            "open_files_at_risk", .review
        ),
        (
            "a mounted file system",
            { $0.filesAtRisk = .measured([FileAtRisk(kind: .mount, path: ForeignText("/dev/fuse"))]) },
            "serves_mount", .review
        ),
        ("arguments unknown", { $0.isIdentified = false }, "arguments_unknown", .review),
        ("files unknown", { $0.filesAtRisk = .unavailable(.notPermitted) }, "open_files_unknown", .review),
        ("progress", { $0.progress = .measured(true) }, "progress_observed", .review),
        ("started again", { $0.respawns = RespawnLoop(times: 3, seconds: 90, parent: 7) }, "respawn_loop", .review),
        ("state D", { $0.state = .uninterruptible }, "uninterruptible", .review),
        ("state T", { $0.state = .stopped }, "stopped", .review),
        (
            "protected",
            {
                $0.protections = [
                    Protection(gate: "session_chain", reasonCode: "own_session_chain", sentence: "Yours.")
                ]
            },
            "own_session_chain", .keep
        ),
    ]

    @Test(arguments: cases.indices)
    func `each gate tightens as it says`(index: Int) {
        let (name, change, code, recommendation) = Self.cases[index]
        var facts = orphan()
        change(&facts)
        let judged = finding(facts)
        let found = gates.findings(judged)
        #expect(found.map(\.reasonCode) == [code], "\(name)")
        #expect(ProcessPlanner.recommendation(judged, found) == recommendation, "\(name)")
    }

    @Test func `levels that all mean cut off are no doubt`() {
        var facts = orphan()
        facts.levels = [.adrift, .sev]
        #expect(gates.findings(finding(facts)).isEmpty)
    }

    @Test func `one kind of evidence alone does not condemn`() {
        let judged = finding(orphan(), speakingGroups: 1)
        #expect(gates.findings(judged).map(\.reasonCode) == ["single_evidence"])
    }

    /// Asked for age and idleness: both were measured and hold, or only one of them, or the pattern asks for nothing.
    @Test(
        arguments: [
            ([.age, .cpu], [.age, .cpu], true), ([.age, .cpu], [.age], false), ([], [], false),
        ] as [([SignatureCriterion], [SignatureCriterion], Bool)])
    func `a known pattern corroborates only what it fits wholly`(
        asked: [SignatureCriterion], held: [SignatureCriterion], corroborates: Bool
    ) {
        var facts = orphan()
        facts.signature = SignatureMatch(
            SignatureClaim(
                name: "left", version: 1, source: .builtin, expects: .abandoned, weight: 1, sentence: "Left.",
                asked: criteria(asked)), held: criteria(held))
        let judged = finding(facts, speakingGroups: 1, fitsSignature: true)
        #expect(gates.findings(judged).isEmpty == corroborates)
        #expect(gates.findings(finding(facts, speakingGroups: 2, fitsSignature: true)).isEmpty)
    }

    private func criteria(_ list: [SignatureCriterion]) -> SignatureCriteria {
        var criteria = SignatureCriteria()
        for criterion in list { criteria.insert(criterion) }
        return criteria
    }

    @Test func `a zombie is routed to its parent and never stopped`() {
        var facts = orphan()
        facts.state = .zombie
        facts.filesAtRisk = .unavailable(.gone)
        facts.attachment.isSupervised = nil
        let judged = finding(facts)
        let found = gates.findings(judged)
        #expect(found.map(\.reasonCode) == ["zombie"])
        #expect(ProcessPlanner.recommendation(judged, found) == .reapParent)
        facts.age = 1
        #expect(ProcessPlanner.recommendation(finding(facts), gates.findings(finding(facts))) == .keep)
    }
}
