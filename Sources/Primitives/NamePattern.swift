/// A file name, exact or with `*` (any bytes) and `?` (one byte).
package struct NamePattern: Hashable, Sendable {
    package let bytes: [UInt8]
    package let isExact: Bool

    package init(_ text: String) {
        bytes = Array(text.utf8)
        isExact = !bytes.contains(UInt8(ascii: "*")) && !bytes.contains(UInt8(ascii: "?"))
    }

    package func matches(_ name: [UInt8]) -> Bool {
        name.withUnsafeBufferPointer { matches($0) }
    }

    /// - Complexity: O(name times pattern) at worst; no pattern makes it worse than that.
    package func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        if isExact { return name.count == bytes.count && name.elementsEqual(bytes) }
        return bytes.withUnsafeBufferPointer { Self.matches($0, name) }
    }

    /// Whether a name is one that a pattern with wildcards stands for.
    package static func matches(_ pattern: UnsafeBufferPointer<UInt8>, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        // Only the last star is ever tried again: what an earlier one matched can be left as it is.
        var (place, position) = (0, 0)
        var star: (place: Int, position: Int)?
        while position < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                star = (place, position)
                place += 1
            } else if place < pattern.count, pattern[place] == name[position] || pattern[place] == UInt8(ascii: "?") {
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
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}

/// A relative path of which each part is a name pattern.
package struct PathPattern: Hashable, Sendable {
    package let parts: [NamePattern]
    /// The path itself where no part has a wildcard.
    package let exact: [UInt8]?

    package init(_ text: String) {
        parts = text.split(separator: "/").map { NamePattern(String($0)) }
        exact = parts.allSatisfy(\.isExact) ? Array(parts.map(\.bytes).joined(separator: [UInt8(ascii: "/")])) : nil
    }

    /// Whether the parts of a path are these and no more.
    package func matches(_ path: [ArraySlice<UInt8>]) -> Bool {
        path.count == parts.count && zip(parts, path).allSatisfy { $0.matches(Array($1)) }
    }
}

/// Absolute paths that are protected: each part with `*` and `?`, and `**` for any number of parts.
package struct PathGlob: Hashable, Sendable {
    package let text: String
    private let parts: [NamePattern?]

    /// - Returns: nil for what is no absolute path.
    package init?(_ text: String) {
        guard text.hasPrefix("/") else { return nil }
        self.text = text
        parts = text.split(separator: "/").map { $0 == "**" ? nil : NamePattern(String($0)) }
    }

    /// How a path lies to what is protected.
    package enum Place: Sendable {
        /// It is protected, or lies in what is.
        case within
        /// Something below it may be protected.
        case above
        case outside
    }

    /// - Complexity: O(parts of the glob times parts of the path).
    package func place(of path: ForeignText) -> Place {
        let names = path.bytes.split(separator: UInt8(ascii: "/")).map(Array.init)
        // Places in the glob that the path can have come to, as in a small automaton.
        var places: Set<Int> = [0]
        if reaches(places) { return .within }
        for name in names {
            var next: Set<Int> = []
            for place in spread(places) where place < parts.count {
                guard let part = parts[place] else {
                    next.insert(place)
                    continue
                }
                if part.matches(name) { next.insert(place + 1) }
            }
            places = next
            if reaches(places) { return .within }
        }
        return places.isEmpty ? .outside : .above
    }

    /// `**` may stand for nothing.
    private func spread(_ places: Set<Int>) -> Set<Int> {
        var spread = places
        for start in places {
            var place = start
            while place < parts.count, parts[place] == nil {
                place += 1
                spread.insert(place)
            }
        }
        return spread
    }

    private func reaches(_ places: Set<Int>) -> Bool { spread(places).contains(parts.count) }
}
