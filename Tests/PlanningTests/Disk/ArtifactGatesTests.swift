import Decision
import Model
import Planning
import Primitives
import Testing

@Suite struct ArtifactGatesTests {
    /// A stale target that nothing speaks against.
    private static func facts(_ change: (inout ArtifactObservation) -> Void = { _ in }) -> ArtifactFacts {
        var seen = ArtifactObservation(path: ForeignText("/home/ada/shop/target"))
        seen.permissions = 0o755
        seen.obstacles.isTracked = .measured(false)
        change(&seen)
        var evidence = GeneratorEvidence()
        evidence.beside = ["Cargo.toml"]
        let pattern = ArtifactPattern(id: "cargo.target", names: ["target"], again: "cargo build", evidence: [evidence])
        return ArtifactFacts(
            observation: seen, pattern: pattern, age: 1e6, projectAge: nil, factors: ArtifactFactors(), score: 0.7)
    }

    private static func codes(_ facts: ArtifactFacts, _ change: (inout ArtifactPolicy) -> Void = { _ in }) -> [String] {
        var policy = ArtifactPolicy()
        change(&policy)
        return ArtifactGates(policy: policy).ask(facts).map(\.reasonCode)
    }

    @Test func `nothing stands before a stale artifact that nobody needs`() {
        #expect(Self.codes(Self.facts()) == [])
    }

    @Test(
        arguments: [
            ("protected_marker", { @Sendable in $0.obstacles.marker = ForeignText("/home/ada/.tend-protect") }),
            ("git_inside", { @Sendable in $0.obstacles.repository = ForeignText("/x/.git") }),
            ("mount_point", { @Sendable in $0.obstacles.mount = ForeignText("/x/m") }),
            ("foreign_owner", { @Sendable in $0.obstacles.foreign = ForeignText("/x/f") }),
            ("unreadable_content", { @Sendable in $0.obstacles.unreadable = ForeignText("/x/d") }),
            ("parent_not_writable", { @Sendable in $0.obstacles.isParentWritable = false }),
            ("in_use", { @Sendable in $0.obstacles.holder = FileHolder(pid: 7, use: .open, name: ForeignText("vi")) }),
            (
                "lock_held",
                { @Sendable in $0.obstacles.holder = FileHolder(pid: 7, use: .locked, name: ForeignText("")) }
            ),
            ("tracked_by_git", { @Sendable in $0.obstacles.isTracked = .measured(true) }),
        ] as [(String, @Sendable (inout ArtifactObservation) -> Void)])
    func `any one obstacle is enough`(code: String, change: @Sendable (inout ArtifactObservation) -> Void) {
        let facts = Self.facts(change)
        #expect(Self.codes(facts) == [code])
        #expect(ArtifactGates(policy: ArtifactPolicy()).ask(facts).ceiling == .nothing)
    }

    @Test func `a protected path holds for itself, what lies in it, and what may hold it`() throws {
        for (glob, code) in [
            ("/home/*/shop", "protected_path"), ("/home/ada/shop/target", "protected_path"),
            ("/home/ada/shop/target/keep", "protected_path_below"),
        ] {
            let glob = try #require(PathGlob(glob))
            #expect(Self.codes(Self.facts()) { $0.protected = [glob] } == [code])
        }
    }

    @Test func `a process that cannot be read may use anything`() {
        #expect(Self.codes(Self.facts()) { $0.unreadable = ["secret (PID 9)"] } == ["process_unreadable"])
        #expect(Self.codes(Self.facts()) { $0.knowsProcesses = false } == ["processes_unknown"])
    }

    @Test func `other users' processes matter only where they may write`() {
        #expect(Self.codes(Self.facts()) { $0.othersUnread = true } == [])
        let shared = Self.facts { $0.permissions = 0o777 }
        #expect(Self.codes(shared) { $0.othersUnread = true } == ["shared_directory"])
    }

    @Test func `what git could not say is for a person`() {
        let facts = Self.facts { $0.obstacles.isTracked = .unavailable(.timedOut) }
        let gates = ArtifactGates(policy: ArtifactPolicy()).ask(facts)
        #expect(gates.map(\.reasonCode) == ["tracking_unknown"] && gates.ceiling == .ask)
    }

    @Test func `what was modified within the limit is left alone`() {
        var facts = Self.facts()
        facts.age = 1799
        #expect(Self.codes(facts) == ["too_young"])
        facts.age = 1800
        #expect(Self.codes(facts) == [])
    }

    @Test(arguments: ["/opt/app/target", "/usr/share/x/target", "/var/www/site/target"])
    func `where programs are installed a person decides`(path: String) {
        #expect(Self.codes(Self.facts { $0.path = ForeignText(path) }) == ["installed_program"])
    }
}
