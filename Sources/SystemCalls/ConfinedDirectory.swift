internal import CLinux

/// A directory from which nothing is reached by a symbolic link or on another mount (openat2(2)).
///
/// What begins on a file system of this machine thus never ends up waiting for another machine.
package struct ConfinedDirectory: ~Copyable {
    private let descriptor: FileDescriptor
    private static let confined = UInt64(RESOLVE_NO_XDEV | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)
    private static let folder = O_PATH | O_DIRECTORY

    /// Opens what a link of `/proc` leads to, such as `/proc/PID/cwd`.
    package init(link: String) throws(ErrorNumber) {
        descriptor = try Self.open(AT_FDCWD, link, Self.folder, resolve: 0)
    }

    /// Opens a directory by an absolute path on which no part is a symbolic link.
    package init(path: String) throws(ErrorNumber) {
        descriptor = try Self.open(
            AT_FDCWD, path, Self.folder, resolve: UInt64(RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS))
    }

    private init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = descriptor
    }

    /// The directory of this name, `..` included.
    package func directory(_ name: String) throws(ErrorNumber) -> ConfinedDirectory {
        ConfinedDirectory(try Self.open(descriptor.number, name, Self.folder, resolve: Self.confined))
    }

    /// What bears a name; a link itself where it is one.
    package func status(_ name: String) throws(ErrorNumber) -> LinkTarget {
        let file = try Self.open(descriptor.number, name, O_PATH | O_NOFOLLOW, resolve: Self.confined)
        return try LinkTarget(directory: file.number, path: "", flags: AT_EMPTY_PATH | AT_STATX_DONT_SYNC)
    }

    /// What the directory itself is.
    package func status() throws(ErrorNumber) -> LinkTarget {
        try LinkTarget(directory: descriptor.number, path: "", flags: AT_EMPTY_PATH | AT_STATX_DONT_SYNC)
    }

    package func has(_ name: String) -> Bool {
        // What cannot be looked at is taken for absent.
        (try? status(name)) != nil
    }

    /// Reads at most so many bytes from the beginning of a file, without waiting for a pipe's other end.
    package func read(_ name: String, limit: Int) throws(ErrorNumber) -> [UInt8] {
        let file = try Self.open(descriptor.number, name, O_RDONLY | O_NONBLOCK | O_NOCTTY, resolve: Self.confined)
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = bytes.withUnsafeMutableBytes { pread(file.number, $0.baseAddress, $0.count, 0) }
        guard count >= 0 else { throw .last }
        return [UInt8](bytes.prefix(count))
    }

    /// The newest change of what lies directly in it, in seconds since 1970 and nil where it is empty; of how many entries
    /// that is, and whether those are all.
    ///
    /// Of more entries than the limit the kernel's order decides which are asked.
    package func newestChange(limit: Int) throws(ErrorNumber) -> (moment: Double?, entries: Int, isWhole: Bool) {
        let list = try Self.open(descriptor.number, ".", O_RDONLY | O_DIRECTORY | O_NONBLOCK, resolve: Self.confined)
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        var (newest, entries) = (nil as Double?, 0)
        while true {
            let count = buffer.withUnsafeMutableBytes { space in
                space.baseAddress.map { getdents64(list.number, $0, space.count) } ?? 0
            }
            guard count >= 0 else { throw .last }
            if count == 0 { return (newest, entries, true) }
            var start = 0
            // struct linux_dirent64: the record's length is at 16, its name, ended by a NUL, from 19.
            while start + 19 < count {
                let length = Int(buffer[start + 16]) | Int(buffer[start + 17]) << 8
                guard length > 19 else { throw .malformed }
                let name = buffer[(start + 19)...].prefix { $0 != 0 }
                start += length
                if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
                if entries >= limit { return (newest, entries, false) }
                entries += 1
                if let moment = modified(name) { newest = max(newest ?? moment, moment) }
            }
        }
    }

    /// Nil for an entry that is gone or may not be looked at.
    private func modified(_ name: ArraySlice<UInt8>) -> Double? {
        let text = name.map { CChar(bitPattern: $0) } + [0]
        let flags = AT_SYMLINK_NOFOLLOW | AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT
        return (try? LinkTarget(directory: descriptor.number, path: text, flags: flags))?.modified
    }

    private static func open(
        _ directory: Int32, _ path: String, _ flags: Int32, resolve: UInt64
    ) throws(ErrorNumber) -> FileDescriptor {
        // Looking must not show: the time of last access stays as it is where the file's owner looks.
        var number = tend_openat2(directory, path, flags & O_PATH == 0 ? flags | O_NOATIME : flags, resolve)
        if number < 0, tend_errno() == EPERM { number = tend_openat2(directory, path, flags, resolve) }
        guard number >= 0 else { throw .last }
        return FileDescriptor(adopting: number)
    }
}
