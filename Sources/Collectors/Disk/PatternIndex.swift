package import Model
internal import Primitives

/// Which patterns a name may belong to, looked up at every entry of a walk.
///
/// Exact names by hash, the others by their first or last letter: a name that belongs to none costs some tens of nanoseconds.
package final class PatternIndex: Sendable {
    package let patterns: [ArtifactPattern]
    private let directories: NameTable
    private let files: NameTable

    package init(_ patterns: [ArtifactPattern]) {
        self.patterns = patterns
        directories = NameTable(patterns.enumerated().filter { $1.isDirectory }.map { ($0, $1.names) })
        files = NameTable(patterns.enumerated().filter { !$1.isDirectory }.map { ($0, $1.names) })
    }

    /// Places of the patterns whose name it is, in their order; mostly none.
    func candidates(_ name: UnsafeBufferPointer<UInt8>, isDirectory: Bool) -> [Int] {
        isDirectory ? directories.places(of: name) : files.places(of: name)
    }
}

/// Names and patterns of names with what they stand for.
private struct NameTable {
    private var slots: [(name: [UInt8], places: [Int])]
    private var wild: [(pattern: NamePattern, place: Int)] = []
    /// For each first letter, the wild patterns that begin with it; for each last letter, those that end with it and begin
    /// with a wildcard.
    private var byFirst: [[Int]]
    private var byLast: [[Int]]
    /// Patterns that have neither.
    private var anywhere: [Int] = []

    init(_ entries: [(place: Int, names: [String])]) {
        var exact: [[UInt8]: [Int]] = [:]
        byFirst = Array(repeating: [], count: 256)
        byLast = Array(repeating: [], count: 256)
        for (place, names) in entries {
            for pattern in names.map(NamePattern.init) {
                if pattern.isExact {
                    exact[pattern.bytes, default: []].append(place)
                } else {
                    wild.append((pattern, place))
                }
            }
        }
        var size = 64
        while size < exact.count * 4 { size *= 2 }
        slots = Array(repeating: ([], []), count: size)
        for (name, places) in exact.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            var slot = name.withUnsafeBufferPointer(Self.hash) & (size - 1)
            while !slots[slot].places.isEmpty { slot = (slot + 1) & (size - 1) }
            slots[slot] = (name, places)
        }
        let wildcards = [UInt8(ascii: "*"), UInt8(ascii: "?")]
        for (index, entry) in wild.enumerated() {
            if let first = entry.pattern.bytes.first, !wildcards.contains(first) {
                byFirst[Int(first)].append(index)
            } else if let last = entry.pattern.bytes.last, !wildcards.contains(last) {
                byLast[Int(last)].append(index)
            } else {
                anywhere.append(index)
            }
        }
    }

    func places(of name: UnsafeBufferPointer<UInt8>) -> [Int] {
        var places: [Int] = []
        guard let first = name.first, let last = name.last else { return places }
        var slot = Self.hash(name) & (slots.count - 1)
        while !slots[slot].places.isEmpty {
            if slots[slot].name.count == name.count, name.elementsEqual(slots[slot].name) {
                places = slots[slot].places
                break
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        for list in [byFirst[Int(first)], byLast[Int(last)], anywhere] where !list.isEmpty {
            for index in list where wild[index].pattern.matches(name) { places.append(wild[index].place) }
        }
        return places.count > 1 ? Array(Set(places)).sorted() : places
    }

    /// FNV-1a (Fowler, Noll, Vo): short names, no adversary, for the table never grows.
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & Int.max
    }
}
