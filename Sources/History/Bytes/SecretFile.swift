internal import Primitives
internal import SystemCalls

/// A file of random bytes that is made once and never changes.
enum SecretFile {
    enum Origin {
        case existing
        case made
    }

    /// Reads the file, or makes it with 0600 where it is missing.
    ///
    /// Two processes may come here at once: one of them makes the file, both get the same bytes.
    /// - Throws: `SystemCallError`; `TendError` where the file has another size than it must.
    static func load(
        _ path: String, size: Int, random: (Int) -> [UInt8]
    ) throws(TendError) -> (bytes: [UInt8], origin: Origin) {
        do {
            if let bytes = try existing(path) { return (try checked(bytes, size, path), .existing) }
            let bytes = random(size)
            if try FileSystem.create(path, with: bytes) { return (bytes, .made) }
            return (try checked(try existing(path) ?? [], size, path), .existing)
        } catch let failure as SystemCallError {
            throw StoreFailure.from(failure, path: path)
        } catch let error as TendError {
            throw error
        } catch {
            throw TendError(.internalError, "cannot load \(path)", area: "store", cause: error)
        }
    }

    static func existing(_ path: String) throws(SystemCallError) -> [UInt8]? {
        do {
            return try FileSystem.read(path, limit: 4096)
        } catch  where error.isGone {
            return nil
        }
    }

    private static func checked(_ bytes: [UInt8], _ size: Int, _ path: String) throws(TendError) -> [UInt8] {
        guard bytes.count == size else {
            throw TendError(
                .storeCorrupt, "\(path) must hold \(size) bytes and holds \(bytes.count)", area: "store",
                hint: "put the right file back, or move it aside: a new one is made, and that is recorded")
        }
        return bytes
    }
}
