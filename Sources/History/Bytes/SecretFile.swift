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
    /// - Throws: `TendError`; `store_corrupt` where the file has another size than it must.
    static func load(
        _ path: String, size: Int, random: (Int) -> [UInt8]
    ) throws(TendError) -> (bytes: [UInt8], origin: Origin) {
        var found: [UInt8]?
        do throws(SystemCallError) {
            found = try existing(path)
            if found == nil {
                let bytes = random(size)
                if try FileSystem.create(path, with: bytes) { return (bytes, .made) }
                found = try existing(path)
            }
        } catch {
            throw StoreFailure.from(error, path: path)
        }
        guard let bytes = found, bytes.count == size else {
            throw TendError(
                .storeCorrupt, "\(path) must hold \(size) bytes and holds \(found?.count ?? 0)", area: "store",
                hint: "put the right file back, or move it aside: a new one is made, and that is recorded")
        }
        return (bytes, .existing)
    }

    /// - Returns: nil where there is no such file.
    static func existing(_ path: String) throws(SystemCallError) -> [UInt8]? {
        do {
            return try FileSystem.read(path, limit: 4096)
        } catch  where error.isGone {
            return nil
        }
    }
}
