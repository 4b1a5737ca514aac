import Decision
import Model
import Primitives
import Testing

@testable import Planning

/// Each gate by itself, on an artifact that all others let pass.
@Suite struct ArtifactGatesTests {
    private static func facts() -> ArtifactFacts {
        var observation = ArtifactObservation(path: ForeignText("/data/projects/shop/target"))
        observation.pattern = "cargo.target"
        observation.permissions = 0o755
        observation.obstacles.isTracked = .measured(false)
        let pattern = ArtifactPattern(id: "cargo.target", names: ["target"], evidence: [GeneratorEvidence()])
        return ArtifactFacts(
            observation: observation, pattern: pattern, age: 86_400, projectAge: nil, factors: ArtifactFactors(),
            score: 0.5)
    }

    private func asked(
        _ change: (inout ArtifactFacts) -> Void = { _ in },
        policy: (inout ArtifactPolicy) -> Void = { _ in }
    ) -> [GateFinding] {
        var (facts, rules) = (Self.facts(), ArtifactPolicy())
        change(&facts)
        policy(&rules)
        return ArtifactGates(policy: rules).ask(facts)
    }

    @Test func `what nothing speaks against passes`() {
        #expect(asked().isEmpty)
    }

    private static let cases: [(String, GateVerdict, @Sendable (inout ArtifactFacts) -> Void)] = [
        ("protected_marker", .veto, { $0.observation.obstacles.marker = ForeignText("/data/.tend-protect") }),
        ("git_inside", .veto, { $0.observation.obstacles.repository = ForeignText("/a/.git") }),
        ("mount_point", .veto, { $0.observation.obstacles.mount = ForeignText("/a/m") }),
        ("foreign_owner", .veto, { $0.observation.obstacles.foreign = ForeignText("/a/b") }),
        ("unreadable_content", .veto, { $0.observation.obstacles.unreadable = ForeignText("/a/b") }),
        ("parent_not_writable", .veto, { $0.observation.obstacles.isParentWritable = false }),
        ("too_young", .veto, { $0.age = 1799 }),
        (
            "in_use", .veto,
            { $0.observation.obstacles.holder = FileHolder(pid: 7, use: .mapped, name: ForeignText("rustc")) }
        ),
        (
            "lock_held", .veto,
            { $0.observation.obstacles.holder = FileHolder(pid: 7, use: .locked, name: ForeignText("cargo")) }
        ),
        ("tracked_by_git", .veto, { $0.observation.obstacles.isTracked = .measured(true) }),
        ("tracking_unknown", .needsApproval, { $0.observation.obstacles.isTracked = .unavailable(.timedOut) }),
        ("report_only", .veto, { $0.pattern.action = .report }),
        ("needs_person", .needsApproval, { $0.pattern.action = .review }),
        ("installed_program", .needsApproval, { $0.observation.path = ForeignText("/opt/shop/target") }),
    ]

    @Test(arguments: cases.indices)
    func `each gate speaks by its code, and alone`(index: Int) {
        let (code, verdict, change) = Self.cases[index]
        let found = asked(change)
        #expect(found.map(\.reasonCode) == [code])
        #expect(found.first?.verdict == verdict && found.first?.sentence.isEmpty == false)
    }

    @Test(arguments: [
        ("/data/projects/shop", "protected_path"), ("/data/projects/shop/target", "protected_path"),
        ("/data/projects/sh*", "protected_path"), ("/data/**/shop", "protected_path"),
        ("/data/projects/shop/target/release", "protected_path_below"), ("/data/**/keys", "protected_path_below"),
        ("/data/projects/sho", nil), ("/data/projects/shopping", nil), ("/other/**", nil),
    ])
    func `a protected path covers what lies in it, and what it may lie in`(glob: String, code: String?) throws {
        let parsed = try #require(PathGlob(glob))
        #expect(asked(policy: { $0.protected = [parsed] }).map(\.reasonCode) == (code.map { [$0] } ?? []))
    }

    @Test func `what cannot be seen may be in use`() {
        #expect(asked(policy: { $0.knowsProcesses = false }).map(\.reasonCode) == ["processes_unknown"])
        #expect(asked(policy: { $0.unreadable = ["ssh (PID 7)"] }).map(\.reasonCode) == ["process_unreadable"])
        #expect(asked(policy: { $0.othersUnread = true }).isEmpty)
        let shared = asked({ $0.observation.permissions = 0o777 }, policy: { $0.othersUnread = true })
        #expect(shared.map(\.reasonCode) == ["shared_directory"] && shared.map(\.verdict) == [.needsApproval])
    }

    @Test(arguments: [true, false])
    func `what a gate has shut is never approved, whoever asks`(asksForReview: Bool) {
        var request = RemovalRequest { "0badcafe" }
        request.includesReview = asksForReview
        for (code, verdict, change) in Self.cases {
            var artifact = PlannedArtifact()
            artifact.gates = asked(change)
            // As if judgement and gates had been muddled up.
            artifact.decision = verdict == .veto ? .delete : .review
            let (approved, refusals) = RemovalApproval.approve([artifact], request)
            #expect(approved.isEmpty == (verdict == .veto || !asksForReview), "\(code)")
            if approved.isEmpty { #expect(refusals.map(\.outcome.reasonCode) == [code]) }
        }
    }
}
