package import Formats

/// What JSON a value becomes; from this the JSON Schemas are made.
package indirect enum Shape: Sendable {
    case string
    case integer
    case number
    case boolean
    case words([String])
    case list(Shape)
    case dictionary(Shape)
    case optional(Shape)
    case record(name: String, properties: [Property])
    /// Any JSON at all; used where a value of another schema is passed on.
    case anything

    package struct Property: Sendable {
        package var key: String
        package var shape: Shape
        package var summary: String
        /// Left out where there is nothing to say.
        package var isOptional: Bool

        package init(key: String, shape: Shape, summary: String, isOptional: Bool) {
            self.key = key
            self.shape = shape
            self.summary = summary
            self.isOptional = isOptional
        }
    }

    /// The shape as JSON Schema (draft 2020-12).
    package var schema: JSONValue {
        switch self {
        case .string: ["type": "string"]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .words(let words): ["type": "string", "enum": .array(words.map { .string($0) })]
        case .list(let element): ["type": "array", "items": element.schema]
        case .dictionary(let element): ["type": "object", "additionalProperties": element.schema]
        case .optional(let wrapped): ["anyOf": [wrapped.schema, ["type": "null"]]]
        case .anything: ["description": "any JSON value"]
        case .record(let name, let properties): Self.record(name, properties)
        }
    }

    private static func record(_ name: String, _ properties: [Property]) -> JSONValue {
        var members = JSONObject()
        for property in properties {
            var schema = property.shape.schema.object ?? JSONObject()
            schema["description"] = .string(property.summary)
            members[property.key] = .object(schema)
        }
        let required = properties.filter { !$0.isOptional }.map { JSONValue.string($0.key) }
        return [
            "title": .string(name), "type": "object", "properties": .object(members), "required": .array(required),
            // Fields may be added at any time, so readers must accept more than they know.
            "additionalProperties": true,
        ]
    }
}
