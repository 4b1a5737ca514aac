import Model
import Planning
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Effects

/// What happens between the looks at an artifact: hooks stand where others may come in between.
@Suite struct ArtifactRemoverTests {
    private let tree: TemporaryTree
    private let target: String

    init() throws {
        tree = try TemporaryTree()
        target = "\(tree.path)/shop/target"
        try tree.write("a", to: "shop/target/debug/a")
        try tree.write("b", to: "shop/target/b")
    }

    /// An approval as a scan of it right now leads to.
    private func approved(keepUntil: Int64? = nil) throws -> ApprovedRemoval {
        let parent = try DirectoryNumber.open(path: "\(tree.path)/shop")
        defer { DirectoryNumber.close(parent) }
        let status = try DirectoryNumber.entry(parent, Array("target".utf8))
        var artifact = PlannedArtifact()
        artifact.path = ForeignText(target)
        artifact.identity = status.identity
        artifact.isDirectory = status.kind == .directory
        artifact.modified = status.modified
        artifact.decision = .delete
        var request = RemovalRequest { "0badcafe" }
        request.keepUntil = keepUntil
        return try #require(RemovalApproval.approve([artifact], request).approved.first)
    }

    private func remove(
        _ removal: ApprovedRemoval, before: @escaping () throws -> ArtifactOutcome? = { nil },
        after: @escaping (String) throws -> FileHolder? = { _ in nil }, isUnchanged: @escaping () -> Bool = { true },
        isInterrupted: @escaping () -> Bool = { false },
        foreseen: @escaping (RemovalTarget) -> String? = { _ in nil }
    ) -> ArtifactOutcome {
        let sight = ArtifactRemover.Sight(
            objection: { _ in Self.noted(before) },
            holder: { path in Self.noted { try after(String(decoding: path.bytes, as: UTF8.self)) } },
            isUnchanged: { _, _ in isUnchanged() }, isInterrupted: isInterrupted)
        return ArtifactRemover(sight: sight, now: { 0 }).remove(removal, foreseen: foreseen)
    }

    /// What a hook throws fails the test.
    private static func noted<Value>(_ body: () throws -> Value?) -> Value? {
        do {
            return try body()
        } catch {
            Issue.record(error)
            return nil
        }
    }

    private var names: [String] { get throws { try FileSystem.names(in: "\(tree.path)/shop").sorted() } }

    private func move(_ from: String, _ to: String) throws {
        try FileSystem.rename("\(tree.path)/\(from)", to: "\(tree.path)/\(to)")
    }

    private func link(_ from: String, _ to: String) throws {
        let made = try ChildProcess.start(SpawnRequest("ln", ["-s", "\(tree.path)/\(to)", "\(tree.path)/\(from)"]))
            .wait()
        try #require(made == .exited(0))
    }

    @Test func `what nothing speaks against goes, and nothing stays of it`() throws {
        let outcome = remove(try approved())
        #expect(outcome.result == .done && outcome.files == 2 && outcome.directories == 2, "\(outcome)")
        #expect(try names == [])
    }

    @Test func `what cannot be recorded beforehand is not touched`() throws {
        let outcome = remove(try approved(), foreseen: { _ in "the disk is full" })
        #expect(outcome.result == .blocked && outcome.reasonCode == "not_recorded", "\(outcome)")
        #expect(try names == ["target"])
    }

    @Test func `what speaks against it at the last look is told, and it is not touched`() throws {
        let objection = ArtifactOutcome(result: .blocked, reasonCode: "in_use", sentence: "Used.")
        let outcome = remove(
            try approved(), before: { objection },
            foreseen: { _ in
                Issue.record("it was recorded as begun")
                return nil
            })
        #expect(outcome.reasonCode == "in_use")
        #expect(try names == ["target"])
    }

    @Test func `without room for another directory it goes from its very place, looked at as carefully`() throws {
        func removeInPlace(_ removal: ApprovedRemoval, _ objection: ArtifactOutcome? = nil) -> ArtifactOutcome {
            let sight = ArtifactRemover.Sight(
                objection: { _ in objection }, holder: { _ in nil }, isUnchanged: { _, _ in true },
                isInterrupted: { false })
            return ArtifactRemover(sight: sight, now: { 0 }).removeInPlace(removal)
        }
        let removal = try approved()
        let used = ArtifactOutcome(result: .blocked, reasonCode: "in_use", sentence: "Used.")
        #expect(removeInPlace(removal, used).reasonCode == "in_use")
        try move("shop/target", "old")
        try link("shop/target", "old")
        #expect(removeInPlace(removal).reasonCode == "symlink")
        try FileSystem.remove(target)
        try tree.write("new", to: "shop/target/new")
        #expect(removeInPlace(removal).reasonCode == "identity_changed")
        #expect(FileSystem.exists("\(tree.path)/old/debug/a") && FileSystem.exists("\(target)/new"))
        #expect(removeInPlace(try approved()).result == .done)
        #expect(try names == [])
    }

    // MARK: Before the last look

    @Test func `a link that took its place is left alone, and so is what it leads to`() throws {
        let removal = try approved()
        try move("shop/target", "elsewhere")
        try link("shop/target", "elsewhere")
        let outcome = remove(removal)
        #expect(outcome.result == .blocked && outcome.reasonCode == "symlink", "\(outcome)")
        #expect(FileSystem.exists("\(tree.path)/elsewhere/debug/a"))
        #expect(try names == ["target"])
    }

    @Test func `where a link leads to its directory by now, nothing is touched`() throws {
        let removal = try approved()
        try move("shop", "moved")
        try link("shop", "moved")
        let outcome = remove(removal)
        #expect(outcome.result == .blocked && outcome.reasonCode == "symlink", "\(outcome)")
        #expect(FileSystem.exists("\(tree.path)/moved/target/debug/a"))
    }

