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

/// Looks whether what a pattern asks for is there, at one thing with a matching name.
struct GeneratorLook {
    /// The directory that holds it, open.
    let directory: Int32
    /// Path of that directory.
    let folder: ForeignText
    /// The thing's own name.
    let name: [UInt8]
    let isDirectory: Bool
    let places: MachinePlaces
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
    func match(_ pattern: ArtifactPattern) -> Match? {
        var waiting: Match?
        for (place, evidence) in pattern.evidence.enumerated() where !evidence.isEmpty && holds(evidence) {
            if !evidence.isIgnored { return Match(evidence: place, needsGit: false) }
            waiting = waiting ?? Match(evidence: place, needsGit: true)
        }
        return waiting
    }

    private func holds(_ evidence: GeneratorEvidence) -> Bool {
        isPlaced(evidence)
            && (evidence.beside.isEmpty || evidence.beside.contains { exists($0, in: []) })
            && !evidence.notBeside.contains { exists($0, in: []) }
            && (evidence.inside.isEmpty || evidence.inside.contains { exists($0, in: name) })
            && evidence.allInside.allSatisfy { exists($0, in: name) }
            && !evidence.notInside.contains { exists($0, in: name) }
            && (evidence.above.isEmpty || isBelow(evidence.above))
            && (!evidence.hasCacheTag || hasTag)
            && (evidence.mostly.isEmpty || isMostly(evidence.mostly.map(NamePattern.init)))
            && (!evidence.isCoreDump || isCoreDump)
    }

    // MARK: Where it lies

    private var path: ForeignText {
        ForeignText(folder.bytes + (folder.bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + name)
    }

    private func isPlaced(_ evidence: GeneratorEvidence) -> Bool {
        if !evidence.parent.isEmpty {
            let holder = folder.bytes.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
            guard evidence.parent.contains(where: { NamePattern($0).matches(holder) }) else { return false }
        }
        if !evidence.home.isEmpty {
            let below = places.homes.compactMap { home -> [ArraySlice<UInt8>]? in
                guard path.isBelow(home) else { return nil }
                return path.bytes.dropFirst(home.bytes.count).split(separator: UInt8(ascii: "/"))
            }
            guard evidence.home.contains(where: { text in below.contains { PathPattern(text).matches($0) } }) else {
                return false
            }
        }
        if !evidence.root.isEmpty {
            guard path.isBelow(places.root) else { return false }
            let parts = path.bytes.dropFirst(places.root.bytes.count).split(separator: UInt8(ascii: "/"))
            guard evidence.root.contains(where: { PathPattern($0).matches(parts) }) else { return false }
        }
        return true
    }

    /// Whether a directory from the one that holds it upwards has one of these names in it.
    private func isBelow(_ names: [String]) -> Bool {
        if names.contains(where: { exists($0, in: []) }) { return true }
        var parts = folder.bytes.split(separator: UInt8(ascii: "/"))
        while !parts.isEmpty {
            parts.removeLast()
            let place = ForeignText([UInt8(ascii: "/")] + parts.joined(separator: [UInt8(ascii: "/")]))
            // A place that cannot be opened shows nothing.
            guard let number = try? DirectoryNumber.open(withoutLinks: place) else { continue }
            defer { DirectoryNumber.close(number) }
            let above = GeneratorLook(
                directory: number, folder: place, name: [], isDirectory: true, places: places)
            if names.contains(where: { above.exists($0, in: []) }) { return true }
        }
        return false
    }

    // MARK: What is in it

    /// Whether a relative path exists below a part of the directory: below the thing itself, or beside it where that is empty.
    private func exists(_ text: String, in base: [UInt8]) -> Bool {
        let pattern = PathPattern(text)
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
