internal import Model
package import Primitives
internal import SystemCalls

/// Where on the machine things with a fixed place lie.
package struct MachinePlaces: Sendable {
    /// The directory that absolute paths of patterns begin at; `/` but in tests.
    package var root = ForeignText("/")
    /// Users' home directories, without links.
    package var homes: [ForeignText] = []

    package init() {}
}

/// A directory whose entries are looked at, and where it lies as far as patterns ask.
struct LookPlace {
    let folder: ForeignText
    let places: MachinePlaces
    /// Name of the directory.
    let name: [UInt8]
    /// The parts of its path below each home that it lies in, and below the machine's root.
    private let belowHomes: [[ArraySlice<UInt8>]]
    private let belowRoot: [ArraySlice<UInt8>]?

    init(_ folder: ForeignText, _ places: MachinePlaces) {
        self.folder = folder
        self.places = places
        let slash = UInt8(ascii: "/")
        name = folder.bytes.split(separator: slash).last.map(Array.init) ?? []
        func below(_ above: ForeignText) -> [ArraySlice<UInt8>]? {
            guard folder.isBelow(above) else { return nil }
            return folder.bytes.dropFirst(above.bytes.count).split(separator: slash)
        }
        belowHomes = places.homes.compactMap(below)
        belowRoot = below(places.root)
    }

    /// Whether something of this name lies in it where a rule wants it.
    func holds(_ rule: EvidenceRule, _ name: [UInt8]) -> Bool {
        (rule.parent.isEmpty || rule.parent.contains { $0.matches(self.name) })
            && (rule.home.isEmpty || belowHomes.contains { Self.isAny(rule.home, $0, name) })
            && (rule.root.isEmpty || (belowRoot.map { Self.isAny(rule.root, $0, name) } ?? false))
    }

    private static func isAny(_ patterns: [PathPattern], _ folder: [ArraySlice<UInt8>], _ name: [UInt8]) -> Bool {
        patterns.contains { $0.parts.count == folder.count + 1 && $0.matches(folder + [name[...]]) }
    }
}

/// Looks whether what a pattern asks for is there, at one thing with a matching name.
struct GeneratorLook {
    /// The directory that holds it, open.
    let directory: Int32
    let place: LookPlace
    /// The thing's own name.
    let name: [UInt8]
    private static let tag = Array("Signature: 8a477f597d28d172789f06886806bc55".utf8)
    /// More entries than this of one directory say nothing further.
    private static let entries = 20_000

    /// What was found of a pattern.
    struct Match: Equatable {
        var evidence: Int
        /// Whether git has to say first that it ignores the thing.
        var needsGit: Bool
    }

    /// The first evidence that holds, one that does not ask git where there is such.
    func match(_ rules: [EvidenceRule]) -> Match? {
        var waiting: Match?
        for (place, rule) in rules.enumerated() where !rule.isEmpty && holds(rule) {
            if !rule.isIgnored { return Match(evidence: place, needsGit: false) }
            waiting = waiting ?? Match(evidence: place, needsGit: true)
        }
        return waiting
    }

    private func holds(_ rule: EvidenceRule) -> Bool {
        place.holds(rule, name)
            && (rule.beside.isEmpty || rule.beside.contains { exists($0, in: []) })
            && !rule.notBeside.contains { exists($0, in: []) }
            && (rule.inside.isEmpty || rule.inside.contains { exists($0, in: name) })
            && rule.allInside.allSatisfy { exists($0, in: name) }
            && !rule.notInside.contains { exists($0, in: name) }
            && (rule.above.isEmpty || isBelow(rule.above))
            && (!rule.hasCacheTag || hasTag)
            && (rule.mostly.isEmpty || isMostly(rule.mostly))
            && (!rule.isCoreDump || isCoreDump)
    }

    /// Whether a directory from the one that holds it upwards has one of these names in it.
    private func isBelow(_ names: [PathPattern]) -> Bool {
        if names.contains(where: { exists($0, in: []) }) { return true }
        var parts = place.folder.bytes.split(separator: UInt8(ascii: "/"))
        while !parts.isEmpty {
            parts.removeLast()
            let above = ForeignText([UInt8(ascii: "/")] + parts.joined(separator: [UInt8(ascii: "/")]))
            // A place that cannot be opened shows nothing.
            guard let number = try? DirectoryNumber.open(withoutLinks: above) else { continue }
            defer { DirectoryNumber.close(number) }
            let look = GeneratorLook(directory: number, place: place, name: [])
            if names.contains(where: { look.exists($0, in: []) }) { return true }
        }
        return false
    }

    // MARK: What is in it

    /// Whether a relative path exists below a part of the directory: below the thing itself, or beside it where that is empty.
    private func exists(_ pattern: PathPattern, in base: [UInt8]) -> Bool {
        guard let exact = pattern.exact else { return exists(pattern.parts[...], in: base) }
        // What cannot be looked at shows nothing.
        return (try? DirectoryNumber.status(directory, Self.joined(base, exact))) != nil
    }

    private func exists(_ parts: ArraySlice<NamePattern>, in base: [UInt8]) -> Bool {
        guard let part = parts.first else { return true }
        let rest = parts.dropFirst()
        if part.isExact {
            let next = Self.joined(base, part.bytes)
            guard (try? DirectoryNumber.status(directory, next)) != nil else { return false }
            return exists(rest, in: next)
        }
        return names(in: base).contains { part.matches($0) && exists(rest, in: Self.joined(base, $0)) }
    }

    private func names(in base: [UInt8], filesOnly: Bool = false) -> [[UInt8]] {
        // What cannot be read shows nothing.
        guard
            let number = try? base.isEmpty
                ? DirectoryNumber.reopen(directory) : DirectoryNumber.open(directory, base, crossing: false)
        else { return [] }
        defer { DirectoryNumber.close(number) }
        let reader = DirectoryReader()
        var names: [[UInt8]] = []
        while names.count < Self.entries, (try? reader.next(number)) == true {
            if !filesOnly || reader.kind == .file { names.append(reader.nameBytes) }
        }
        return names
    }

    private static func joined(_ base: [UInt8], _ path: [UInt8]) -> [UInt8] {
        base.isEmpty ? path : base + [UInt8(ascii: "/")] + path
    }

    private var hasTag: Bool {
        let file = Self.joined(name, Array("CACHEDIR.TAG".utf8))
        return (try? DirectoryNumber.read(directory, file, limit: Self.tag.count)) == Self.tag
    }

    private func isMostly(_ patterns: [NamePattern]) -> Bool {
        let files = names(in: name, filesOnly: true)
        return files.filter { file in patterns.contains { $0.matches(file) } }.count * 2 > files.count
    }

    /// e_ident and e_type of elf(5): `0x7f E L F`, and ET_CORE (4) in the byte order that the file names.
    private var isCoreDump: Bool {
        guard let head = try? DirectoryNumber.read(directory, name, limit: 18), head.count == 18 else { return false }
        return head[0..<4] == [0x7f, 0x45, 0x4c, 0x46] && (head[5] == 2 ? head[17] : head[16]) == 4
    }
}
