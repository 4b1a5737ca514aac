internal import CLinux

/// `/proc`, kept open, with one buffer for all paths and one for all contents.
///
/// Made for thousands of small files: reading one allocates nothing. What a method returns as an unsafe buffer stays
/// valid until the next read, and no longer than this value lives. Not for more than one thread.
package final class ProcFileSystem {
    package let root: String
    private let directory: FileDescriptor
    private let path: UnsafeMutablePointer<CChar>
    private let buffer: UnsafeMutablePointer<UInt8>
    private static let bufferSize = 64 << 10
    /// Longer than any path below `/proc` that tend asks for.
    private static let pathSize = 96
    private let watch: CallWatch?

    /// Opens a root.
    ///
    /// - Parameters:
    ///   - root: where `/proc` is.
    ///   - watch: told of every call; what it avoids fails with `timedOut` without being called.
    /// - Throws: `SystemCallError` where the root cannot be opened.
    package init(root: String = "/proc", watch: CallWatch? = nil) throws(SystemCallError) {
        self.root = root
        self.watch = watch
        directory = try FileDescriptor.open(root, .directory)
        path = .allocate(capacity: Self.pathSize)
        buffer = .allocate(capacity: Self.bufferSize)
    }

    deinit {
        path.deallocate()
        buffer.deallocate()
    }

    /// Reads a file that fits the buffer (64 KiB), in one go: open, read, close.
    package func read(pid: Int32, _ file: StaticString, _ entry: Int32? = nil)
        throws(ErrorNumber) -> UnsafeBufferPointer<UInt8>
    {
        try begin(pid, file)
        defer { end() }
        let number = try open(pid, file, entry, flags: O_RDONLY)
        defer { CLinux.close(number) }
        return try read(number, at: 0)
    }

    /// Reads a file of one thread, `/proc/PID/task/TID/file`, that fits the buffer.
    package func read(pid: Int32, thread: Int32, _ file: StaticString)
        throws(ErrorNumber) -> UnsafeBufferPointer<UInt8>
    {
        try begin(pid, file)
        defer { end() }
        let number = try open(pid, "task", thread, file, flags: O_RDONLY)
        defer { CLinux.close(number) }
        return try read(number, at: 0)
    }

    /// Reads a whole file up to a limit that the kernel hands over as far as the buffer goes, such as `cmdline` and `environ`.
    ///
    /// - Returns: the bytes, and whether there were more.
    package func readWhole(
        pid: Int32, _ file: StaticString, limit: Int
    ) throws(ErrorNumber) -> (bytes: [UInt8], isCut: Bool) {
        try begin(pid, file)
        defer { end() }
        let number = try open(pid, file, nil, flags: O_RDONLY)
        defer { CLinux.close(number) }
        return try readWhole(number, limit)
    }

    /// Reads a whole file up to a limit that the kernel hands over page by page, such as `maps` and `mountinfo`: there a
    /// short read is not the end.
    ///
    /// - Returns: the bytes, and whether there were more.
    package func readPages(
        pid: Int32, _ file: StaticString, limit: Int
    ) throws(ErrorNumber) -> (bytes: [UInt8], isCut: Bool) {
        try begin(pid, file)
        defer { end() }
        let number = try open(pid, file, nil, flags: O_RDONLY)
        defer { CLinux.close(number) }
        return try readOn(number, from: [], limit)
    }

    private func readWhole(_ number: Int32, _ limit: Int) throws(ErrorNumber) -> (bytes: [UInt8], isCut: Bool) {
        let first = try read(number, at: 0)
        // The kernel fills the buffer as far as it has text, so a short read is the end.
        if first.count < min(Self.bufferSize, limit) { return ([UInt8](first), false) }
        return try readOn(number, from: [UInt8](first.prefix(limit)), limit)
    }

    private func readOn(
        _ number: Int32, from start: [UInt8], _ limit: Int
    ) throws(ErrorNumber) -> (bytes: [UInt8], isCut: Bool) {
        var bytes = start
        while bytes.count < limit {
            let part = try read(number, at: bytes.count)
            if part.isEmpty { return (bytes, false) }
            bytes.append(contentsOf: part.prefix(limit - bytes.count))
        }
        return (bytes, try !read(number, at: limit).isEmpty)
    }

    /// Opens a file; the caller owns the number and closes it with `ProcFileSystem.close`.
    package func open(pid: Int32, _ file: StaticString) throws(ErrorNumber) -> Int32 {
        try begin(pid, file)
        defer { end() }
        return try open(pid, file, nil, flags: O_RDONLY)
    }

    package static func close(_ number: Int32) {
        CLinux.close(number)
    }

    /// Reads a file that `open` opened from its beginning into the buffer.
    package func read(
        _ number: Int32, of pid: Int32, _ file: StaticString
    ) throws(ErrorNumber) -> UnsafeBufferPointer<UInt8> {
        try begin(pid, file)
        defer { end() }
        return try read(number, at: 0)
    }

    private func read(_ number: Int32, at offset: Int) throws(ErrorNumber) -> UnsafeBufferPointer<UInt8> {
        let count = pread(number, buffer, Self.bufferSize, offset)
        guard count >= 0 else { throw .last }
        return UnsafeBufferPointer(start: buffer, count: count)
    }

    /// Where a link leads, as the kernel words it; at most 4,096 bytes.
    package func readLink(
        pid: Int32, _ file: StaticString, _ entry: Int32? = nil
    ) throws(ErrorNumber) -> UnsafeBufferPointer<UInt8> {
        try begin(pid, file)
        defer { end() }
        setPath(pid, file, entry)
        let count = buffer.withMemoryRebound(to: CChar.self, capacity: 4096) {
            readlinkat(directory.number, path, $0, 4096)
        }
        guard count >= 0 else { throw .last }
        return UnsafeBufferPointer(start: buffer, count: count)
    }

    /// The owner of a process's directory: its effective user.
    package func owner(pid: Int32) throws(ErrorNumber) -> UInt32 {
        setPath(pid, "", nil)
        var answer = CLinux.statx()
        let flags = AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT
        guard statx(directory.number, path, flags, UInt32(STATX_UID), &answer) == 0 else { throw .last }
        return answer.stx_uid
    }

    /// What a link of a process leads to, without asking a server that may not answer.
    package func status(pid: Int32, _ file: StaticString, _ entry: Int32? = nil) throws(ErrorNumber) -> LinkTarget {
        try begin(pid, file)
        defer { end() }
        setPath(pid, file, entry)
        return try LinkTarget(directory: directory.number, path: path, flags: AT_STATX_DONT_SYNC)
    }

    /// The permissions of a link itself: for an open file whether it is open for reading (`r--`) and writing (`-w-`).
    package func linkMode(pid: Int32, _ file: StaticString, _ entry: Int32) throws(ErrorNumber) -> UInt32 {
        try begin(pid, file)
        defer { end() }
        setPath(pid, file, entry)
        return try LinkTarget(directory: directory.number, path: path, flags: AT_SYMLINK_NOFOLLOW).mode
    }

    /// Opens the file that a descriptor of a process leads to once more, without waiting, and asks what poll(2) says.
    package func poll(
        pid: Int32, descriptor: Int32, events: PollRequest.Events
    ) throws(ErrorNumber) -> PollRequest.Events {
        let direction = events.contains(.writable) ? O_WRONLY : O_RDONLY
        try begin(pid, "pipe")
        defer { end() }
        let number = try open(pid, "fd", descriptor, flags: direction | O_NONBLOCK | O_NOCTTY)
        defer { CLinux.close(number) }
        return PollRequest(descriptor: number, events: events).wait(timeout: .zero)
    }

    /// Begins calls on one file where the watch sees them, up to `end`.
    @inline(__always)
    private func begin(_ pid: Int32, _ file: StaticString) throws(ErrorNumber) {
        if let watch { try watch.begin(pid, file) }
    }

    @inline(__always)
    private func end() { watch?.end() }

    private func open(
        _ pid: Int32, _ file: StaticString, _ entry: Int32?, _ last: StaticString? = nil, flags: Int32
    ) throws(ErrorNumber) -> Int32 {
        setPath(pid, file, entry, last)
        let number = tend_openat(directory.number, path, flags, 0)
        guard number >= 0 else { throw .last }
        return number
    }

    /// Writes `PID`, `PID/file`, `PID/file/entry` or `PID/file/entry/last`.
    private func setPath(_ pid: Int32, _ file: StaticString, _ entry: Int32?, _ last: StaticString? = nil) {
        precondition(file.utf8CodeUnitCount + (last?.utf8CodeUnitCount ?? 0) < Self.pathSize - 32)
        var end = append(pid, at: 0)
        if file.utf8CodeUnitCount > 0 { end = append(file, at: end) }
        if let entry {
            path[end] = CChar(UInt8(ascii: "/"))
            end = append(entry, at: end + 1)
        }
        if let last { end = append(last, at: end) }
        path[end] = 0
    }

    private func append(_ name: StaticString, at start: Int) -> Int {
        path[start] = CChar(UInt8(ascii: "/"))
        UnsafeMutableRawPointer(path + start + 1).copyMemory(from: name.utf8Start, byteCount: name.utf8CodeUnitCount)
        return start + 1 + name.utf8CodeUnitCount
    }

    private func append(_ number: Int32, at start: Int) -> Int {
        var rest = UInt32(max(0, number))
        var digits = 1
        var bound: UInt64 = 10
        while UInt64(rest) >= bound {
            bound *= 10
            digits += 1
        }
        for index in stride(from: start + digits - 1, through: start, by: -1) {
            path[index] = CChar(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        }
        return start + digits
    }
}

extension ProcFileSystem {
    /// The numbers among the names of the root: the PIDs, in the order of the kernel.
    package func processIDs(into numbers: inout [Int32]) throws(ErrorNumber) {
        numbers.removeAll(keepingCapacity: true)
        guard lseek(directory.number, 0, SEEK_SET) == 0 else { throw .last }
        while try appendNumbers(of: directory.number, to: &numbers) {}
    }

    /// The numbers of a process's open files.
    ///
    /// - Returns: false where there are more than the limit.
    package func descriptors(pid: Int32, into numbers: inout [Int32], limit: Int) throws(ErrorNumber) -> Bool {
        try self.numbers(pid: pid, "fd", into: &numbers, limit: limit)
    }

    /// The ids of a process's threads.
    ///
    /// - Returns: false where there are more than the limit.
    package func threads(pid: Int32, into numbers: inout [Int32], limit: Int) throws(ErrorNumber) -> Bool {
        try self.numbers(pid: pid, "task", into: &numbers, limit: limit)
    }

    private func numbers(
        pid: Int32, _ name: StaticString, into numbers: inout [Int32], limit: Int
    ) throws(ErrorNumber) -> Bool {
        numbers.removeAll(keepingCapacity: true)
        try begin(pid, name)
        defer { end() }
        let folder = try open(pid, name, nil, flags: O_RDONLY | O_DIRECTORY)
        defer { CLinux.close(folder) }
        while numbers.count <= limit, try appendNumbers(of: folder, to: &numbers) {}
        return numbers.count <= limit
    }

    /// Takes one portion of a directory's entries; false at the end.
    private func appendNumbers(of folder: Int32, to numbers: inout [Int32]) throws(ErrorNumber) -> Bool {
        let count = getdents64(folder, buffer, Self.bufferSize)
        guard count > 0 else {
            if count == 0 { return false }
            throw .last
        }
        // struct linux_dirent64: the record's length is at 16, its name, ended by a NUL, from 19.
        let entries = UnsafeRawBufferPointer(start: buffer, count: count)
        var start = 0
        while start + 19 < count {
            let length = Int(entries.loadUnaligned(fromByteOffset: start + 16, as: UInt16.self))
            guard length > 19 else { throw .malformed }
            if let number = Self.number(entries[(start + 19)..<min(start + length, count)]) { numbers.append(number) }
            start += length
        }
        return true
    }

    private static func number(_ name: Slice<UnsafeRawBufferPointer>) -> Int32? {
        var value: Int32 = 0
        for (position, byte) in name.enumerated() {
            if byte == 0 { return position > 0 ? value : nil }
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
            let (tens, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = tens.addingReportingOverflow(Int32(byte - UInt8(ascii: "0")))
            guard !overflow, !carry else { return nil }
            value = sum
        }
        return nil
    }
}
