internal import Formats
internal import Primitives

/// The fields that `--fields` keeps of each row.
struct FieldSelection {
    /// In the order in which they were asked for.
    let paths: [String]
    private let root: Branch

    /// - Throws: `TendError` (`cli.usage`) for a path that the rows do not have, with what was probably meant.
    init(_ paths: [String], in shape: Shape) throws(TendError) {
        var root = Branch()
        for path in paths {
            guard FieldPath(path).shape(in: shape) != nil else { throw Self.unknown(path, in: shape) }
            root.insert(FieldPath(path).keys[...])
        }
        self.paths = paths
        self.root = root
    }

    func select(_ row: JSONValue) -> JSONValue { root.select(row) }

    private static func unknown(_ path: String, in shape: Shape) -> TendError {
        let known = shape.paths
        let lastKeys = known.filter { $0.hasSuffix(".\(path)") }
        let close = lastKeys.isEmpty ? Suggestions.closest(to: path, among: known) : Array(lastKeys.prefix(3))
        let top = known.filter { !$0.contains(".") }.joined(separator: ", ")
        return TendError(
            .usage, "there is no field '\(path)'", area: "cli",
            hint: "\(Suggestions.question(close))the fields are \(top)")
    }

    /// The chosen members of an object; without any, all of it.
    private struct Branch {
        private var members: [String: Branch] = [:]
        private var isWhole = false

        mutating func insert(_ keys: ArraySlice<Substring>) {
            guard let first = keys.first else { return isWhole = true }
            members[String(first), default: Branch()].insert(keys.dropFirst())
        }

        func select(_ value: JSONValue) -> JSONValue {
            guard !isWhole else { return value }
            switch value {
            case .array(let elements): return .array(elements.map(select))
            case .object(let object):
                return .object(
                    JSONObject(
                        object.members.compactMap { member in
                            members[member.key].map {
                                JSONObject.Member(key: member.key, value: $0.select(member.value))
                            }
                        }))
            default: return value
            }
        }
    }
}
