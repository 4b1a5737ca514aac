internal import CLinux

/// An open descriptor that closes itself once.
package struct FileDescriptor: ~Copyable {
    package let number: Int32

    init(adopting number: Int32) {
        self.number = number
    }

    deinit {
        close(number)
    }

    /// How a file is opened; every descriptor is close-on-exec.
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int32
        package init(rawValue: Int32) { self.rawValue = rawValue }
        package static let writeOnly = Options(rawValue: O_WRONLY)
        package static let readWrite = Options(rawValue: O_RDWR)
        package static let create = Options(rawValue: O_CREAT)
        package static let exclusive = Options(rawValue: O_EXCL)
        package static let append = Options(rawValue: O_APPEND)
        package static let truncate = Options(rawValue: O_TRUNC)
        package static let directory = Options(rawValue: O_DIRECTORY)
        package static let nonBlocking = Options(rawValue: O_NONBLOCK)
        package static let pathOnly = Options(rawValue: Int32(O_PATH))
        package static let noFollow = Options(rawValue: O_NOFOLLOW)
        package static let noControllingTerminal = Options(rawValue: O_NOCTTY)
    }

    /// Opens a path; without options for reading.
    package static func open(
        _ path: String, _ options: Options = [], mode: UInt32 = 0o600
    ) throws(SystemCallError) -> FileDescriptor {
        let number = try retryingInterrupts("open", on: path) {
            tend_openat(AT_FDCWD, path, options.rawValue, mode)
        }
        return FileDescriptor(adopting: number)
    }

    /// Opens a path below a directory that is already open.
    package func open(
        _ path: String, _ options: Options = [], mode: UInt32 = 0o600
    ) throws(SystemCallError) -> FileDescriptor {
        let opened = try retryingInterrupts("openat", on: path) {
            tend_openat(number, path, options.rawValue, mode)
        }
        return FileDescriptor(adopting: opened)
    }

    /// A file in memory that holds these bytes, to be read from its beginning (memfd_create(2)).
    static func memory(holding bytes: [UInt8]) throws(SystemCallError) -> FileDescriptor {
        let file = FileDescriptor(
            adopting: try retryingInterrupts("memfd_create", on: "memory") {
                memfd_create("tend", UInt32(MFD_CLOEXEC))
            })
        try file.write(bytes)
        _ = try retryingInterrupts("lseek", on: "memory") { Int32(clamping: lseek(file.number, 0, SEEK_SET)) }
        return file
    }

    /// Reads up to the buffer's size; 0 at the end.
    package func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemCallError) -> Int {
        try retryingInterrupts("read", on: "descriptor \(number)") {
            CLinux.read(number, buffer.baseAddress, buffer.count)
        }
    }

    /// Reads at an offset and leaves the descriptor's own position alone.
    package func read(
        into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(SystemCallError) -> Int {
        try retryingInterrupts("pread", on: "descriptor \(number)") {
            pread(number, buffer.baseAddress, buffer.count, offset)
        }
    }

    /// Writes all bytes, however many calls it takes.
    package func write(_ bytes: [UInt8]) throws(SystemCallError) {
        try writeAll(bytes, to: number)
    }

    /// Writes in one call; for lines that others must not see in parts.
    ///
    /// - Throws: `SystemCallError` (`ENOSPC`) where the file took only a part.
    package func writeOnce(_ bytes: [UInt8], to path: String) throws(SystemCallError) {
        let count = try retryingInterrupts("write", on: path) {
            bytes.withUnsafeBytes { CLinux.write(number, $0.baseAddress, $0.count) }
        }
        guard count == bytes.count else { throw SystemCallError(call: "write", on: path, .full) }
    }

    package func synchronize() throws(SystemCallError) {
        _ = try retryingInterrupts("fsync", on: "descriptor \(number)") { fsync(number) }
    }

    /// Takes an advisory lock on the whole file (flock(2)) without waiting.
    ///
    /// - Returns: false where another open file holds it.
    package func tryLock() throws(SystemCallError) -> Bool {
        do {
            _ = try retryingInterrupts("flock", on: "descriptor \(number)") { flock(number, LOCK_EX | LOCK_NB) }
            return true
        } catch  where error.isTaken {
            return false
        }
    }

    package func truncate(to length: Int) throws(SystemCallError) {
        _ = try retryingInterrupts("ftruncate", on: "descriptor \(number)") { ftruncate(number, length) }
    }
}

/// Writes all bytes to a descriptor number that somebody else owns, such as standard output.
package func writeAll(_ bytes: [UInt8], to number: Int32) throws(SystemCallError) {
    var written = 0
    while written < bytes.count {
        written += try retryingInterrupts("write", on: "descriptor \(number)") {
            bytes.withUnsafeBytes { CLinux.write(number, $0.baseAddress?.advanced(by: written), $0.count - written) }
        }
    }
}

/// Writes in one call what a descriptor takes now; only one that does not block never waits.
///
/// - Returns: how many bytes it took; 0 where a signal interrupted, or nothing could be taken without waiting.
package func writePart(_ bytes: ArraySlice<UInt8>, to number: Int32) throws(SystemCallError) -> Int {
    let count = bytes.withUnsafeBytes { CLinux.write(number, $0.baseAddress, $0.count) }
    guard count == -1 else { return count }
    let failure = tend_errno()
    guard [EINTR, EAGAIN].contains(failure) else {
        throw SystemCallError(call: "write", on: "descriptor \(number)", errorNumber: failure)
    }
    return 0
}
