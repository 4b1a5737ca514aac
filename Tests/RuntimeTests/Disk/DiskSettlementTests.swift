import Decision
import Effects
import Formats
import History
import Model
import Planning
import Primitives
import Reporting
import SystemCalls
import Testing

@testable import Runtime

/// What a removal that was cut off leaves, and how the next run brings it to an end.
@Suite(.enabled(if: DiskBench.isPossible, DiskBench.reason))
struct DiskSettlementTests {
    private let bench: DiskBench

    init() throws { bench = try DiskBench() }

    /// Records a scan and the intent to remove what it advises, as a program does that dies right after it.
    private func begin(_ action: String = "remove") throws -> ApprovedRemoval {
        let scan = bench.engine.record(try bench.engine.scan(bench.scanning), command: "disk clean", version: "test")
        var request = RemovalRequest { "0badcafe" }
        request.keepUntil = action == "remove" ? nil : Clocks.wallMilliseconds() + 3_600_000
        let removal = try #require(RemovalApproval.approve(scan.candidates, request).approved.first)
        let redactor = bench.engine.redactor
        _ = try bench.engine.journal.store().recordIntent(
            IntentRecord(
                decision: try #require(DecisionID(removal.artifact.decisionID)), action: action,
                target: redactor.assembled(removal.target.storedJSON), approver: redactor.text("person"),
                at: Clocks.wallMilliseconds()))
        return removal
    }

    private func settled() throws -> [String?] {
        let codes = try bench.engine.settleEarlier().map(\.reasonCode)
        #expect(try bench.pending == 0)
        // Once is enough.
        #expect(try bench.engine.settleEarlier().isEmpty)
        return codes
    }

    @Test func `an intent after which nothing was moved is closed, and nothing is touched`() throws {
        _ = try begin()
        #expect(try bench.pending == 1)
        #expect(try settled() == ["interrupted"])
        #expect(bench.isWhole)
    }

    @Test func `what was moved and not unlinked is unlinked`() throws {
        _ = try begin()
        try bench.shell("mkdir -m 700 shop/.tend-trash-0badcafe; mv shop/target shop/.tend-trash-0badcafe/")
        #expect(try settled() == [nil])
        #expect(try bench.names == ["Cargo.toml"])
    }

    @Test func `what was half unlinked is unlinked to the end`() throws {
        _ = try begin()
        try bench.shell(
            "mkdir shop/.tend-trash-0badcafe; mv shop/target shop/.tend-trash-0badcafe/; rm -r shop/.tend-trash-0badcafe/target/debug"
        )
        #expect(try settled() == [nil])
        #expect(try bench.names == ["Cargo.toml"])
    }

    @Test func `where all but the directory beside it has gone, that goes as well`() throws {
        _ = try begin()
        try bench.shell("rm -r shop/target; mkdir shop/.tend-trash-0badcafe")
        #expect(try settled() == [nil])
        #expect(try bench.names == ["Cargo.toml"])
    }

    @Test func `what was unlinked and not recorded is recorded as done`() throws {
        _ = try begin()
        try bench.shell("rm -r shop/target")
        #expect(try settled() == ["finished_later"])
    }

    @Test func `cut off before the move, the empty directory goes and the output stays`() throws {
        _ = try begin()
        try bench.shell("mkdir -m 700 shop/.tend-trash-0badcafe")
        #expect(try settled() == ["interrupted"])
        #expect(bench.isWhole)
        #expect(try bench.names == ["Cargo.toml", "target"])
    }

    @Test func `a new one in its place stays where the old one is unlinked`() throws {
        _ = try begin()
        try bench.shell(
            "mkdir shop/.tend-trash-0badcafe; mv shop/target shop/.tend-trash-0badcafe/; mkdir shop/target; touch shop/target/new"
        )
        #expect(try settled() == [nil])
        #expect(FileSystem.exists("\(bench.target)/new"))
        #expect(try bench.names == ["Cargo.toml", "target"])
    }

    @Test func `somebody else's directory of that name is not emptied`() throws {
        _ = try begin()
        try bench.shell("mkdir -p shop/.tend-trash-0badcafe/target; touch shop/.tend-trash-0badcafe/target/dear")
        _ = try settled()
        #expect(bench.isWhole && FileSystem.exists("\(bench.work)/shop/.tend-trash-0badcafe/target/dear"))
    }

    @Test func `a quarantine that was cut off after the move is kept, and can be undone`() throws {
        let removal = try begin("quarantine")
        try bench.shell("mkdir shop/.tend-trash-0badcafe; mv shop/target shop/.tend-trash-0badcafe/")
        #expect(try settled() == ["quarantined"])
        let report = try bench.engine.undo(removal.artifact.decisionID, isDryRun: false)
        #expect(report.removed.count == 1, "\(report)")
        #expect(try bench.isWhole && bench.names == ["Cargo.toml", "target"])
    }

    @Test func `interrupted while it unlinks, the next clean finishes it before anything else`() throws {
        let removal = try begin()
        let sight = ArtifactRemover.Sight(
            objection: { _ in nil }, holder: { _ in nil }, isUnchanged: { _, _ in true }, isInterrupted: { true })
        #expect(ArtifactRemover(sight: sight, now: { 0 }).remove(removal) { _ in nil }.result == .pending)
        #expect(try bench.names == [".tend-trash-0badcafe", "Cargo.toml"])
        _ = try bench.clean()
        #expect(try bench.names == ["Cargo.toml"])
        #expect(try bench.pending == 0)
    }

    @Test func `what another program is about to remove is not taken for what an interruption left`() throws {
        var codes: [TendError.Code] = []
        var request = CleanRequest(scan: bench.scanning)
        request.willRemove = { [bench] _, _, _ in
            let other = bench.anotherEngine()
            do throws(TendError) {
                _ = try other.clean(CleanRequest(scan: bench.scanning))
                Issue.record("two programs removed at once")
            } catch {
                codes.append(error.code)
            }
        }
        let report = try #require(try bench.engine.clean(request))
        #expect(report.removed.count == 1 && codes == [.locked], "\(report) \(codes)")
        // Afterwards it may.
        #expect(try bench.anotherEngine().clean(CleanRequest(scan: bench.scanning)) != nil)
    }

    // MARK: Quarantine

    @Test func `what lies in quarantine is no candidate of another scan`() throws {
        // A build of CMake's is told by what lies anywhere above it.
        try bench.shell(
            """
            rm -r shop/target; cd shop; echo 'project(a)' > CMakeLists.txt; mkdir -p build/CMakeFiles
            echo 'CMAKE_HOME_DIRECTORY' > build/CMakeCache.txt; echo all: > build/Makefile
            """)
        try bench.age()
        let first = try bench.clean(quarantine: 3600)
        #expect(first.removed.map(\.outcome.reasonCode) == ["quarantined"], "\(first)")
        #expect(try bench.engine.scan(bench.scanning).candidates.isEmpty)
        let second = try bench.clean()
        #expect(second.removed.isEmpty && second.skipped.isEmpty, "\(second)")
        #expect(try bench.engine.undo(first.sessionID, isDryRun: false).removed.count == 1)
        #expect(FileSystem.exists("\(bench.work)/shop/build/CMakeCache.txt"))
    }

    @Test func `what was kept long enough goes with the next clean`() throws {
        let first = try bench.clean(quarantine: 0)
        #expect(first.removed.map(\.outcome.reasonCode) == ["quarantined"], "\(first)")
        _ = try bench.clean()
        #expect(try bench.names == ["Cargo.toml"])
        #expect(throws: TendError.self) { try bench.engine.undo(first.sessionID, isDryRun: false) }
    }
}
