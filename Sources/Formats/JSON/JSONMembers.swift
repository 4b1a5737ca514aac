/// An object in the making.
///
/// Looks members up by comparing while there are few and with a table once there are many, so that no document makes
/// the reader slow. Keys are the same only if their bytes are, though to Swift `é` equals `e` with an accent.
struct JSONMembers {
    private(set) var object = JSONObject()
    private var places: [ExactKey: Int] = [:]
    private static let fewMembers = 16

    /// - Returns: whether there was no member of that name before.
    @discardableResult
    mutating func set(_ key: String, _ value: JSONValue) -> Bool {
        if let place = place(of: key) {
            object.members[place].value = value
            return false
        }
        if !places.isEmpty { places[ExactKey(text: key)] = object.members.count }
        object.members.append(JSONObject.Member(key: key, value: value))
        return true
    }

    private mutating func place(of key: String) -> Int? {
        guard object.members.count >= Self.fewMembers else {
            // The first comparison is the quick one, and nearly always the last.
            return object.members.firstIndex { $0.key == key && $0.key.utf8.elementsEqual(key.utf8) }
        }
        if places.isEmpty {
            for (index, member) in object.members.enumerated() { places[ExactKey(text: member.key)] = index }
        }
        return places[ExactKey(text: key)]
    }
}

private struct ExactKey: Hashable {
    let text: String

    static func == (left: ExactKey, right: ExactKey) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}
