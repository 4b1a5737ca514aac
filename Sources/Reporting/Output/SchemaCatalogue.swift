package import Formats
package import Primitives

/// The schemas of everything that tend prints for programs.
package struct SchemaCatalogue: Sendable {
    private var shapes: [String: Shape] = [:]
    /// What one row looks like, of answers that have rows.
    private var rows: [String: Shape] = [:]

    package init() {}

    /// Adds what a command prints, with the member that holds its rows, where it has one and is no list itself.
    ///
    /// The same name always means the same shape.
    package mutating func add(_ name: String, _ shape: Shape, rowsAt member: String? = nil) {
        shapes[name] = shape
        let list = member.map { shape.member($0) } ?? shape
        if case .list(let row) = list { rows[name] = row }
    }

    /// Makes sure, before anything is done, that each field is one of some answer's rows.
    ///
    /// - Parameters:
    ///   - fields: dotted paths, as `--fields` has them.
    ///   - names: the schemas that a command may answer with; the last one gives the advice.
    /// - Throws: `TendError` (`cli.usage`) for a field that none of them has.
    package func check(_ fields: [String], in names: [String]) throws(TendError) {
        let known = names.compactMap { rows[$0] ?? shapes[$0] }
        for field in fields where !known.contains(where: { FieldPath(field).shape(in: $0) != nil }) {
            guard let last = known.last else { return }
            _ = try FieldSelection([field], in: last)
        }
    }

    /// All names, sorted.
    package var names: [String] {
        shapes.keys.sorted() + [Envelope.errorSchema]
    }

    /// The JSON Schema (draft 2020-12) of the whole answer: the envelope with that schema's `data` in it.
    ///
    /// What `--fields` and `--compact` leave out is missing from an answer although the schema requires it.
    ///
    /// - Throws: `TendError` (`cli.not_found`) for a name that no command prints.
    package func schemaDocument(_ name: String) throws(TendError) -> JSONValue {
        if name == Envelope.errorSchema { return Envelope.schema(name, data: nil) }
        guard let shape = shapes[name] else {
            let question = Suggestions.question(Suggestions.closest(to: name, among: names))
            throw TendError(
                .notFound, "there is no schema '\(name)'", area: "cli",
                hint: "\(question)the schemas are \(names.joined(separator: ", "))")
        }
        return Envelope.schema(name, data: shape)
    }
}

extension Envelope {
    /// Without a shape of `data`: answers that only ever fail.
    static func schema(_ name: String, data shape: Shape?) -> JSONValue {
        var properties = commonProperties(name)
        var alternatives = [failed]
        if let shape {
            properties["data"] = shape.schema
            alternatives.insert(succeeded, at: 0)
        }
        return [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": .string("urn:tend:schema:\(name)"),
            "title": .string(name),
            "type": "object",
            "properties": .object(properties),
            "required": [
                "ok", "schema", "schema_version", "version", "generated_at", "now", "host_id", "elapsed_ms",
                "staleness",
                "warnings",
            ],
            "anyOf": .array(alternatives),
            "additionalProperties": true,
        ]
    }

    private static let succeeded: JSONValue = [
        "properties": ["ok": ["enum": [true]]], "required": ["data"],
    ]
    private static let failed: JSONValue = [
        "properties": ["ok": ["enum": [false]]], "required": ["error", "error_code", "hint", "retryable"],
    ]

    private static func commonProperties(_ name: String) -> JSONObject {
        let schemaNames: [JSONValue] = name == errorSchema ? [.string(name)] : [.string(name), .string(errorSchema)]
        let described: [(key: String, shape: JSONValue, summary: String)] = [
            ("ok", Shape.boolean.schema, "Whether the command did what was asked."),
            ("error", Shape.string.schema, "What failed, on what; only where ok is false."),
            ("error_code", Shape.string.schema, "Stable code of the failure: area.code."),
            ("cause", Shape.string.schema, "The underlying reason in the system's words."),
            ("hint", Shape.optional(.string).schema, "What to try next."),
            ("retryable", Shape.boolean.schema, "Whether the same call may succeed later without any change."),
            ("schema", ["type": "string", "enum": .array(schemaNames)], "Name of this schema."),
            ("schema_version", Shape.integer.schema, "Version of this schema."),
            ("version", Shape.string.schema, "Version of tend."),
            ("generated_at", Shape.string.schema, "Moment of the answer (RFC 3339, UTC)."),
            ("now", Shape.integer.schema, "The same moment in milliseconds since 1970."),
            ("host_id", Shape.string.schema, "Keyed hash of the machine id."),
            ("elapsed_ms", Shape.integer.schema, "Milliseconds that the command took."),
            ("session_id", Shape.string.schema, "The session that holds what was found or done."),
            (
                "staleness", Shape.dictionary(.number).schema,
                "Seconds since each source was read, where it was not read just now."
            ),
            ("warnings", Shape.list(.string).schema, "What the reader should know about the data."),
        ]
        return JSONObject(
            described.map { entry in
                var schema = entry.shape.object ?? JSONObject()
                schema["description"] = .string(entry.summary)
                return JSONObject.Member(key: entry.key, value: .object(schema))
            })
    }
}
