internal import CLinux
package import Primitives

/// A directory through its own descriptor: what is looked at, made and removed lies in it and nowhere else.
///
/// Names are single names; none of the calls follows a link.
extension FileDescriptor {
    /// Opens a directory by an absolute path on which no part is a symbolic link.
    ///
    /// - Throws: `SystemCallError`; `isLink` where a part of it is one.
    package static func openDirectory(_ path: ForeignText) throws(SystemCallError) -> FileDescriptor {
        FileDescriptor(
            adopting: try opened(AT_FDCWD, path.bytes, resolve: RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS))
    }

    /// Opens a directory in this one that is on the same mount and no link.
    ///
    /// - Throws: `SystemCallError`; `isLink` for a link, `isElsewhere` for a mount point.
    package func openDirectory(_ name: String) throws(SystemCallError) -> FileDescriptor {
        let resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV
        return FileDescriptor(adopting: try Self.opened(number, Array(name.utf8), resolve: resolve))
    }

    private static func opened(_ directory: Int32, _ path: [UInt8], resolve: Int32) throws(SystemCallError) -> Int32 {
        let text = path.map { CChar(bitPattern: $0) } + [0]
        return try retryingInterrupts("openat2", on: String(decoding: path, as: UTF8.self)) {
            // With O_NOFOLLOW a link would be no directory instead of a link.
            tend_openat2(directory, text, O_RDONLY | O_DIRECTORY | O_NONBLOCK, UInt64(resolve))
        }
    }

    /// The names in this directory as it is now, in the order of the kernel, without `.` and `..`.
    package func entryNames() throws(SystemCallError) -> [[UInt8]] {
        try calling("getdents64", on: "descriptor \(number)") { () throws(ErrorNumber) in
            // A descriptor of its own begins at the first entry, however often this one was read.
            let list = try DirectoryNumber.reopen(number)
            defer { DirectoryNumber.close(list) }
            let reader = DirectoryReader()
            reader.begin()
            var names: [[UInt8]] = []
            while try reader.next(list) { names.append(reader.nameBytes) }
            return names
        }
    }

    /// What bears a name in this directory; a link itself where it is one.
    package func entryStatus(_ name: String) throws(SystemCallError) -> DirectoryReader.EntryStatus {
        try calling("fstatat", on: name) { () throws(ErrorNumber) in
            try DirectoryNumber.entry(number, Array(name.utf8))
        }
    }

    /// What this file itself is (fstat(2)).
    package func status() throws(SystemCallError) -> DirectoryReader.EntryStatus {
        try calling("fstat", on: "descriptor \(number)") { () throws(ErrorNumber) in
            try DirectoryReader.status(ofOpen: number)
        }
    }

    /// Makes a directory in this one, for its owner alone (mkdirat(2)).
    ///
    /// - Returns: false where something bears the name already.
    package func makeDirectory(_ name: String) throws(SystemCallError) -> Bool {
        do throws(SystemCallError) {
            try calling("mkdirat", on: name) { () throws(ErrorNumber) in
                try DirectoryNumber.make(number, Array(name.utf8))
            }
            return true
        } catch {
            guard error.errorNumber == EEXIST else { throw error }
            return false
        }
    }

    /// Removes a name that is no directory from this one (unlinkat(2)); needs no room on the file system.
    package func removeEntry(_ name: String) throws(SystemCallError) {
        try calling("unlinkat", on: name) { () throws(ErrorNumber) in
            try DirectoryNumber.removeFile(number, Array(name.utf8))
        }
    }

    /// Says of a failed call what it was about.
    private func calling<Value>(
        _ call: String, on subject: @autoclosure () -> String, _ body: () throws(ErrorNumber) -> Value
    ) throws(SystemCallError) -> Value {
        do throws(ErrorNumber) {
            return try body()
        } catch {
            throw SystemCallError(call: call, on: subject(), error)
        }
    }
}

extension SystemCallError {
    /// A symbolic link stands where none is followed.
    package var isLink: Bool { errorNumber == ELOOP }
    package var isNoDirectory: Bool { errorNumber == ENOTDIR }
    /// It lies on another mount.
    package var isElsewhere: Bool { errorNumber == EXDEV }
    /// The file system cannot do this.
    package var isUnsupported: Bool { errorNumber == EOPNOTSUPP || errorNumber == ENOSYS }
}
