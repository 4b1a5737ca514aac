internal import CLinux
package import Primitives

/// Files and directories by path: small whole files, the store's folders, and what a path is.
package enum FileSystem {
    /// Reads a whole file.
    ///
    /// - Throws: `SystemCallError`; `EFBIG` where it holds more than the limit.
    package static func read(_ path: String, limit: Int = 64 << 20) throws(SystemCallError) -> [UInt8] {
        let file = try FileDescriptor.open(path)
        return try file.readToEnd(limit: limit, subject: path)
    }

    /// Reads at most so many bytes from the beginning of a file.
    package static func readPrefix(_ path: String, limit: Int) throws(SystemCallError) -> [UInt8] {
        let file = try FileDescriptor.open(path)
        return try file.readPrefix(limit: limit, subject: path)
    }

    /// Reads at most so many bytes from the end of a file.
    package static func readSuffix(_ path: String, limit: Int) throws(SystemCallError) -> [UInt8] {
        let file = try FileDescriptor.open(path)
        let size = try file.status(of: path).size
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(0, min(size, limit)), alignment: 1)
        defer { buffer.deallocate() }
        var filled = 0
        while filled < buffer.count {
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
            let count = try file.read(into: rest, at: size - buffer.count + filled)
            // Somebody made it shorter meanwhile.
            guard count > 0 else { break }
            filled += count
        }
        return [UInt8](buffer.prefix(filled))
    }

    /// Reads standard input to its end.
    ///
    /// - Throws: `SystemCallError`; `EFBIG` beyond the limit.
    package static func readStandardInput(limit: Int) throws(SystemCallError) -> [UInt8] {
        // Opening /dev/stdin anew fails for a socket and for a file of another owner.
        let input = FileDescriptor(
            adopting: try retryingInterrupts("fcntl", on: "standard input") { tend_duplicate(0) })
        return try input.readToEnd(limit: limit, subject: "standard input")
    }

    /// Replaces a file in one step: written beside it, synchronised, renamed over it.
    package static func replace(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemCallError) {
        let temporary = "\(path).\(gettid()).tmp"
        do {
            let file = try FileDescriptor.open(temporary, [.writeOnly, .create, .truncate], mode: mode)
            try file.write(bytes)
            try file.synchronize()
        } catch {
            unlink(temporary)
            throw error
        }
        try rename(temporary, to: path)
    }

    package static func rename(_ path: String, to other: String) throws(SystemCallError) {
        _ = try retryingInterrupts("rename", on: path) { CLinux.rename(path, other) }
    }

    package static func remove(_ path: String) throws(SystemCallError) {
        _ = try retryingInterrupts("unlink", on: path) { unlink(path) }
    }

    package static func setPermissions(_ path: String, _ mode: UInt32) throws(SystemCallError) {
        _ = try retryingInterrupts("chmod", on: path) { chmod(path, mode) }
    }

    /// Makes a directory and what is missing above it, private to the user (0700).
    package static func makeDirectories(_ path: String) throws(SystemCallError) {
        if let existing = try metadata(path, ifPresent: true) {
            guard existing.isDirectory else {
                throw SystemCallError(call: "mkdir", on: path, errorNumber: ENOTDIR)
            }
            return
        }
        if let parent = parent(of: path) { try makeDirectories(parent) }
        do {
            _ = try retryingInterrupts("mkdir", on: path) { mkdir(path, 0o700) }
        } catch  where error.errorNumber == EEXIST {
            return
        }
    }

    static func parent(of path: String) -> String? {
        guard let slash = path.lastIndex(of: "/"), slash > path.startIndex else { return nil }
        return String(path[..<slash])
    }

    /// What a path leads to, following links.
    ///
    /// - Returns: nil where nothing is there and `ifPresent` is set.
    package static func metadata(_ path: String, ifPresent: Bool = false) throws(SystemCallError) -> FileMetadata? {
        var status = stat()
        do {
            _ = try retryingInterrupts("stat", on: path) { stat(path, &status) }
        } catch  where ifPresent && error.isGone {
            return nil
        }
        return FileMetadata(status)
    }

    /// The path without links, `.` and `..`, as the kernel shows working directories (realpath(3)).
    package static func resolved(_ path: String) throws(SystemCallError) -> String {
        guard let resolved = realpath(path, nil) else {
            throw SystemCallError(call: "realpath", on: path, errorNumber: tend_errno())
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    package static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// - Throws: `SystemCallError` where the effective user may not write to it, or its file system takes no writing.
    package static func requireWritable(_ path: String) throws(SystemCallError) {
        _ = try retryingInterrupts("faccessat", on: path) { faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) }
    }

    /// The names in a directory, in the order of the kernel, without `.` and `..`.
    package static func names(in path: String) throws(SystemCallError) -> [String] {
        guard let directory = opendir(path) else {
            throw SystemCallError(call: "opendir", on: path, errorNumber: tend_errno())
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }
}

/// The parts of stat(2) that tend uses.
package struct FileMetadata: Sendable {
    package var identity: FileIdentity
    package var size: Int
    package var links: Int
    package var ownerID: UInt32
    package var permissions: UInt32
    package var isDirectory: Bool
    package var isRegularFile: Bool
    /// Seconds since 1970 of the later of last access and last modification.
    package var lastUsed: Int

    init(_ status: stat) {
        identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        size = Int(status.st_size)
        links = Int(status.st_nlink)
        ownerID = status.st_uid
        permissions = status.st_mode & 0o7777
        isDirectory = status.st_mode & mode_t(S_IFMT) == mode_t(S_IFDIR)
        isRegularFile = status.st_mode & mode_t(S_IFMT) == mode_t(S_IFREG)
        lastUsed = max(status.st_atim.tv_sec, status.st_mtim.tv_sec)
    }
}

extension FileDescriptor {
    /// What the open file is.
    package func status(of path: String) throws(SystemCallError) -> FileMetadata {
        var status = stat()
        _ = try retryingInterrupts("fstat", on: path) { fstat(number, &status) }
        return FileMetadata(status)
    }

    /// Reads from the present position to the end.
    package func readToEnd(limit: Int, subject: String) throws(SystemCallError) -> [UInt8] {
        let bytes = try readPrefix(limit: max(limit, limit &+ 1), subject: subject)
        guard bytes.count <= limit else {
            throw SystemCallError(call: "read", on: subject, errorNumber: EFBIG)
        }
        return bytes
    }

    /// Reads from the present position to the end or the limit.
    func readPrefix(limit: Int, subject: String) throws(SystemCallError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = try retryingInterrupts("read", on: subject) {
                chunk.withUnsafeMutableBytes { CLinux.read(number, $0.baseAddress, $0.count) }
            }
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<min(count, limit - bytes.count)])
            guard bytes.count < limit else { return bytes }
        }
    }
}

extension FileSystem {
    /// Makes a file that must not exist yet, whole or not at all.
    ///
    /// No descriptor of it is open any more once it is there: closing one would drop this process's POSIX locks on it.
    /// - Returns: false where somebody else has made it meanwhile.
    package static func create(_ path: String, with bytes: [UInt8], mode: UInt32 = 0o600) throws(SystemCallError)
        -> Bool
    {
        // By thread: two of one process must not write into each other's.
        let temporary = "\(path).\(gettid()).new"
        defer { unlink(temporary) }
        do {
            let file = try FileDescriptor.open(temporary, [.writeOnly, .create, .truncate], mode: mode)
            try file.write(bytes)
            try file.synchronize()
        }
        do {
            _ = try retryingInterrupts("link", on: path) { link(temporary, path) }
            return true
        } catch  where error.errorNumber == EEXIST {
            return false
        }
    }
}
