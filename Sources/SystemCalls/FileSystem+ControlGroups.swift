internal import CLinux

extension FileSystem {
    /// Writes a text into a file that is there already, as control groups want it: in one call.
    package static func overwrite(_ path: String, with text: String) throws(SystemCallError) {
        let file = try FileDescriptor.open(path, [.writeOnly, .truncate])
        try file.write(Array(text.utf8))
    }

    /// Makes a directory that anybody may look into, as control groups are.
    ///
    /// - Returns: false where it was there.
    package static func makeDirectory(_ path: String) throws(SystemCallError) -> Bool {
        do {
            _ = try retryingInterrupts("mkdir", on: path) { mkdir(path, 0o755) }
            return true
        } catch  where error.errorNumber == EEXIST {
            return false
        }
    }

    /// Removes an empty directory; a control group that holds nothing counts as one.
    package static func removeDirectory(_ path: String) throws(SystemCallError) {
        _ = try retryingInterrupts("rmdir", on: path) { rmdir(path) }
    }

    /// Whether this user may write there; a read-only file system says no.
    package static func isWritable(_ path: String) -> Bool { faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 }

    /// Value of an extended attribute (xattr(7)).
    ///
    /// - Throws: `SystemCallError`; also where it bears none of that name.
    package static func attribute(_ name: String, of path: String) throws(SystemCallError) -> [UInt8] {
        var value = [UInt8](repeating: 0, count: 256)
        let count = try retryingInterrupts("getxattr", on: path) { getxattr(path, name, &value, value.count) }
        return Array(value.prefix(count))
    }
}

extension SystemCallError {
    /// A process that ended while it was being moved from a place.
    package init(gone pid: Int32, from place: String) {
        self.init(call: "move PID \(pid)", on: place, errorNumber: ESRCH)
    }
}
