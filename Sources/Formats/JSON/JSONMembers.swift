/// An object in the making.
///
/// Looks members up by comparing while there are few and with a table once there are many, so that no document makes
/// the reader slow.
struct JSONMembers {
    private(set) var object = JSONObject()
    private var places: [String: Int] = [:]
    private static let fewMembers = 16

    /// - Returns: whether there was no member of that name before.
    @discardableResult
    mutating func set(_ key: String, _ value: JSONValue) -> Bool {
        if let place = place(of: key) {
            object.members[place].value = value
            return false
        }
        if !places.isEmpty { places[key] = object.members.count }
        object.members.append(JSONObject.Member(key: key, value: value))
        return true
    }

    private mutating func place(of key: String) -> Int? {
        guard object.members.count >= Self.fewMembers else { return object.members.firstIndex { $0.key == key } }
        if places.isEmpty {
            for (index, member) in object.members.enumerated() { places[member.key] = index }
        }
        return places[key]
    }
}
