import Decision
import Model
import Primitives
import Testing

@testable import DiskDefence

@Suite struct ArtifactJudgeTests {
    private let judge = ArtifactJudge(packVersion: "test")
    private static let now: Int64 = 1_800_000_000_000_000_000

    private static var pattern: ArtifactPattern {
        var evidence = GeneratorEvidence()
        evidence.beside = ["Cargo.toml"]
        return ArtifactPattern(
            id: "cargo.target", tool: "Cargo", summary: "Build output", names: ["target"], again: "cargo build",
            rebuildSeconds: 300, confidence: 0.95, evidence: [evidence])
    }

    /// A target directory of 30 MiB.
    private static func target(age days: Double, project: Double?) -> ArtifactObservation {
        var seen = ArtifactObservation(path: ForeignText("/home/ada/projects/shop/target"))
        seen.pattern = "cargo.target"
        seen.allocatedBytes = ByteCount(30 << 20)
        seen.reclaimableBytes = seen.allocatedBytes
        seen.newest = now - Int64(days * 86_400e9)
        seen.projectNewest = project.map { now - Int64($0 * 86_400e9) }
        seen.structure.hasFingerprints = true
        return seen
    }

    private func choice(_ seen: ArtifactObservation, urgency: Double) -> ArtifactDecision {
        judge.judge(seen, Self.pattern, now: Self.now, urgency: urgency).choice
    }

    @Test(arguments: [0.0, 0.1, 0.2, 0.29])
    func `what is stale and can be made again is for review while there is room`(urgency: Double) {
        #expect(choice(Self.target(age: 30, project: 30), urgency: urgency) == .review)
    }

    @Test(arguments: [0.5, 0.6, 0.8, 1.0])
    func `the same is deleted once room is short`(urgency: Double) {
        #expect(choice(Self.target(age: 30, project: 30), urgency: urgency) == .delete)
    }

    @Test(arguments: [0.0, 0.5, 0.7])
    func `what somebody works on is never deleted`(urgency: Double) {
        #expect(choice(Self.target(age: 0.05, project: 0.01), urgency: urgency) != .delete)
    }

    @Test func `urgency changes what keeping costs and not the belief`() {
        let seen = Self.target(age: 3, project: 3)
        let calm = judge.judge(seen, Self.pattern, now: Self.now, urgency: 0)
        let pressed = judge.judge(seen, Self.pattern, now: Self.now, urgency: 1)
        #expect(calm.posterior == pressed.posterior)
        #expect(pressed.expectedLoss[0].loss > calm.expectedLoss[0].loss)
        #expect(pressed.expectedLoss[2].loss == calm.expectedLoss[2].loss)
    }

    @Test func `the more urgent, the less is kept`() {
        for days in [0.1, 0.5, 1, 3, 10, 40] {
            var last = ArtifactDecision.keep
            for step in 0...20 {
                let now = choice(Self.target(age: days, project: days), urgency: Double(step) / 20)
                let order = ArtifactDecision.allCases
                #expect((order.firstIndex(of: now) ?? 0) >= (order.firstIndex(of: last) ?? 0), "\(days) \(step)")
                last = now
            }
        }
    }

    @Test func `belief rises with age and never falls`() {
        var last = 0.0
        for hours in [0.1, 1, 3, 6, 20, 100, 500, 2000, 20_000] {
            let seen = Self.target(age: hours / 24, project: nil)
            let abandoned = judge.judge(seen, Self.pattern, now: Self.now, urgency: 0).posterior[.abandoned]
            #expect(abandoned >= last)
            last = abandoned
        }
    }

    @Test func `the ledger leads to the posterior`() {
        let finding = judge.judge(Self.target(age: 12, project: 2), Self.pattern, now: Self.now, urgency: 0.4)
        #expect(abs(finding.ledger.posterior[.abandoned] - finding.posterior[.abandoned]) < 1e-12)
        #expect(finding.ledger.groups.map(\.name) == ["generator", "location", "age", "project", "structure"])
    }

