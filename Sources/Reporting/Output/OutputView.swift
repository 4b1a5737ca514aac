internal import Formats
internal import Primitives

/// An output as it was asked for: with the chosen fields of the first rows.
struct OutputView {
    let output: Output
    /// Rows that are shown.
    let count: Int
    let warnings: [String]
    private let selection: FieldSelection?
    private let dropsEmpty: Bool

    init(_ output: Output, fields: [String]?, limit: Int?, dropsEmpty: Bool) throws(TendError) {
        self.output = output
        self.dropsEmpty = dropsEmpty
        if let fields {
            selection = try FieldSelection(fields, in: output.rows?.shape ?? output.shape)
        } else {
            selection = nil
        }
        let total = output.rows?.count ?? 0
        let isList = output.rows.map { $0.place != .whole } ?? false
        count = isList ? min(total, max(limit ?? total, 0)) : total
        warnings = output.warnings + (count < total ? ["showing \(count) of \(total)"] : [])
    }

    var hasRows: Bool { output.rows != nil }

    /// The columns to show: those that were asked for, else the usual ones.
    var columns: [TableColumn] {
        guard let rows = output.rows else { return [] }
        guard let selection else { return rows.columns }
        return selection.paths.map(rows.column)
    }

    private var isUnchanged: Bool {
        selection == nil && !dropsEmpty && count == output.rows?.count ?? 0
    }

    func writeData(to writer: inout JSONWriter) {
        guard !isUnchanged else { return output.write(&writer) }
        var whole = JSONWriter()
        output.write(&whole)
        // Our own writer's bytes parse; were they not to, the reader is better served with all of them.
        guard let data = try? JSONParser.parse(whole.bytes) else { return writer.raw(whole.bytes) }
        writer.value(tidy(narrow(data)))
    }

    func writeRow(_ row: Int, to writer: inout JSONWriter) {
        guard let rows = output.rows else { return }
        guard selection != nil || dropsEmpty else { return rows.write(row, &writer) }
        var whole = JSONWriter()
        rows.write(row, &whole)
        // As above.
        guard let value = try? JSONParser.parse(whole.bytes) else { return writer.raw(whole.bytes) }
        writer.value(tidy(select(value)))
    }

    private func narrow(_ data: JSONValue) -> JSONValue {
        switch output.rows?.place ?? .whole {
        case .whole: return select(data)
        case .list: return narrow(rows: data)
        case .member(let key):
            guard var object = data.object, let rows = object[key] else { return data }
            object[key] = narrow(rows: rows)
            return .object(object)
        }
    }

    private func narrow(rows: JSONValue) -> JSONValue {
        .array((rows.array ?? []).prefix(count).map(select))
    }

    private func select(_ row: JSONValue) -> JSONValue { selection?.select(row) ?? row }

    private func tidy(_ value: JSONValue) -> JSONValue { dropsEmpty ? value.withoutEmptyMembers : value }
}

extension JSONValue {
    /// The value without members that are null or empty; elements of lists keep their places.
    fileprivate var withoutEmptyMembers: JSONValue {
        switch self {
        case .array(let elements): return .array(elements.map(\.withoutEmptyMembers))
        case .object(let object):
            let members = object.members.map { JSONObject.Member(key: $0.key, value: $0.value.withoutEmptyMembers) }
            return .object(JSONObject(members.filter { !$0.value.isEmpty }))
        default: return self
        }
    }

    private var isEmpty: Bool {
        switch self {
        case .null, .string(""), .array([]): true
        case .object(let object): object.isEmpty
        default: false
        }
    }
}
