import Model
import PackFiles
import Primitives
import Testing

@testable import DiskDefence

@Suite struct ArtifactPacksTests {
    private static let whole = """
        version = 1
        [[pattern]]
        id = "our.cache"
        tool = "our"
        summary = "What our tool keeps"
        directory = [".our"]
        class = "cache"
        action = "delete"
        again = "our build"
        rebuild = "5m"
        confidence = 0.9
        [[pattern.evidence]]
        inside = ["index"]
        """

    private static func file(_ text: String) -> PackFile {
        PackFile(name: "our.toml", path: "/etc/tend/packs/artifacts/our.toml", bytes: Array(text.utf8))
    }

    @Test func `a pack of one's own adds patterns to those within the binary`() throws {
        let own = try ArtifactPacks.load(adding: [Self.file(Self.whole)])
        let pattern = try #require(own.pattern("our.cache"))
        #expect(pattern.rebuildSeconds == 300 && pattern.names == [".our"] && pattern.isDirectory)
        #expect(own.patterns.count == (try ArtifactPacks.load()).patterns.count + 1)
        #expect(own.version != (try ArtifactPacks.load()).version)
    }

    @Test func `a pattern replaces an earlier one of its id`() throws {
        let text = Self.whole.replacingEvery("our.cache", with: "cargo.target")
        let packs = try ArtifactPacks.load(adding: [Self.file(text)])
        #expect(packs.pattern("cargo.target")?.names == [".our"])
        #expect(packs.patterns.count == (try ArtifactPacks.load()).patterns.count)
    }

    private static let program = """
        version = 1
        [[self_hiding]]
        program = "our-key-agent"
        because = "It keeps keys."
        """

    @Test func `a pack of one's own adds programs that hide themselves`() throws {
        #expect(try ArtifactPacks.load().selfHiding.isSuperset(of: ["ssh-agent", "gpg-agent", "(sd-pam)"]))
        let own = try ArtifactPacks.load(adding: [Self.file(Self.program)])
        #expect(own.selfHiding == (try ArtifactPacks.load()).selfHiding.union(["our-key-agent"]))
    }

    @Test(arguments: [
        ("our-key-agent", "gnome-keyring-daemon", "first 15 characters"),
        ("\"our-key-agent\"", "[]", "`program` is missing"),
        ("because = \"It keeps keys.\"", "", "`because` is missing"),
        ("because", "becuase", "did you mean `because`?"),
    ])
    func `a program is named as the kernel names it, with a reason`(old: String, new: String, says: String) throws {
        let text = Self.program.replacingEvery(old, with: new)
        let error = #expect(throws: TendError.self) { try ArtifactPacks.load(adding: [Self.file(text)]) }
        let said = "\(error?.message ?? "") \(error?.hint ?? "")"
        #expect(said.contains(says) && said.contains("our.toml"), "\(said)")
    }

    @Test(arguments: [
        ("[[pattern.evidence]]\ninside = [\"index\"]", "", "no evidence"),
        ("inside = [\"index\"]", "not_inside = [\"index\"]", "asks for nothing"),
        ("again = \"our build\"", "again = \"\"", "nothing makes again"),
        ("rebuild = \"5m\"", "rebuild = \"soon\"", "no duration"),
        ("class = \"cache\"", "class = \"cash\"", "is no class"),
        ("action = \"delete\"", "action = \"remove\"", "is no action"),
        ("confidence = 0.9", "confidence = 1.9", "allowed: 0.0 to 1.0"),
        ("directory = [\".our\"]", "directory = [\".our\"]\nfile = [\"a\"]", "either `directory` or `file`"),
        ("inside = [\"index\"]", "insde = [\"index\"]", "did you mean `inside`?"),
        ("version = 1", "version = 2", "version 2"),
    ])
    func `what a pack has wrong is told with file, line and advice`(old: String, new: String, says: String) throws {
        let text = Self.whole.replacingEvery(old, with: new)
        let error = #expect(throws: TendError.self) { try ArtifactPacks.load(adding: [Self.file(text)]) }
        let said = "\(error?.message ?? "") \(error?.hint ?? "")"
        #expect(said.contains(says) && said.contains("our.toml"), "\(said)")
    }
}
