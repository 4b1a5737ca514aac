import Effects
import Model
import Planning
import Primitives
import SystemCalls
import Testing

@testable import Runtime

/// What happens to build output between the scan that advised to remove it and the removal.
@Suite(.enabled(if: DiskBench.isPossible, DiskBench.reason))
struct DiskRaceTests {
    private let bench: DiskBench

    init() throws { bench = try DiskBench() }

    @Test func `what stays as it was goes`() throws {
        let report = try bench.clean()
        #expect(report.removed.map(\.path) == [ForeignText(bench.target)], "\(report)")
        #expect(try bench.names == ["Cargo.toml"])
        #expect(try bench.pending == 0)
    }

    /// What somebody does meanwhile, in the shell from the directory that was scanned, and the reason that it makes.
    private static let changes: [(script: String, code: String)] = [
        ("touch shop/target/debug/deps/shop.o", "content_changed"),
        ("echo more >> shop/target/debug/deps/shop.o", "content_changed"),
        ("touch shop/target/debug/.fingerprint/a/new", "content_changed"),
        ("mkdir -p shop/target/debug/deps/x/y; touch -d '40 days ago' shop/target/debug/deps/x/y/z", "content_changed"),
        ("rm shop/target/debug/.fingerprint/a/b", "content_changed"),
        (
            "echo 12 > shop/target/debug/deps/new; touch -d '50 days ago' shop/target/debug/deps/new shop/target/debug/deps",
            "content_changed"
        ),
        ("touch shop/target/new", "identity_changed"),
        ("touch shop/.tend-protect", "protected_marker"),
        ("touch .sbh-protect", "protected_marker"),
        ("git init -q shop; git -C shop add -f target/debug/deps/shop.o", "tracked_by_git"),
        ("rm shop/Cargo.toml", "evidence_changed"),
        ("mv shop/target elsewhere; ln -s ../elsewhere shop/target", "symlink"),
        ("mv shop elsewhere; ln -s elsewhere shop", "symlink"),
        ("mv shop/target elsewhere; cp -rp elsewhere shop/target", "identity_changed"),
    ]

    @Test(arguments: changes.indices)
    func `what changes after the scan stays, and the reason is told`(index: Int) throws {
        let (script, code) = Self.changes[index]
        let outcome = try bench.refused { try bench.shell(script) }
        #expect(outcome.result == .blocked && outcome.reasonCode == code, "\(script): \(outcome)")
        #expect(FileSystem.exists("\(bench.target)/debug/deps/shop.o"), "\(script)")
        #expect(try bench.names.allSatisfy { !$0.hasPrefix(".tend-trash") }, "\(script)")
        #expect(try bench.pending == 0, "\(script)")
    }

    @Test func `what goes by itself is told to have gone`() throws {
        let outcome = try bench.refused { try bench.shell("mv shop/target elsewhere") }
        #expect(outcome.result == .gone, "\(outcome)")
        #expect(FileSystem.exists("\(bench.work)/elsewhere/debug/deps/shop.o"))
    }

    @Test(arguments: ["debug/deps/shop.o", "debug/deps", "."])
    func `what somebody opens after the scan stays`(name: String) throws {
        let outcome = try bench.refused { try bench.hold("\(bench.target)/\(name)") }
        #expect(outcome.result == .blocked && outcome.reasonCode == "in_use", "\(outcome)")
        #expect(bench.isWhole)
        bench.release()
        #expect(try bench.clean().removed.count == 1)
    }

    @Test(.enabled(if: Host.effectiveUserID == 0, "only root can give files away"))
    func `what is given to another user after the scan stays`() throws {
        let outcome = try bench.refused { try bench.shell("chown 65534 shop/target/debug/deps/shop.o") }
        #expect(outcome.reasonCode == "foreign_owner", "\(outcome)")
        #expect(bench.isWhole)
    }

    @Test func `a file that a tool left is looked at again like a directory`() throws {
        // What ESLint keeps is a file of its own.
        try bench.shell("rm -r shop; mkdir web; echo '{}' > web/package.json; echo '[{}]' > web/.eslintcache")
        try bench.age()
        let scan = try bench.engine.scan(bench.scanning)
        try #require(
            scan.candidates.contains { !$0.isDirectory && $0.decision == .delete }, "\(scan.candidates.map(\.path))")
        let report = try bench.clean { try bench.shell("touch web/.tend-protect") }
        #expect(report.removed.isEmpty && report.skipped.first?.outcome.reasonCode == "protected_marker", "\(report)")
        #expect(FileSystem.exists("\(bench.work)/web/.eslintcache"))
    }

    // MARK: Between the looks

    /// Removes what a scan advises, with hooks around the looks of the engine itself.
    private func remove(
        before: @escaping () throws -> Void = {}, after: @escaping (String) throws -> Void = { _ in }
    ) throws -> ArtifactOutcome {
        let scan = try bench.engine.scan(bench.scanning)
        let (approved, refusals) = RemovalApproval.approve(scan.candidates, RemovalRequest { "0badcafe" })
        let removal = try #require(approved.first, "\(refusals)")
        let sight = bench.engine.sight(bench.scanning)
        func noted(_ body: () throws -> Void) {
            do {
                try body()
            } catch {
                Issue.record(error)
            }
        }
        let hooked = ArtifactRemover.Sight(
            objection: { artifact in
                let objection = sight.objection(artifact)
                noted { try before() }
                return objection
            },
            holder: { path in
                noted { try after(String(decoding: path.bytes, as: UTF8.self)) }
                return sight.holder(path)
            }, isUnchanged: sight.isUnchanged, isInterrupted: { false })
        return ArtifactRemover(sight: hooked, now: { 0 }).remove(removal) { _ in nil }
    }

    @Test func `whoever opens it between the last look and the move has it back`() throws {
        let outcome = try remove(before: { try bench.hold("\(bench.target)/debug/deps/shop.o") })
        #expect(outcome.result == .blocked && outcome.reasonCode == "in_use", "\(outcome)")
        #expect(try bench.isWhole && bench.names == ["Cargo.toml", "target"])
    }

    @Test func `whoever opens it after the move has it back`() throws {
        let outcome = try remove(after: { moved in try bench.hold("\(moved)/debug/deps") })
        #expect(outcome.result == .blocked && outcome.reasonCode == "in_use", "\(outcome)")
        #expect(try bench.isWhole && bench.names == ["Cargo.toml", "target"])
    }

    @Test func `what is written into it between the last look and the move is not lost`() throws {
        let outcome = try remove(before: { try bench.shell("echo dear > shop/target/debug/deps/letter") })
        #expect(outcome.result == .blocked && outcome.reasonCode == "content_changed", "\(outcome)")
        #expect(FileSystem.exists("\(bench.target)/debug/deps/letter"))
        #expect(try bench.isWhole && bench.names == ["Cargo.toml", "target"])
    }

    @Test func `without hooks it goes by the same way`() throws {
        #expect(try remove().result == .done)
        #expect(try bench.names == ["Cargo.toml"])
    }
}
