/// One column of a table, or a group of columns that stands for an object in every row.
struct TOONField: Equatable {
    var name: String
    /// Empty for a column of plain values.
    var group: [TOONField] = []

    /// How many cells of a row belong to it.
    var leafCount: Int { group.isEmpty ? 1 : group.leafCount }
}

extension [TOONField] {
    var leafCount: Int { reduce(0) { $0 + $1.leafCount } }

    /// The columns that all the objects have in common.
    ///
    /// Absent unless they have the same keys, at least one, and under each key all have plain values or all have
    /// objects of which the same is true. The order is the first object's.
    init?(commonTo objects: [JSONObject]) {
        guard let first = objects.first, !first.isEmpty else { return nil }
        guard objects.allSatisfy({ $0.members.count == first.members.count }) else { return nil }
        self = []
        for (index, member) in first.members.enumerated() {
            var groups: [JSONObject] = []
            for object in objects {
                guard let value = object.value(of: member.key, probablyAt: index) else { return nil }
                switch value {
                case .array: return nil
                case .object(let inner): groups.append(inner)
                default: break
                }
            }
            if groups.isEmpty {
                append(TOONField(name: member.key))
            } else {
                guard groups.count == objects.count, let group = [TOONField](commonTo: groups) else { return nil }
                append(TOONField(name: member.key, group: group))
            }
        }
    }

    /// The plain values of one object in the order of the columns.
    func cells(of object: JSONObject) -> [JSONValue] {
        enumerated().flatMap { index, field -> [JSONValue] in
            let value = object.value(of: field.name, probablyAt: index) ?? .null
            guard !field.group.isEmpty, case .object(let inner) = value else { return [value] }
            return field.group.cells(of: inner)
        }
    }

    /// The object that a row of cells stands for; the row has as many cells as there are leaves.
    func object(of cells: inout ArraySlice<JSONValue>) -> JSONObject {
        var members = JSONMembers()
        for field in self {
            let value = field.group.isEmpty ? cells.popFirst() ?? .null : .object(field.group.object(of: &cells))
            members.set(field.name, value)
        }
        return members.object
    }
}

extension JSONObject {
    /// The member of that name, without a search where it stands in its usual place.
    fileprivate func value(of key: String, probablyAt index: Int) -> JSONValue? {
        if index < members.count, members[index].key == key { return members[index].value }
        return self[key]
    }
}
