internal import CLinux
internal import Primitives

/// Directories by the numbers of their descriptors, for walks that hold many of them open and close them one by one.
///
/// Everywhere else `FileDescriptor`, which closes itself.
package enum DirectoryNumber {
    /// Opens a directory by its path for reading; links on the way are followed, it is none itself.
    package static func open(path: String) throws(ErrorNumber) -> Int32 {
        try opened(tend_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK, 0))
    }

    /// Opens an entry of an open directory for reading: a directory, no link, below it and, where asked, on the same mount.
    ///
    /// - Throws: `ErrorNumber`; `EXDEV` (`notHere`) where it is a mount point and mounts are not crossed.
    package static func open(_ directory: Int32, _ name: [UInt8], crossing: Bool) throws(ErrorNumber) -> Int32 {
        let resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | (crossing ? 0 : RESOLVE_NO_XDEV)
        return try withPath(name) { path throws(ErrorNumber) in
            try opened(
                tend_openat2(directory, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK, UInt64(resolve)))
        }
    }

    /// Opens a directory anew from its beginning, by a descriptor of it.
    package static func reopen(_ directory: Int32) throws(ErrorNumber) -> Int32 {
        try opened(tend_openat(directory, ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0))
    }

    package static func close(_ number: Int32) { CLinux.close(number) }

    /// What lies at a relative path below a directory, reached by no link and on no other mount; a link itself where it is one.
    package static func status(
        _ directory: Int32, _ path: [UInt8]
    ) throws(ErrorNumber) -> DirectoryReader.EntryStatus {
        let number = try open(directory, path, flags: O_PATH | O_NOFOLLOW)
        defer { CLinux.close(number) }
        return try DirectoryReader.status(ofOpen: number)
    }

    /// Reads at most so many bytes from the beginning of a plain file below a directory.
    package static func read(_ directory: Int32, _ path: [UInt8], limit: Int) throws(ErrorNumber) -> [UInt8] {
        let number = try open(directory, path, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)
        defer { CLinux.close(number) }
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw .last }
        return Array(bytes.prefix(count))
    }

    /// Whether entries may be added to and removed from a directory by this process.
    package static func isWritable(_ directory: Int32) -> Bool {
        faccessat(directory, ".", W_OK, AT_EACCESS) == 0
    }

    private static func open(_ directory: Int32, _ path: [UInt8], flags: Int32) throws(ErrorNumber) -> Int32 {
        let resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV
        return try withPath(path) { path throws(ErrorNumber) in
            try opened(tend_openat2(directory, path, flags, UInt64(resolve)))
        }
    }

    /// Names come from the kernel or from packs; one with a NUL in it names nothing.
    static func withPath<Value>(
        _ bytes: [UInt8], _ body: (UnsafePointer<CChar>) throws(ErrorNumber) -> Value
    ) throws(ErrorNumber) -> Value {
        // By hand, for this is done for every directory of a walk.
        try withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { (text) throws(ErrorNumber) in
            var length = 0
            for byte in bytes {
                guard byte != 0 else { throw ErrorNumber(EINVAL) }
                text[length] = CChar(bitPattern: byte)
                length += 1
            }
            text[length] = 0
            guard let base = text.baseAddress else { throw ErrorNumber(EINVAL) }
            return try body(base)
        }
    }

    static func opened(_ number: Int32) throws(ErrorNumber) -> Int32 {
        guard number >= 0 else { throw .last }
        return number
    }
}
