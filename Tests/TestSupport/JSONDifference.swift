package import Formats

/// Where two JSON values differ.
package struct JSONDifference: Hashable, CustomStringConvertible, Sendable {
    /// Every place: `$.candidates[3].memory.rss_bytes`.
    package let path: String
    /// Both values, shortened.
    package let values: String

    package var description: String { "\(path): \(values)" }

    /// The keys alone, so that the same field of each row is one: `candidates.memory.rss_bytes`.
    package var field: String {
        var isIndex = false
        let text = path.filter { character in
            if character == "[" { isIndex = true }
            defer { if character == "]" { isIndex = false } }
            return !isIndex
        }
        return String(text.dropFirst(2))
    }

    /// All of them; members of objects are compared by name, elements of lists by place.
    package static func all(_ left: JSONValue, _ right: JSONValue, at path: String = "$") -> [JSONDifference] {
        switch (left, right) {
        case (.object(let left), .object(let right)):
            let keys = left.members.map(\.key) + right.members.map(\.key).filter { left[$0] == nil }
            return keys.flatMap { key in
                member(left[key], right[key], at: "\(path).\(key)")
            }
        case (.array(let left), .array(let right)) where left.count == right.count:
            return left.indices.flatMap { all(left[$0], right[$0], at: "\(path)[\($0)]") }
        default:
            // JSON has one kind of number: 1.0 is 1.
            let isSame = left == right || (left.double != nil && left.double == right.double)
            return isSame ? [] : [JSONDifference(path, left, right)]
        }
    }

    private static func member(_ left: JSONValue?, _ right: JSONValue?, at path: String) -> [JSONDifference] {
        guard let left, let right else { return [JSONDifference(path, left, right)] }
        return all(left, right, at: path)
    }

    private init(_ path: String, _ left: JSONValue?, _ right: JSONValue?) {
        self.path = path
        values = [left, right].map { $0.map { String($0.text().prefix(80)) } ?? "nothing" }.joined(separator: " | ")
    }
}
