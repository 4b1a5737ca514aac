internal import Formats
internal import Primitives

/// One field of a record, defined once: its JSON key, what it means, its heading and text in tables, and how it is read.
package struct Field<Row>: Sendable {
    package let key: String
    package let summary: String
    package let heading: String
    package let isNumber: Bool
    package let shape: Shape
    /// Left out of JSON where it has nothing to say.
    package let isOptional: Bool
    /// The key as it stands in JSON, with its quotes and colon.
    let preparedKey: [UInt8]
    /// The fields of a group; of any other field none.
    let members: [Field<Row>]
    /// Rows are large and these two are asked of every field of each: a pointer keeps the row where it is.
    let isPresent: @Sendable (UnsafePointer<Row>) -> Bool
    let write: @Sendable (UnsafePointer<Row>, inout JSONWriter) -> Void
    let read: (@Sendable (inout Row, JSONValue) throws(TendError) -> Void)?
    package let text: @Sendable (Row) -> String

    // Not specialised: there are hundreds of fields, and code of its own for each would weigh a megabyte.

    /// A field that is stored: written from and read back into the same place.
    @_semantics("optimize.sil.specialize.generic.never")
    package init<Value: FieldValue>(
        _ key: String, _ path: any WritableKeyPath<Row, Value> & Sendable, _ summary: String, heading: String? = nil,
        text: (@Sendable (Row) -> String)? = nil
    ) {
        let place = FieldPlace(path)
        self.init(
            key: key, summary: summary, heading: heading, shape: Value.shape, isPresent: { _ in true },
            write: place.writer(),
            read: { row, value throws(TendError) in row[keyPath: path] = try Value.read(value) },
            text: text ?? { $0[keyPath: path].text })
    }

    /// A field that is left out where it is nil.
    @_semantics("optimize.sil.specialize.generic.never")
    package init<Value: FieldValue>(
        optional key: String, _ path: any WritableKeyPath<Row, Value?> & Sendable, _ summary: String,
        heading: String? = nil,
        text: (@Sendable (Row) -> String)? = nil
    ) {
        let place = FieldPlace(path)
        self.init(
            key: key, summary: summary, heading: heading, shape: Value.shape, isOptional: true,
            isPresent: { place.value($0) != nil },
            write: { row, writer in place.value(row).write(to: &writer) },
            read: { row, value throws(TendError) in row[keyPath: path] = try Value?.read(value) },
            text: text ?? { $0[keyPath: path].text })
    }

    /// A field that follows from others and is never read back.
    @_semantics("optimize.sil.specialize.generic.never")
    package init<Value: FieldValue>(
        derived key: String, _ summary: String, heading: String? = nil, text: (@Sendable (Row) -> String)? = nil,
        _ value: @escaping @Sendable (Row) -> Value
    ) {
        self.init(
            key: key, summary: summary, heading: heading, shape: Value.shape, isPresent: { _ in true },
            write: { row, writer in value(row.pointee).write(to: &writer) }, read: nil, text: text ?? { value($0).text }
        )
    }

    /// An object of fields of the same row.
    package init(group key: String, _ summary: String, _ fields: [Field<Row>]) {
        self.init(
            key: key, summary: summary, heading: nil,
            shape: .record(name: key, properties: fields.map(\.property)), members: fields,
            isPresent: { _ in true },
            write: { row, writer in writeObject(row, fields, to: &writer) },
            read: { row, value throws(TendError) in try readObject(value, fields, into: &row) },
            text: { row in fields.map { $0.text(row) }.joined(separator: " ") })
    }

    private init(
        key: String, summary: String, heading: String?, shape: Shape, isOptional: Bool = false,
        members: [Field<Row>] = [],
        isPresent: @escaping @Sendable (UnsafePointer<Row>) -> Bool,
        write: @escaping @Sendable (UnsafePointer<Row>, inout JSONWriter) -> Void,
        read: (@Sendable (inout Row, JSONValue) throws(TendError) -> Void)?, text: @escaping @Sendable (Row) -> String
    ) {
        self.key = key
        preparedKey = JSONWriter.prepared(key: key)
        self.summary = summary
        self.heading = heading ?? key.uppercased()
        self.shape = shape
        self.isOptional = isOptional
        self.members = members
        self.isPresent = isPresent
        self.write = write
        self.read = read
        self.text = text
        isNumber =
            switch shape {
            case .integer, .number, .optional(.integer), .optional(.number): true
            default: false
            }
    }

    var property: Shape.Property {
        Shape.Property(key: key, shape: shape, summary: summary, isOptional: isOptional)
    }
}

