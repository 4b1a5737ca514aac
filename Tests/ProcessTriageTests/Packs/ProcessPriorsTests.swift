import Formats
import Model
import PackFiles
import Primitives
import ProcessTriage
import Testing

private import func Glibc.fclose
private import func Glibc.fopen
private import func Glibc.fread

/// The numbers that the pack must hold, as they were published.
private let published: JSONValue? = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    guard let file = fopen("/\(root)/../shared/reference/judgement-priors.json", "r") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let count = fread(&bytes, 1, bytes.count, file)
    // A file that cannot be parsed is as good as none: the tests that need it then do not run.
    return try? JSONParser.parse(Array(bytes[..<count]))
}()

private let classes = ["useful", "useful_bad", "abandoned"]

private func numbers(_ value: JSONValue?) -> [Double] {
    value?.array?.compactMap(\.double) ?? []
}

@Suite(.enabled(if: published != nil, "the published numbers are not beside this checkout"))
struct PublishedPriorsTests {
    private let priors: ProcessPriors
    private let tables: JSONValue

    init() throws {
        priors = try embeddedPacks.get().priors
        tables = try #require(published?["P"])
    }

    @Test(arguments: ProcessCategory.allCases)
    func `categories hold the published numbers`(category: ProcessCategory) {
        let (name, found) = (category.rawValue, priors.categories[category])
        #expect(found.counts == numbers(tables["cat"]?[name]))
        #expect(found.age.map { [$0.shape, $0.scale] } == tables["age"]?[name]?.array?.map(numbers))
        #expect(found.role.rawValue == published?["ROLE"]?[name]?.string)
    }

    @Test(arguments: ProcessRole.allCases)
    func `roles hold the published numbers`(role: ProcessRole) {
        let (name, found) = (role.rawValue, priors.roles[role])
        #expect(found.modes == classes.map { numbers(tables["mode"]?[name]?[$0]) })
        #expect(found.levels == ["useful", "useful", "abandoned"].map { numbers(tables["link"]?[name]?[$0]) })
        #expect(found.quiet.map(\.scale) == numbers(tables["quiet"]?[name]))
        #expect(found.quiet.allSatisfy { $0.shape == 1 })
        let host = tables["host"]?[role == .server ? "server" : "other"]
        #expect(
            priors.hostDead[role].map { [$0.yes, $0.no] }
                == [0, 0, 1].map { numbers(host?[["useful", "abandoned"][$0]]) })
    }

    @Test(arguments: zip(ActivityMode.allCases, ["idle", "work", "busy", "spin", "blk", "stp"]))
    func `modes hold the published numbers`(mode: ActivityMode, name: String) {
        let found = priors.modes[mode]
        #expect([found.processor.yes, found.processor.no] == numbers(tables["cpu"]?[name]))
        #expect([found.lifetime.yes, found.lifetime.no] == numbers(tables["life"]?[name]))
        #expect([found.progress.yes, found.progress.no] == numbers(tables["prog"]?[name]))
        #expect(found.state == numbers(tables["state"]?[name]))
    }

    @Test
    func `single facts, caps and losses hold the published numbers`() {
        func pairs(_ name: String) -> [[Double]] { classes.map { numbers(tables[name]?[$0]) } }
        #expect(priors.directoryDeleted.map { [$0.yes, $0.no] } == pairs("cwd"))
        #expect(priors.manyCopies.map { [$0.yes, $0.no] } == pairs("copies"))
        #expect(priors.excess.map { [$0.yes, $0.no] } == pairs("excess"))
        let (caps, groups) = (priors.caps, published?["CAP"])
        #expect(
            [caps.activity, caps.attachment, caps.staleness, caps.provenance, caps.resource]
                == ["activity", "attachment", "staleness", "provenance", "resource"].map { groups?[$0]?.double })
        #expect(
            [caps.time, caps.timeWhileHeld, caps.directoryDeleted, caps.copies]
                == ["time", "held", "cwd", "copies"].map { published?["CAPT"]?[$0]?.double })
        #expect(priors.looks.correlationSeconds == published?["TAU"]?.double)
        #expect(priors.looks.lifetimeLooksAtMost == published?["KMAX"]?.double)
        let decision = priors.decision
        #expect(
            [decision.keep, decision.review, decision.stop]
                == ["keep", "review", "kill"].map { numbers(tables["loss"]?[$0]) })
    }
}

struct ProcessPriorsReadingTests {
    /// Priors whose one part is replaced by another.
    private func read(replacing part: String, by other: String) throws {
        let bytes = try #require(try embeddedPack("priors.toml"))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(part))
        let changed = Array(text.replacing(part, with: other).utf8)
        _ = try ProcessPacks.load(adding: [PackFile(name: "priors.toml", path: "/x/priors.toml", bytes: changed)])
    }

    private func embeddedPack(_ name: String) throws -> [UInt8]? {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        guard let file = fopen("/\(root)/Packs/processes/\(name)", "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    @Test(arguments: [
        ("fdr_alpha = 0.05", "fdr_alpha = 5", "`fdr_alpha`"),
        ("coupling = 0.5", "", "`coupling` is missing"),
        ("counts = [18.4, 0.4, 1.2]", "counts = [18.4, 0, 1.2]", "`counts`"),
        ("counts = [18.4, 0.4, 1.2]", "counts = [18.4, 0.4]", "a list of 3 numbers"),
        ("[category]", "[category]\nshel = 3", "unknown key `shel`"),
        ("role = \"agent\"", "role = \"agents\"", "`agents` is no role"),
        ("copies_from = 5", "copies_from = 5.5", "a whole number"),
    ])
    func `a number out of place is refused`(part: String, other: String, message: String) {
        #expect {
            try read(replacing: part, by: other)
        } throws: { error in
            (error as? TendError)?.message.contains(message) == true
        }
    }

    @Test
    func `priors that are added replace those of the binary`() throws {
        try read(replacing: "coupling = 0.5", by: "coupling = 0.25")
    }
}
