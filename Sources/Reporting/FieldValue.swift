package import Formats
package import Primitives

/// A value that can stand in a field: it writes itself, reads itself back, and has a text for tables.
package protocol FieldValue: Sendable {
    static var shape: Shape { get }
    func write(to writer: inout JSONWriter)
    /// - Throws: `TendError` (`malformed_input`) that says what was expected.
    static func read(_ value: JSONValue) throws(TendError) -> Self
    /// For tables; `-` where there is nothing.
    var text: String { get }
}

/// The error for JSON of another kind than a field holds; the field's name is added on the way up.
func unexpected(_ value: JSONValue, expected: String) -> TendError {
    let kind =
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .integer, .unsigned, .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    return TendError(.malformedInput, "expected \(expected) and found \(kind)", area: "json")
}

extension String: FieldValue {
    package static var shape: Shape { .string }
    package func write(to writer: inout JSONWriter) { writer.string(self) }
    package static func read(_ value: JSONValue) throws(TendError) -> String {
        guard let string = value.string else { throw unexpected(value, expected: "a string") }
        return string
    }
    package var text: String { self }
}

extension Bool: FieldValue {
    package static var shape: Shape { .boolean }
    package func write(to writer: inout JSONWriter) { writer.bool(self) }
    package static func read(_ value: JSONValue) throws(TendError) -> Bool {
        guard let bool = value.bool else { throw unexpected(value, expected: "true or false") }
        return bool
    }
    package var text: String { self ? "yes" : "no" }
}

extension Double: FieldValue {
    package static var shape: Shape { .number }
    package func write(to writer: inout JSONWriter) { writer.number(self) }
    package static func read(_ value: JSONValue) throws(TendError) -> Double {
        guard let double = value.double, double.isFinite else { throw unexpected(value, expected: "a finite number") }
        return double
    }
    package var text: String { text(decimals: 2) }
}

extension FieldValue where Self: FixedWidthInteger {
    package static var shape: Shape { .integer }
    package func write(to writer: inout JSONWriter) { writer.integer(self) }
    package static func read(_ value: JSONValue) throws(TendError) -> Self {
        let converted: Self? =
            switch value {
            case .integer(let number): Self(exactly: number)
            case .unsigned(let number): Self(exactly: number)
            default: nil
            }
        guard let converted else { throw unexpected(value, expected: "a whole number from \(Self.min) to \(Self.max)") }
        return converted
    }
    package var text: String { String(self) }
}

extension Int: FieldValue {}
extension Int32: FieldValue {}
extension Int64: FieldValue {}
extension UInt16: FieldValue {}
extension UInt32: FieldValue {}
extension UInt64: FieldValue {}

extension ByteCount: FieldValue {
    package static var shape: Shape { .integer }
    package func write(to writer: inout JSONWriter) { writer.integer(bytes) }
    package static func read(_ value: JSONValue) throws(TendError) -> ByteCount {
        ByteCount(try UInt64.read(value))
    }
}

/// Words that programs rely on: the raw values of an enumeration.
package protocol WordValue: FieldValue, CaseIterable, RawRepresentable<String> {}

extension WordValue {
    package static var shape: Shape { .words(allCases.map(\.rawValue)) }
    package func write(to writer: inout JSONWriter) { writer.string(rawValue) }
    package static func read(_ value: JSONValue) throws(TendError) -> Self {
        guard let word = value.string, let known = Self(rawValue: word) else {
            throw unexpected(value, expected: "one of " + allCases.map(\.rawValue).joined(separator: ", "))
        }
        return known
    }
    package var text: String { rawValue }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    package static var shape: Shape { .optional(Wrapped.shape) }
    package func write(to writer: inout JSONWriter) {
        guard let self else { return writer.null() }
        self.write(to: &writer)
    }
    package static func read(_ value: JSONValue) throws(TendError) -> Wrapped? {
        guard !value.isNull else { return nil }
        return try Wrapped.read(value)
    }
    package var text: String { self?.text ?? "-" }
}

extension Array: FieldValue where Element: FieldValue {
    package static var shape: Shape { .list(Element.shape) }
    package func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }
    package static func read(_ value: JSONValue) throws(TendError) -> [Element] {
        guard let elements = value.array else { throw unexpected(value, expected: "a list") }
        var result: [Element] = []
        result.reserveCapacity(elements.count)
        for element in elements { result.append(try Element.read(element)) }
        return result
    }
    package var text: String { isEmpty ? "-" : map(\.text).joined(separator: ", ") }
}

/// Foreign bytes, in JSON reversibly escaped: recordings lose nothing.
extension ForeignText: FieldValue {
    package static var shape: Shape { .string }
    package func write(to writer: inout JSONWriter) { writer.string(utf8: escapedBytes) }
    package static func read(_ value: JSONValue) throws(TendError) -> ForeignText {
        guard let string = value.string, let decoded = ForeignText(escaped: string) else {
            throw unexpected(value, expected: "an escaped text")
        }
        return decoded
    }
    package var text: String { sanitised }
}

/// A missing measurement is an object that says why, never null or zero.
extension Reading: FieldValue where Value: FieldValue {
    package static var shape: Shape {
        .optional(.anything)
    }
    package func write(to writer: inout JSONWriter) {
        switch self {
        case .measured(let value): value.write(to: &writer)
        case .unavailable(let reason):
            writer.beginObject()
            writer.key("unavailable")
            writer.string(reason.rawValue)
            writer.endObject()
        }
    }
    package static func read(_ value: JSONValue) throws(TendError) -> Reading<Value> {
        if let word = value["unavailable"]?.string {
            guard let reason = Unavailability(rawValue: word) else {
                throw unexpected(value, expected: "a known reason of unavailability")
            }
            return .unavailable(reason)
        }
        return .measured(try Value.read(value))
    }
    package var text: String { value?.text ?? "-" }
}
