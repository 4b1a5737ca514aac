package import Formats
package import Primitives

/// A thing with fields.
///
/// Its list of fields is the only place that says how it is written, read, shown and described.
package protocol Record: FieldValue {
    static var recordName: String { get }
    static var fields: [Field<Self>] { get }
    /// An empty one, to be filled while reading.
    init()
}

extension Record {
    package static var shape: Shape {
        .record(name: recordName, properties: fields.map(\.property))
    }

    package func write(to writer: inout JSONWriter) {
        withUnsafePointer(to: self) { writeObject($0, Self.fields, to: &writer) }
    }

    package static func read(_ value: JSONValue) throws(TendError) -> Self {
        var row = Self()
        try readObject(value, fields, into: &row)
        return row
    }

    package var text: String {
        Self.fields.map { $0.text(self) }.joined(separator: " ")
    }

    /// The record as compact JSON.
    package var json: [UInt8] {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.bytes
    }

    /// The record as compact JSON, without what follows from other fields: enough to be read back.
    package var storedJSON: [UInt8] {
        var writer = JSONWriter()
        writer.writesDerived = false
        write(to: &writer)
        return writer.bytes
    }
}
