internal import Primitives

/// A large JSON value that is kept compressed beside its session.
struct Attachment {
    enum Kind: String {
        case plan
        case samples
    }

    let bytes: [UInt8]

    init(stored row: Row, _ column: Int32) throws(TendError) {
        bytes = try Zstandard.decompress(row.blob(column), limit: CompressedJSON.limit)
    }
}
