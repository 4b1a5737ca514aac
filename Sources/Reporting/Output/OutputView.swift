internal import Formats
internal import Primitives

/// An output as it was asked for: with the chosen fields of the first rows.
struct OutputView {
    let output: Output
    /// Rows that programs get.
    let count: Int
    /// Those of them that people see.
    let shown: [Int]
    let warnings: [String]
    private let selection: FieldSelection?
    private let limit: Int?
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
        self.limit = isList ? limit.map { max($0, 0) } : nil
        let count = min(total, self.limit ?? total)
        self.count = count
        shown = (0..<count).filter { output.rows?.isHidden($0) == false }
        warnings = output.warnings + (count < total ? ["showing \(count) of \(total)"] : [])
    }

    var hasRows: Bool { output.rows != nil }

    /// The columns to show, of the rows that people see: those that were asked for, else the usual ones.
    var columns: [TableColumn] {
        guard let rows = output.rows else { return [] }
        let columns = selection.map { $0.paths.map(rows.column) } ?? rows.columns
        return shown.count == rows.count ? columns : columns.map { $0.keeping(shown) }
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
        case .list: return .array((data.array ?? []).prefix(count).map(select))
        case .members(let keys):
            guard var object = data.object else { return data }
            var left = count
            for key in keys {
                let rows = (object[key]?.array ?? []).prefix(left)
                object[key] = .array(rows.map(select))
                left -= rows.count
            }
            return .object(object)
        }
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
