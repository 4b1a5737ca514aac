import Collectors
import DiskDefence
import Formats
import History
import Model
import Planning
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// A tree with build output of Cargo's in it, and an engine with a record of its own.
final class DiskBench {
    let tree: TemporaryTree
    let engine: DiskEngine
    private var children: [ChildProcess] = []

    /// A process of the same user that cannot be read may use anything, and then nothing is ever removed.
    static let isPossible: Bool = {
        // Without /proc nothing is known of anybody, which is as bad.
        guard let busy = try? BusySurvey(userID: Host.effectiveUserID).look() else { return false }
        return busy.unreadable.isEmpty
    }()
    static let reason: Comment = "a process of this user cannot be read, so nothing may be removed here"

    init() throws {
        tree = try TemporaryTree()
        engine = Self.engine(tree)
        try tree.write("[package]", to: "work/shop/Cargo.toml")
        try tree.write("{}", to: "work/shop/target/.rustc_info.json")
        try tree.write("a", to: "work/shop/target/debug/.fingerprint/a/b")
        try tree.write(String(repeating: "x", count: 100_000), to: "work/shop/target/debug/deps/shop.o")
        try age()
    }

    private static func engine(_ tree: TemporaryTree) -> DiskEngine {
        let state = "\(tree.path)/state"
        return DiskEngine(
            settings: DiskSettings(), journal: Journal(settings: HistorySettings(directory: state)),
            redactor: Redactor(home: nil), key: GroupingKey.load(directory: state),
            git: GitInquiry(tools: ToolBox(environment: ["HOME": tree.path])), homes: []
        ) { () throws(TendError) in try ArtifactPacks.load() }
    }

    /// Another one with the same record, as a second program has.
    func anotherEngine() -> DiskEngine { Self.engine(tree) }

    deinit { for child in children { child.end() } }

    var work: String { "\(tree.path)/work" }
    var target: String { "\(work)/shop/target" }
    /// Everything that the project's directory holds.
    var names: [String] { get throws { try FileSystem.names(in: "\(work)/shop").sorted() } }
    var isWhole: Bool {
        FileSystem.exists("\(target)/debug/deps/shop.o") && FileSystem.exists("\(target)/.rustc_info.json")
    }

    /// Runs a script of the shell in the directory that is scanned.
    func shell(_ script: String) throws {
        let request = SpawnRequest("sh", ["-ec", script], workingDirectory: work)
        try #require(try ChildProcess.start(request).wait() == .exited(0), "\(script)")
    }

    /// Lets everything look untouched for forty days.
    func age() throws { try shell("find . -exec touch -h -d '40 days ago' {} +") }

    /// Starts a process that has a file open, or a directory, until the bench ends.
    func hold(_ path: String) throws {
        let script = "exec 7< \"$1\"; : > \"$2\"; exec sleep 600"
        let ready = "\(tree.path)/ready-\(children.count)"
        children.append(try ChildProcess.start(SpawnRequest("sh", ["-ec", script, "sh", path, ready])))
        for _ in 0..<4000 where !FileSystem.exists(ready) { Clocks.sleep(seconds: 0.005) }
        try #require(FileSystem.exists(ready))
    }

    /// Lets go of everything that is held.
    func release() {
        for child in children { child.end() }
        children = []
    }

    var scanning: DiskScanRequest {
        var request = DiskScanRequest(paths: [work])
        request.urgency = 0.5
        return request
    }

    /// Removes all that may go; the hook runs between the scan and the removal.
    func clean(quarantine: Double? = nil, _ meanwhile: @escaping () throws -> Void = {}) throws -> RemovalReport {
        var request = CleanRequest(scan: scanning)
        request.quarantine = quarantine
        request.version = "test"
        request.confirm = { _, _ in
            do {
                try meanwhile()
            } catch {
                Issue.record(error)
            }
            return true
        }
        return try #require(try engine.clean(request))
    }

    /// The one thing that a clean was to remove and did not.
    func refused(_ meanwhile: @escaping () throws -> Void) throws -> ArtifactOutcome {
        let report = try clean(meanwhile)
        #expect(report.removed.isEmpty)
        return try #require(report.skipped.first { $0.path == ForeignText(target) }).outcome
    }

    /// Intents without an outcome.
    var pending: Int { get throws { try engine.journal.store().pendingIntents(domain: "disk").count } }
}
