import Formats
import Model
import PackFiles
import Primitives
import Testing

@testable import ProcessTriage

/// Packs with one more file of signatures.
func packs(adding text: String, source: SignatureSource = .user) throws -> ProcessPacks {
    try ProcessPacks.load(
        signatures: [
            SignatureFile(source: source, file: PackFile(name: "x.toml", path: "/x.toml", bytes: Array(text.utf8)))
        ])
}

private func known() -> [Signature] { (try? embeddedPacks.get().signatures.signatures) ?? [] }

struct BuiltInSignatureTests {
    @Test func `there are many, and each tool has its own name`() {
        #expect(known().count >= 60)
        #expect(Set(known().map(\.name)).count == known().count)
        #expect(known().allSatisfy { !$0.example.isEmpty && $0.claim.source == .builtin })
    }

    @Test(arguments: known().map(\.name))
    func `a signature tells its own example, and only its tool's signatures do`(name: String) throws {
        let packs = try embeddedPacks.get()
        let signature = try packs.signatures.signature(named: name)
        let found = packs.signatures(ofCommand: signature.example)
        #expect(found.contains { $0 === signature }, "\(signature.example)")
        #expect(found.filter { $0.tool != signature.tool }.map(\.name) == [], "\(signature.example)")
        try packs.checkExample(of: signature)
    }

    @Test(arguments: known().map(\.name))
    func `a signature is a sentence about programs of one kind`(name: String) throws {
        let signature = try embeddedPacks.get().signatures.signature(named: name)
        #expect(signature.claim.sentence.hasSuffix("."))
        #expect(!signature.categories.isEmpty)
        #expect(name.hasSuffix("-kept") == (signature.claim.expects == .useful))
        // What is left behind is cut off; what something holds is no signature's business.
        if signature.claim.expects == .abandoned { #expect(Set(signature.levels) == [.adrift, .sev]) }
    }

    /// What people sit in front of, and what a machine runs by itself, is no pattern of something left.
    @Test func `shells, editors, browsers in use and services fit no signature that expects abandoned`() throws {
        let packs = try embeddedPacks.get()
        for line in commandLines where [.shell, .editor, .browser, .service].contains(line.category) {
            let found = packs.signatures(ofCommand: line.text.split(separator: " ").map(String.init))
            #expect(found.filter { $0.claim.expects == .abandoned }.map(\.name) == [], "\(line.text)")
        }
    }
}

struct SignatureReadingTests {
    private static let good = """
        version = 1
        [[signature]]
        name = "ours"
        version = 2
        expects = "abandoned"
        weight = 1
        sentence = "It is ours."
        program = "ours"
        levels = "adrift sev"
        """

    @Test func `a signature of the user joins the built-in ones`() throws {
        let pack = try packs(adding: Self.good).signatures
        let own = try pack.signature(named: "ours")
        #expect(own.claim.source == .user)
        #expect(own.claim.version == 2)
        #expect(own.tool == "ours")
        #expect(own.criteria == ["program: ours", "levels: adrift sev"])
        #expect(pack.signatures.count == known().count + 1)
    }

    @Test func `one of the same name replaces the earlier one`() throws {
        let text = Self.good.replacing("\"ours\"\nversion", with: "\"jest-left\"\nversion")
        let pack = try packs(adding: text, source: .organisation).signatures
        #expect(pack.signatures.count == known().count)
        #expect(try pack.signature(named: "jest-left").claim.source == .organisation)
        #expect(try pack.signature(named: "jest-left").file == "/x.toml")
    }

    @Test func `what is disabled is not heard, and the last file decides`() throws {
        let line = ["node", "/x/node_modules/.bin/jest"]
        let off = try packs(adding: "version = 1\ndisable = \"jest-left\"")
        #expect(off.signatures(ofCommand: line).isEmpty)
        #expect(off.signatures.disabled == ["jest-left"])
        let files = ["disable", "enable"].map {
            SignatureFile(
                source: .user,
                file: PackFile(name: "a", path: "/a", bytes: Array("version = 1\n\($0) = \"jest-left\"".utf8)))
        }
        #expect(try ProcessPacks.load(signatures: files).signatures(ofCommand: line).map(\.name) == ["jest-left"])
    }

