package import Formats

/// Checks JSON against a JSON Schema, as far as our own schemas go.
///
/// Knows `type`, `properties`, `required`, `items`, `enum`, `anyOf` and `additionalProperties`, and what only describes;
/// any other keyword is reported, so that a schema never promises what nobody checks.
package struct SchemaValidator {
    private static let descriptive: Set<String> = ["$schema", "$id", "title", "description"]

    private let schema: JSONValue

    package init(_ schema: JSONValue) {
        self.schema = schema
    }

    /// Every place where the value differs from the schema, such as `data.rows[3].pid: expected integer`.
    package func complaints(about value: JSONValue) -> [String] {
        Self.check(value, schema, at: "$")
    }

    private static func check(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        if let allowsAnything = schema.bool { return allowsAnything ? [] : ["\(path): is not allowed"] }
        guard let keywords = schema.object else { return ["\(path): the schema is no object"] }
        return keywords.members.flatMap { keyword in
            switch keyword.key {
            case "type": checkType(value, keyword.value, at: path)
            case "enum": (keyword.value.array ?? []).contains(value) ? [] : ["\(path): is none of the known values"]
            case "anyOf": checkAlternatives(value, keyword.value, at: path)
            case "items": checkItems(value, keyword.value, at: path)
            case "required": checkRequired(value, keyword.value, at: path)
            case "properties": checkProperties(value, keyword.value, at: path)
            case "additionalProperties": checkOthers(value, keyword.value, keywords["properties"], at: path)
            default: descriptive.contains(keyword.key) ? [] : ["\(path): unknown keyword \(keyword.key)"]
            }
        }
    }

    private static func checkType(_ value: JSONValue, _ type: JSONValue, at path: String) -> [String] {
        let name = type.string ?? "?"
        let matches =
            switch (name, value) {
            case ("null", .null), ("boolean", .bool), ("string", .string), ("array", .array), ("object", .object),
                ("integer", .integer), ("integer", .unsigned), ("number", .integer), ("number", .unsigned),
                ("number", .number):
                true
            case ("integer", .number(let number)): number.rounded() == number
            default: false
            }
        return matches ? [] : ["\(path): expected \(name)"]
    }

    private static func checkAlternatives(_ value: JSONValue, _ schemas: JSONValue, at path: String) -> [String] {
        let results = (schemas.array ?? []).map { check(value, $0, at: path) }
        guard !results.contains(where: \.isEmpty) else { return [] }
        return ["\(path): fits no alternative (\(results.map { $0.joined(separator: ", ") }.joined(separator: " | ")))"]
    }

    private static func checkItems(_ value: JSONValue, _ schema: JSONValue, at path: String) -> [String] {
        (value.array ?? []).enumerated().flatMap { check($1, schema, at: "\(path)[\($0)]") }
    }

    private static func checkRequired(_ value: JSONValue, _ keys: JSONValue, at path: String) -> [String] {
        guard let object = value.object else { return [] }
        return (keys.array ?? []).compactMap(\.string).filter { object[$0] == nil }.map { "\(path): \($0) is missing" }
    }

    private static func checkProperties(_ value: JSONValue, _ schemas: JSONValue, at path: String) -> [String] {
        (schemas.object?.members ?? []).flatMap { property in
            value[property.key].map { check($0, property.value, at: "\(path).\(property.key)") } ?? []
        }
    }

    private static func checkOthers(
        _ value: JSONValue, _ schema: JSONValue, _ properties: JSONValue?, at path: String
    ) -> [String] {
        (value.object?.members ?? []).filter { properties?[$0.key] == nil }
            .flatMap { check($0.value, schema, at: "\(path).\($0.key)") }
    }
}
