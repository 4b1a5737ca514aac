internal import Formats
internal import Primitives

/// What surrounds every answer and is the same for all of one run.
package struct EnvelopeContext: Sendable {
    /// Version of tend.
    package var version: String
    /// Milliseconds since 1970 of the answer.
    package var now: Int64
    /// Keyed hash of the machine id.
    package var hostID: String
    /// Time since the command began.
    package var elapsed: Duration

    package init(version: String, now: Int64, hostID: String, elapsed: Duration) {
        self.version = version
        self.now = now
        self.hostID = hostID
        self.elapsed = elapsed
    }
}

/// The object in which every machine answer comes, success or failure alike.
struct Envelope: Sendable {
    /// The schema of an answer that has no data because the command failed.
    static let errorSchema = "tend.error.v1"

    var schema: String
    var context: EnvelopeContext
    var sessionID: String?
    var failure: TendError?
    var staleness: [(source: String, seconds: Double)] = []
    var warnings: [String] = []

    init(_ output: Output, warnings: [String], context: EnvelopeContext) {
        schema = output.schema
        self.context = context
        sessionID = output.sessionID
        failure = output.failure
        staleness = output.staleness
        self.warnings = warnings
    }

    init(error: TendError, context: EnvelopeContext) {
        schema = Self.errorSchema
        self.context = context
        failure = error
    }

    /// `data` writes exactly one value; it is absent where there is none or where it follows on lines of its own.
    func write(to writer: inout JSONWriter, data: ((inout JSONWriter) -> Void)? = nil) {
        writer.beginObject()
        writer.key("ok")
        writer.bool(failure == nil)
        writeFailure(to: &writer)
        writer.member("schema", schema)
        writer.key("schema_version")
        writer.integer(Self.version(of: schema))
        writer.member("version", context.version)
        writer.member("generated_at", Timestamp.text(milliseconds: context.now))
        writer.key("now")
        writer.integer(context.now)
        writer.member("host_id", context.hostID)
        writer.key("elapsed_ms")
        writer.integer(context.elapsed.wholeMilliseconds)
        if let sessionID { writer.member("session_id", sessionID) }
        if let data {
            writer.key("data")
            data(&writer)
        }
        writeCircumstances(to: &writer)
        writer.endObject()
    }

    private func writeFailure(to writer: inout JSONWriter) {
        guard let failure else { return }
        writer.member("error", failure.message)
        writer.member("error_code", failure.qualifiedCode)
        if let cause = failure.cause { writer.member("cause", cause) }
        writer.key("hint")
        failure.hint.write(to: &writer)
        writer.key("retryable")
        writer.bool(failure.isRetryable)
    }

    private func writeCircumstances(to writer: inout JSONWriter) {
        writer.key("staleness")
        writer.beginObject()
        for entry in staleness {
            writer.key(entry.source)
            writer.number(entry.seconds)
        }
        writer.endObject()
        writer.key("warnings")
        warnings.write(to: &writer)
    }

    /// The number after the last `.v` of a schema's name; 1 where it has none.
    static func version(of schema: String) -> Int {
        guard let last = schema.split(separator: ".").last, last.first == "v" else { return 1 }
        return Int(last.dropFirst()) ?? 1
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ key: String, _ text: String) {
        self.key(key)
        string(text)
    }
}

extension Duration {
    fileprivate var wholeMilliseconds: Int64 {
        components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000
    }
}
