package import Primitives

/// A large redacted JSON value as it is kept beside its session.
package struct CompressedJSON: Sendable {
    /// More than this is neither stored nor read: a frame that claims more has been tampered with.
    static let limit = 256 << 20

    let bytes: [UInt8]

    /// - Throws: `TendError`: `malformed_input` for what is larger than can be kept.
    package init(_ json: RedactedJSON) throws(TendError) {
        guard json.bytes.count <= Self.limit else {
            throw TendError(
                .malformedInput, "\(ByteCount(UInt64(json.bytes.count)).text) are more than can be kept", area: "store")
        }
        bytes = try Zstandard.compress(json.bytes)
    }
}