    @Test func `another directory of its name is not what was approved`() throws {
        let removal = try approved()
        try move("shop/target", "old")
        try tree.write("new", to: "shop/target/new")
        let outcome = remove(removal)
        #expect(outcome.reasonCode == "identity_changed", "\(outcome)")
        #expect(FileSystem.exists("\(target)/new"))
    }

    @Test func `what has gone by itself is said to have gone`() throws {
        let removal = try approved()
        try move("shop/target", "elsewhere")
        #expect(remove(removal).result == .gone)
        try move("shop", "moved")
        #expect(remove(removal).result == .gone)
        #expect(FileSystem.exists("\(tree.path)/elsewhere/debug/a"))
    }

    // MARK: Between the last look and the move

    @Test func `what takes its place after the last look is put back`() throws {
        let outcome = remove(
            try approved(),
            before: {
                try move("shop/target", "old")
                try tree.write("new", to: "shop/target/new")
                return nil
            })
        #expect(outcome.result == .blocked && outcome.reasonCode == "identity_changed", "\(outcome)")
        #expect(try FileSystem.read("\(target)/new") == Array("new".utf8))
        #expect(FileSystem.exists("\(tree.path)/old/debug/a"))
        #expect(try names == ["target"])
    }

    @Test func `a link that takes its place after the last look is put back`() throws {
        let outcome = remove(
            try approved(),
            before: {
                try move("shop/target", "old")
                try link("shop/target", "old")
                return nil
            })
        #expect(outcome.result == .blocked && outcome.reasonCode == "identity_changed", "\(outcome)")
        #expect(FileSystem.exists("\(tree.path)/old/debug/a") && FileSystem.exists("\(target)/debug/a"))
        #expect(try names == ["target"])
    }

    // MARK: After the move

    @Test func `what somebody uses after it was moved is put back whole`() throws {
        let outcome = remove(
            try approved(),
            after: { moved in
                #expect(!FileSystem.exists(target) && FileSystem.exists("\(moved)/debug/a"))
                return FileHolder(pid: 42, use: .open, name: ForeignText("make"))
            })
        #expect(outcome.result == .blocked && outcome.reasonCode == "in_use", "\(outcome)")
        #expect(FileSystem.exists("\(target)/debug/a") && FileSystem.exists("\(target)/b"))
        #expect(try names == ["target"])
    }

    @Test func `what holds something else after it was moved is put back whole`() throws {
        let outcome = remove(try approved(), isUnchanged: { false })
        #expect(outcome.result == .blocked && outcome.reasonCode == "content_changed", "\(outcome)")
        #expect(FileSystem.exists("\(target)/debug/a"))
        #expect(try names == ["target"])
    }

    @Test func `what cannot be put back because its place is taken is kept beside it, and says so`() throws {
        let outcome = remove(
            try approved(),
            after: { _ in
                try tree.write("new", to: "shop/target/new")
                return FileHolder(pid: 42, use: .open, name: ForeignText("make"))
            })
        #expect(outcome.result == .failed && outcome.sentence.contains("lies in a directory beside it"), "\(outcome)")
        #expect(FileSystem.exists("\(target)/new"))
        #expect(FileSystem.exists("\(tree.path)/shop/.tend-trash-0badcafe/target/debug/a"))
    }

    @Test func `a new one of its name that is made meanwhile stays`() throws {
        let outcome = remove(
            try approved(),
            after: { _ in
                try tree.write("new", to: "shop/target/new")
                return nil
            })
        #expect(outcome.result == .done, "\(outcome)")
        #expect(try names == ["target"])
        #expect(try FileSystem.names(in: target) == ["new"])
    }

    // MARK: Kept and finished later

    @Test func `what is kept lies beside its place until it is put back`() throws {
        let removal = try approved(keepUntil: 1000)
        let outcome = remove(removal)
        #expect(outcome.reasonCode == "quarantined" && outcome.quarantine?.until == 1000, "\(outcome)")
        #expect(try names == [".tend-trash-0badcafe"])
        let keeper = TrashKeeper { false }
        #expect(keeper.state(of: removal.target) == .moved)
        try tree.write("new", to: "shop/target")
        #expect(keeper.restore(removal.target).reasonCode == "place_taken")
        try FileSystem.remove(target)
        #expect(keeper.restore(removal.target).result == .done)
        #expect(FileSystem.exists("\(target)/debug/a"))
        #expect(try names == ["target"])
        #expect(keeper.restore(removal.target).result == .gone && keeper.state(of: removal.target) == .untouched)
    }

    @Test func `interrupted after the move, it is finished later`() throws {
        let removal = try approved()
        let outcome = remove(removal, isInterrupted: { true })
        #expect(outcome.result == .pending && outcome.reasonCode == "interrupted", "\(outcome)")
        #expect(try names == [".tend-trash-0badcafe"])
        let keeper = TrashKeeper { false }
        #expect(keeper.state(of: removal.target) == .moved)
        #expect(keeper.finish(removal.target).result == .done)
        #expect(try names == [])
        #expect(keeper.state(of: removal.target) == .gone && keeper.finish(removal.target).result == .gone)
    }

    @Test func `a directory that was made to move it into and stayed empty is cleared away`() throws {
        let removal = try approved()
        try tree.makeDirectory("shop/.tend-trash-0badcafe")
        let keeper = TrashKeeper { false }
        #expect(keeper.state(of: removal.target) == .untouched)
        #expect(FileSystem.exists("\(target)/debug/a"))
        // The next removal needs another name.
        #expect(remove(removal).result == .failed)
        #expect(FileSystem.exists("\(target)/debug/a"))
    }
}