    @Test func `files of signatures change the version of the packs`() throws {
        #expect(try packs(adding: Self.good).version != embeddedPacks.get().version)
    }

    @Test(arguments: [
        ("program = \"ours\"", "", "/x.toml:2: the signature `ours` names no program", "`program`"),
        ("program = \"ours\"", "program = \"Ours\"", "/x.toml:8: `Ours`", "`ours`"),
        ("expects = \"abandoned\"", "expects = \"abandonned\"", "/x.toml:5: `abandonned`", "`abandoned`"),
        ("expects = \"abandoned\"", "expects = \"zombie\"", "/x.toml:5: `expects` cannot be zombie", "useful"),
        ("weight = 1", "weight = 3", "/x.toml:6: `weight`", "1.5"),
        ("levels = \"adrift sev\"", "", "/x.toml:2: the signature `ours` expects abandoned", "levels"),
        ("levels = \"adrift sev\"", "levels = \"adrft\"", "/x.toml:9: `adrft` is no levels", "`adrift`"),
        ("name = \"ours\"", "name = \"Our runner\"", "/x.toml:3: `Our runner`", "lower-case"),
        ("version = 2", "version = 2\nage_atleast = \"1h\"", "/x.toml:5: unknown key `age_atleast`", "`age_at_least`"),
        ("version = 2", "version = 2\nage_at_least = \"soon\"", "/x.toml:5: `age_at_least`", "10m"),
        ("version = 2", "version = 2\nage_at_least = \"2h\"\nage_at_most = \"1h\"", "/x.toml:5:", "exchange"),
        ("version = 2", "version = 2\nports = \"80 90000\"", "/x.toml:5: `90000` is no port", "5173-5180"),
        ("version = 2", "version = 2\ncategory = \"tests\"", "/x.toml:5: `tests` is no category", "`test`"),
        ("version = 2", "version = 2\nmemory_at_least = \"much\"", "/x.toml:5: `memory_at_least`", "MiB"),
        ("version = 1", "version = 9", "/x.toml: version 9", "version 1"),
        ("version = 1", "version = 1\ndisable = \"jest-lft\"", "/x.toml:2: `jest-lft`", "jest-left"),
        ("version = 1", "version = 1\nsignatur = 3", "/x.toml:2: unknown key `signatur`", "`signature`"),
    ])
    func `a mistake is named with its place and what to write`(
        part: String, other: String, message: String, hint: String
    ) throws {
        let range = try #require(Self.good.firstRange(of: part))
        let error = #expect(throws: TendError.self) {
            try packs(adding: Self.good.replacingCharacters(in: range, with: other))
        }
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
        #expect(error?.hint?.contains(hint) == true, "\(error?.hint ?? "")")
    }

    @Test func `a name that stands twice in one file is refused`() {
        let twice = Self.good + "\n" + Self.good.split(separator: "\n").dropFirst().joined(separator: "\n")
        let error = #expect(throws: TendError.self) { try packs(adding: twice) }
        #expect(error?.message.contains("stands twice") == true)
    }

    @Test func `an example that the signature does not tell is refused`() throws {
        let packs = try packs(adding: Self.good + "\nexample = \"theirs --now\"")
        let own = try packs.signatures.signature(named: "ours")
        let error = #expect(throws: TendError.self) { try packs.checkExample(of: own) }
        #expect(error?.hint?.contains("`theirs`") == true)
    }

    @Test func `an unknown name is answered with the nearest`() throws {
        let error = #expect(throws: TendError.self) {
            try embeddedPacks.get().signatures.signature(named: "jest-lef")
        }
        #expect(error?.hint?.contains("jest-left") == true)
    }
}

extension String {
    fileprivate func replacingCharacters(in range: Range<String.Index>, with other: String) -> String {
        String(self[..<range.lowerBound]) + other + String(self[range.upperBound...])
    }
}
