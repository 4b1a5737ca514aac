internal import CZstd
package import Primitives

/// Compression of plans and samples; the only file that knows zstd's interface.
package enum Zstandard {
    private static let level: Int32 = 3

    package static func compress(_ bytes: [UInt8]) throws(TendError) -> [UInt8] {
        var compressed = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
        let size = ZSTD_compress(&compressed, compressed.count, bytes, bytes.count, level)
        guard ZSTD_isError(size) == 0 else {
            throw TendError(.internalError, "cannot compress: \(reason(size))", area: "store")
        }
        compressed.removeLast(compressed.count - size)
        return compressed
    }

    /// Decompresses bytes that may have been tampered with.
    ///
    /// Nothing larger than the limit is ever allocated; whatever is wrong with the bytes is `malformed_input`.
    package static func decompress(_ bytes: [UInt8], limit: Int) throws(TendError) -> [UInt8] {
        let stated = ZSTD_getFrameContentSize(bytes, bytes.count)
        // The two largest values mean "not stated" and "no frame"; tend always states the size.
        guard stated < UInt64.max - 1 else { throw malformed("it is no zstd frame with a stated size") }
        guard stated <= UInt64(max(0, limit)) else {
            throw malformed("it claims \(stated) bytes, more than the limit of \(limit)")
        }
        var result = [UInt8](repeating: 0, count: Int(stated))
        let size = ZSTD_decompress(&result, result.count, bytes, bytes.count)
        guard ZSTD_isError(size) == 0 else { throw malformed(reason(size)) }
        guard size == result.count else { throw malformed("it holds \(size) bytes and claims \(stated)") }
        return result
    }

    private static func malformed(_ reason: String) -> TendError {
        TendError(
            .malformedInput, "a compressed record cannot be read: \(reason)", area: "store",
            hint: "the record is damaged; `tend audit verify` tells whether it was changed")
    }

    private static func reason(_ code: Int) -> String {
        ZSTD_getErrorName(code).map { String(cString: $0) } ?? "unknown error"
    }
}
