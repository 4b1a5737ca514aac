/// A file name, exact or with `*` (any bytes) and `?` (one byte).
struct NamePattern: Hashable {
    let bytes: [UInt8]
    let isExact: Bool

    init(_ text: String) {
        bytes = Array(text.utf8)
        isExact = !bytes.contains(UInt8(ascii: "*")) && !bytes.contains(UInt8(ascii: "?"))
    }

    func matches(_ name: [UInt8]) -> Bool {
        name.withUnsafeBufferPointer { matches($0) }
    }

    /// - Complexity: O(name times pattern) at worst; no pattern makes it worse than that.
    func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if isExact { return name.count == bytes.count && name.elementsEqual(bytes) }
        // Only the last star is ever tried again: what an earlier one matched can be left as it is.
        var (place, position) = (0, 0)
        var star: (place: Int, position: Int)?
        while position < name.count {
            if place < bytes.count, bytes[place] == UInt8(ascii: "*") {
                star = (place, position)
                place += 1
            } else if place < bytes.count, bytes[place] == name[position] || bytes[place] == UInt8(ascii: "?") {
                place += 1
                position += 1
            } else if let last = star {
                place = last.place + 1
                position = last.position + 1
                star = (last.place, position)
            } else {
                return false
            }
        }
        return bytes[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// A relative path of which each part is a name pattern.
struct PathPattern: Hashable {
    let parts: [NamePattern]
    /// The path itself where no part has a wildcard.
    let exact: [UInt8]?

    init(_ text: String) {
        parts = text.split(separator: "/").map { NamePattern(String($0)) }
        exact = parts.allSatisfy(\.isExact) ? Array(parts.map(\.bytes).joined(separator: [UInt8(ascii: "/")])) : nil
    }

    /// Whether the parts of a path are these and no more.
    func matches(_ path: [ArraySlice<UInt8>]) -> Bool {
        path.count == parts.count && zip(parts, path).allSatisfy { $0.matches(Array($1)) }
    }
}
