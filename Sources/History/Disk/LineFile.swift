package import Primitives
package import SystemCalls

/// A file of lines that several programs append to and others follow; rotated by size.
///
/// Lines of one call reach the file in one write(2), so that nobody sees half a line between two others. Where the disk is
/// full in the middle of one, the next line begins anew and readers skip the torn one.
package struct LineFile: Sendable {
    package let path: String
    /// It is rotated before it grows past this.
    package let size: ByteCount
    /// How many rotated files are kept: `path.1` is the newest.
    package let count: Int

    package init(path: String, size: ByteCount = ByteCount(100 << 20), count: Int = 5) {
        self.path = path
        self.size = size
        self.count = count
    }

    /// Appends whole lines.
    ///
    /// - Returns: whether a rotated file went for it.
    /// - Throws: `SystemCallError` where not all of it was written: then none of it counts.
    package func append(_ lines: [UInt8]) throws(SystemCallError) -> Bool {
        var hasDropped = false
        if let present = try FileSystem.metadata(path, ifPresent: true), present.size > 0,
            ByteCount(UInt64(present.size + lines.count)) > size
        {
            hasDropped = try rotate(present.identity)
        }
        let file = try FileDescriptor.open(path, [.readWrite, .create, .append, .noFollow])
        try file.appendLines(lines, to: path)
        return hasDropped
    }

    /// Brings to the disk what was appended.
    package func synchronize() throws(SystemCallError) {
        try FileDescriptor.open(path, [.writeOnly, .noFollow]).synchronize()
    }

    /// Every line of all files that can be read, oldest first, the newest `limit` bytes of them.
    package func lines(limit: Int = 64 << 20) throws(SystemCallError) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        var left = limit
        for name in [path] + (1...max(1, count)).map({ "\(path).\($0)" }) where left > 0 {
            guard let size = try FileSystem.metadata(name, ifPresent: true)?.size else { continue }
            texts.append(try FileSystem.readSuffix(name, limit: left))
            left -= size
        }
        return texts.reversed().flatMap { $0.split(separator: UInt8(ascii: "\n")).map(Array.init) }
    }

    /// Two that rotate at once would do it twice: only who has the lock and still finds the same file does it.
    private func rotate(_ identity: FileIdentity) throws(SystemCallError) -> Bool {
        let file = try FileDescriptor.open(path, [.readWrite, .noFollow])
        guard try file.tryLock(), try FileSystem.metadata(path, ifPresent: true)?.identity == identity else {
            return false
        }
        let hasLast = FileSystem.exists("\(path).\(count)")
        for number in stride(from: count - 1, through: 1, by: -1) where FileSystem.exists("\(path).\(number)") {
            try FileSystem.rename("\(path).\(number)", to: "\(path).\(number + 1)")
        }
        try FileSystem.rename(path, to: "\(path).1")
        return hasLast
    }
}

extension FileDescriptor {
    /// Appends lines in one write; begins a new line where the last one is torn.
    ///
    /// - Throws: `SystemCallError` where not all of it was taken.
    package func appendLines(_ lines: [UInt8], to path: String) throws(SystemCallError) {
        let size = try status(of: path).size
        var isTorn = false
        if size > 0 {
            let last = UnsafeMutableRawBufferPointer.allocate(byteCount: 1, alignment: 1)
            defer { last.deallocate() }
            // Where somebody made it shorter meanwhile, an empty line harms nobody.
            isTorn = try read(into: last, at: size - 1) == 0 || last[0] != UInt8(ascii: "\n")
        }
        try writeOnce((isTorn ? [UInt8(ascii: "\n")] : []) + lines, to: path)
    }
}