extension UnsafePointer {
    /// What lies so many bytes into it.
    fileprivate func plain<Plain: BitwiseCopyable>(at offset: Int, _ type: Plain.Type) -> Plain {
        UnsafeRawPointer(self).load(fromByteOffset: offset, as: type)
    }
}

/// Where a field lies in a row.
///
/// A key path costs a look-up of its types at every use; where it names stored properties only, the offset is enough.
private struct FieldPlace<Row, Value>: Sendable {
    private let path: any KeyPath<Row, Value> & Sendable
    private let offset: Int?

    init(_ path: any WritableKeyPath<Row, Value> & Sendable) {
        self.path = path
        offset = MemoryLayout<Row>.offset(of: path)
    }

    func value(_ row: UnsafePointer<Row>) -> Value {
        guard let offset else { return row.pointee[keyPath: path] }
        return UnsafeRawPointer(row).advanced(by: offset).assumingMemoryBound(to: Value.self).pointee
    }

    /// Writes the value; numbers and truth values, which most fields are, without a detour over their type.
    func writer() -> @Sendable (UnsafePointer<Row>, inout JSONWriter) -> Void where Value: FieldValue {
        guard let offset else { return { row, writer in self.value(row).write(to: &writer) } }
        switch Value.self {
        case is UInt64.Type, is ByteCount.Type: return { $1.integer($0.plain(at: offset, UInt64.self)) }
        case is Int.Type, is Int64.Type: return { $1.integer($0.plain(at: offset, Int64.self)) }
        case is Int32.Type: return { $1.integer(Int64($0.plain(at: offset, Int32.self))) }
        case is UInt32.Type: return { $1.integer(Int64($0.plain(at: offset, UInt32.self))) }
        case is Double.Type: return { $1.number($0.plain(at: offset, Double.self)) }
        case is Bool.Type: return { $1.bool($0.plain(at: offset, Bool.self)) }
        default: return { row, writer in self.value(row).write(to: &writer) }
        }
    }
}

func writeObject<Row>(_ row: UnsafePointer<Row>, _ fields: [Field<Row>], to writer: inout JSONWriter) {
    writer.beginObject()
    // By place: a field holds many references, and a loop over the fields would copy each.
    for index in fields.indices where !fields[index].isOptional || fields[index].isPresent(row) {
        guard fields[index].read != nil || writer.writesDerived else { continue }
        writer.key(prepared: fields[index].preparedKey)
        fields[index].write(row, &writer)
    }
    writer.endObject()
}

/// Reads the fields that can be read; an absent optional one keeps its default, an absent other one is an error.
func readObject<Row>(_ value: JSONValue, _ fields: [Field<Row>], into row: inout Row) throws(TendError) {
    guard let object = value.object else { throw unexpected(value, expected: "an object") }
    // Members mostly stand in the order of the fields, so each search begins where the last one ended.
    var next = 0
    let members = object.members
    for field in fields {
        guard let read = field.read else { continue }
        var found: JSONValue?
        for step in members.indices {
            let place = (next + step) % members.count
            guard members[place].key == field.key else { continue }
            found = members[place].value
            next = place + 1
            break
        }
        guard let found else {
            if field.isOptional { continue }
            throw TendError(.malformedInput, "'\(field.key)' is missing", area: "json")
        }
        do {
            try read(&row, found)
        } catch {
            var located = error
            located.message = "'\(field.key)': \(error.message)"
            throw located
        }
    }
}