    @Test func `a guard that does not pass raises the loss of deleting what may be useful by its penalty`() {
        let seen = Self.target(age: 40, project: 40)
        let plain = judge.judge(seen, Self.pattern, now: Self.now, urgency: 0.5)
        let guarded = judge.judge(seen, Self.pattern, now: Self.now, urgency: 0.5, penalty: 50)
        let doubt = 1 - plain.posterior[.abandoned]
        #expect(abs(guarded.expectedLoss[2].loss - plain.expectedLoss[2].loss - 50 * doubt) < 1e-9)
        #expect(judge.judge(seen, Self.pattern, now: Self.now, urgency: 1).choice == .delete)
        #expect(judge.judge(seen, Self.pattern, now: Self.now, urgency: 1, penalty: 1e6).choice != .delete)
    }

    @Test func `a time that lies in the future counts as now`() {
        let finding = judge.judge(Self.target(age: -5, project: nil), Self.pattern, now: Self.now, urgency: 1)
        #expect(finding.facts.age == 0)
        #expect(finding.choice != .delete)
    }

    @Test func `what is slow to make again needs more certainty`() {
        var slow = Self.pattern
        slow.rebuildSeconds = 7200
        slow.needsNetwork = true
        let seen = Self.target(age: 12, project: 12)
        let quick = judge.judge(seen, Self.pattern, now: Self.now, urgency: 0.5).expectedLoss[2].loss
        #expect(judge.judge(seen, slow, now: Self.now, urgency: 0.5).expectedLoss[2].loss > quick)
    }

    @Test(arguments: [
        (0.0, 1.0), (0.1, 1.1), (0.3, 1.3), (0.5, 1.5), (0.8, 2.001), (1.0, 3.0), (-1.0, 1.0), (2.0, 3.0),
    ])
    func `pressure multiplies as the specification's table says`(urgency: Double, multiplier: Double) {
        #expect(abs(ArtifactPriors.multiplier(urgency: urgency) - multiplier) < 1e-9)
    }
}

@Suite struct FactorTableTests {
    @Test(arguments: [
        ("/tmp/x", 0.95), ("/var/tmp/x", 0.95), ("/dev/shm/x", 0.95), ("/srv/.tmp_a/x", 0.90), ("/srv/a/.target", 0.85),
        ("/srv/a/target", 0.80), ("/home/ada/.cache/pip", 0.60), ("/data/projects/shop/build", 0.40),
        ("/srv/a/build", 0.30), ("/home/ada/Documents/a/build", 0.10), ("/usr/lib/x", 0), ("/bin", 0), ("/", 0),
    ])
    func `places score as the specification's table says`(path: String, score: Double) {
        #expect(FactorTables.location(ForeignText(path)).score == score)
    }

    @Test(arguments: [
        (60.0, 0.0), (1800, 0.20), (7200, 0.70), (14_400, 1.0), (36_000, 0.85), (86_400, 0.60), (604_800, 0.40),
        (2_592_000, 0.25),
    ])
    func `ages score as the specification's table says`(seconds: Double, score: Double) {
        #expect(FactorTables.age(seconds) == score)
    }

    @Test(arguments: [
        (0, 0.05), (1 << 20, 0.20), (10 << 20, 0.40), (100 << 20, 0.70), (1 << 30, 1.0), (10 << 30, 0.90),
        (50 << 30, 0.75),
    ])
    func `sizes score as the specification's table says`(bytes: Int, score: Double) {
        #expect(FactorTables.size(ByteCount(UInt64(bytes))) == score)
    }

    @Test func `what lies inside scores by its strongest sign`() {
        var seen = ArtifactObservation(path: ForeignText("/srv/a"))
        #expect(FactorTables.structure(seen).score == 0.5)
        seen.structure.hasDeps = true
        seen.structure.hasBuild = true
        #expect(FactorTables.structure(seen).score == 0.85)
        seen.files = 10
        seen.structure.objectFiles = 6
        #expect(FactorTables.structure(seen).score == 0.90)
        seen.structure.hasFingerprints = true
        #expect(FactorTables.structure(seen).score == 0.95)
        seen.obstacles.repository = ForeignText("/srv/a/.git")
        #expect(FactorTables.structure(seen).score == 0)
    }
}
