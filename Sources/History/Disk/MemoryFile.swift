package import Primitives
package import SystemCalls

/// A file of lines in memory (`/dev/shm/tend-UID/NAME`), for when the disk takes none.
///
/// The folder is the user's own and nobody else may enter it; what is a link, another's or open to others is refused, for in
/// `/dev/shm` anybody may make anything. Its size is bounded, for it is memory.
package struct MemoryFile: Sendable {
    /// `/dev/shm` but in tests.
    package let root: String
    package let userID: UInt32
    package let name: String
    /// It takes no more than this.
    package let size: ByteCount

    package init(root: String = "/dev/shm", userID: UInt32, name: String, size: ByteCount = ByteCount(16 << 20)) {
        self.root = root
        self.userID = userID
        self.name = name
        self.size = size
    }

    package var folder: String { "\(root)/tend-\(userID)" }
    package var path: String { "\(folder)/\(name)" }
    package var exists: Bool { FileSystem.exists(path) }

    /// Appends whole lines, and makes folder and file where they are missing.
    ///
    /// - Throws: `SystemCallError`; refused where folder or file are not the user's own.
    package func append(_ lines: [UInt8]) throws(SystemCallError) {
        let folder = try openFolder(makes: true)
        try lock(folder)
        let file = try openFile(folder, [.readWrite, .create, .append])
        guard UInt64(try file.status(of: path).size) + UInt64(lines.count) <= size.bytes else {
            throw SystemCallError(call: "write", on: path, ErrorNumber.full)
        }
        try file.appendLines(lines, to: path)
    }

    /// The lines in it; empty where there is no such file.
    package func lines() throws(SystemCallError) -> [[UInt8]] {
        guard exists else { return [] }
        return try text(openFolder(makes: false)).split(separator: UInt8(ascii: "\n")).map(Array.init)
    }

    /// Hands what is in it to somebody, and removes the file once that was done.
    ///
    /// Who appends meanwhile waits, so nothing is lost between both.
    package func move(_ take: ([UInt8]) throws(SystemCallError) -> Void) throws(SystemCallError) {
        guard exists else { return }
        let folder = try openFolder(makes: false)
        try lock(folder)
        let bytes = try text(folder)
        if !bytes.isEmpty { try take(bytes) }
        try FileSystem.remove(path)
    }

    private func text(_ folder: borrowing FileDescriptor) throws(SystemCallError) -> [UInt8] {
        try openFile(folder, []).readToEnd(limit: Int(clamping: size.bytes), subject: path)
    }

    private func openFolder(makes: Bool) throws(SystemCallError) -> FileDescriptor {
        if makes, !FileSystem.exists(folder) { try FileSystem.makeDirectories(folder) }
        let opened = try FileDescriptor.open(folder, [.directory, .noFollow])
        let status = try opened.status(of: folder)
        guard status.ownerID == userID, status.permissions & 0o077 == 0 else {
            throw SystemCallError(call: "open", on: folder, ErrorNumber.refused)
        }
        return opened
    }

    private func openFile(
        _ folder: borrowing FileDescriptor, _ options: FileDescriptor.Options
    ) throws(SystemCallError) -> FileDescriptor {
        let file = try folder.open(name, options.union([.noFollow, .nonBlocking]))
        let status = try file.status(of: path)
        guard status.isRegularFile, status.ownerID == userID, status.links == 1 else {
            throw SystemCallError(call: "open", on: path, ErrorNumber.refused)
        }
        return file
    }

    /// Whoever has it needs it for one write; who does not get it in a tenth of a second goes another way.
    private func lock(_ folder: borrowing FileDescriptor) throws(SystemCallError) {
        for _ in 0..<20 {
            if try folder.tryLock() { return }
            Clocks.sleep(seconds: 0.005)
        }
        throw SystemCallError(call: "flock", on: folder.number.description, ErrorNumber.timedOut)
    }
}
