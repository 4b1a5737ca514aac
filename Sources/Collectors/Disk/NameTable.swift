internal import Primitives

/// Names and patterns of names with what they stand for.
///
/// All of it lies in arrays of plain values, for it is asked about every entry of a walk: looking up counts no references.
struct NameTable {
    /// Where a name or pattern lies in `bytes`, and its places in `places`.
    private struct Entry {
        var start = 0
        var count = 0
        var firstPlace = 0
        var places = 0
        /// What a name must contain that a pattern with wildcards stands for.
        var letters: UInt64 = 0
    }

    private var bytes: [UInt8] = []
    private var places: [Int] = []
    private var slots: [Entry]
    private var wild: [Entry] = []
    /// For each first letter, a bit for each length (modulo 64) of an exact name.
    private var lengths: [UInt64]
    /// For each first letter, where the patterns that begin with it end in `wild`; for each last letter, those that begin
    /// with a wildcard and end with it; then those that have neither.
    private var ends: [Int] = []
    private static let wildcards = [UInt8(ascii: "*"), UInt8(ascii: "?")]

    init(_ entries: [(place: Int, names: [String])]) {
        var exact: [[UInt8]: [Int]] = [:]
        var groups: [[(pattern: NamePattern, place: Int)]] = Array(repeating: [], count: 513)
        for (place, names) in entries {
            for pattern in names.map(NamePattern.init) {
                if pattern.isExact {
                    exact[pattern.bytes, default: []].append(place)
                } else {
                    groups[Self.group(pattern.bytes)].append((pattern, place))
                }
            }
        }
        var size = 64
        while size < exact.count * 4 { size *= 2 }
        slots = Array(repeating: Entry(), count: size)
        lengths = Array(repeating: 0, count: 256)
        for (name, places) in exact.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            guard let first = name.first else { continue }
            var slot = name.withUnsafeBufferPointer(Self.hash) & (size - 1)
            while slots[slot].places > 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = add(name, places)
            lengths[Int(first)] |= 1 << UInt64(name.count & 63)
        }
        for group in groups {
            wild += group.map { add($0.pattern.bytes, [$0.place]) }
            ends.append(wild.count)
        }
    }

    private mutating func add(_ name: [UInt8], _ places: [Int]) -> Entry {
        let entry = Entry(
            start: bytes.count, count: name.count, firstPlace: self.places.count, places: places.count,
            letters: name.filter { !Self.wildcards.contains($0) }.withUnsafeBufferPointer(Self.letters))
        bytes += name
        self.places += places
        return entry
    }

    private static func group(_ pattern: [UInt8]) -> Int {
        if let first = pattern.first, !wildcards.contains(first) { return Int(first) }
        if let last = pattern.last, !wildcards.contains(last) { return 256 + Int(last) }
        return 512
    }

    /// Places of what bears the name, in their order; mostly none.
    func places(of name: UnsafeBufferPointer<UInt8>) -> [Int] {
        var found: [Int] = []
        visit(name) { entry in
            found += places[entry.firstPlace..<entry.firstPlace + entry.places]
            return true
        }
        return found.count > 1 ? Array(Set(found)).sorted() : found
    }

    /// Whether anything bears the name.
    func contains(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        var isFound = false
        visit(name) { _ in
            isFound = true
            return false
        }
        return isFound
    }

    /// Calls for whatever the name is, until it is told that this is enough.
    @inline(__always)
    private func visit(_ name: UnsafeBufferPointer<UInt8>, _ goesOn: (Entry) -> Bool) {
        guard let first = name.first, let last = name.last else { return }
        bytes.withUnsafeBufferPointer { bytes in
            if lengths[Int(first)] >> UInt64(name.count & 63) & 1 == 1 {
                var slot = Self.hash(name) & (slots.count - 1)
                while slots[slot].places > 0 {
                    if Self.text(slots[slot], bytes).elementsEqual(name) {
                        guard goesOn(slots[slot]) else { return }
                        break
                    }
                    slot = (slot + 1) & (slots.count - 1)
                }
            }
            guard !wild.isEmpty else { return }
            let letters = Self.letters(name)
            for group in [Int(first), 256 + Int(last), 512] {
                for place in (group == 0 ? 0 : ends[group - 1])..<ends[group]
                where wild[place].letters & ~letters == 0 && NamePattern.matches(Self.text(wild[place], bytes), name) {
                    guard goesOn(wild[place]) else { return }
                }
            }
        }
    }

    /// A bit for each byte of a name, by its last six bits.
    private static func letters(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        name.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }

    private static func text(_ entry: Entry, _ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: bytes[entry.start..<entry.start + entry.count])
    }

    /// FNV-1a (Fowler, Noll, Vo): short names, no adversary, for the table never grows.
    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32)) & Int.max
    }
}
