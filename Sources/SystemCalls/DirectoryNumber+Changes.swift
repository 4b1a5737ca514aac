internal import CLinux
package import Primitives

/// What removing and restoring needs, by single names below open directories; none of the calls follows a link.
extension DirectoryNumber {
    /// Opens a directory by an absolute path of any bytes and any length on which no part is a link.
    ///
    /// - Throws: `ErrorNumber`; `ELOOP` where a part is a link.
    package static func open(withoutLinks path: ForeignText) throws(ErrorNumber) -> Int32 {
        try open(withoutLinks: path, O_RDONLY | O_NONBLOCK)
    }

    /// Whether something, be it a link, lies at such a path; false where the way to it may not be searched.
    package static func exists(withoutLinks path: ForeignText) -> Bool {
        let parts = path.bytes.split(separator: UInt8(ascii: "/"))
        guard let name = parts.last else { return true }
        let above = ForeignText([UInt8(ascii: "/")] + parts.dropLast().joined(separator: [UInt8(ascii: "/")]))
        // What cannot be reached shows nothing.
        guard let number = try? open(withoutLinks: above, O_PATH) else { return false }
        defer { CLinux.close(number) }
        return (try? entry(number, Array(name))) != nil
    }

    private static func open(withoutLinks path: ForeignText, _ flags: Int32) throws(ErrorNumber) -> Int32 {
        let resolve = UInt64(RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS)
        var rest = path.bytes.split(separator: UInt8(ascii: "/"))[...]
        let root = rest.isEmpty ? flags : O_PATH
        var number = try opened(tend_openat2(AT_FDCWD, "/", root | O_DIRECTORY, resolve))
        while !rest.isEmpty {
            // The kernel takes 4,096 bytes at a time.
            var part: [UInt8] = []
            while let next = rest.first, part.isEmpty || part.count + next.count < 3800 {
                part += (part.isEmpty ? [] : [UInt8(ascii: "/")]) + next
                rest.removeFirst()
            }
            let above = number
            defer { CLinux.close(above) }
            // Directories on the way need not be readable.
            let how = (rest.isEmpty ? flags : O_PATH) | O_DIRECTORY | O_NOFOLLOW
            number = try withPath(part) { path throws(ErrorNumber) in
                try opened(tend_openat2(above, path, how, resolve))
            }
        }
        return number
    }

    /// Opens the directory above an open one.
    package static func openParent(_ directory: Int32) throws(ErrorNumber) -> Int32 {
        try opened(tend_openat(directory, "..", O_RDONLY | O_DIRECTORY | O_NONBLOCK, 0))
    }

    /// What bears a single name in a directory; a link itself where it is one.
    package static func entry(_ directory: Int32, _ name: [UInt8]) throws(ErrorNumber) -> DirectoryReader.EntryStatus {
        try withPath(name) { path throws(ErrorNumber) in try DirectoryReader.status(directory, path) }
    }

    /// Makes a directory that must not exist yet, for its owner alone.
    package static func make(_ directory: Int32, _ name: [UInt8]) throws(ErrorNumber) {
        try withPath(name) { path throws(ErrorNumber) in try checked(mkdirat(directory, path, 0o700)) }
    }

    /// Moves an entry to another directory of the same file system, where nothing bears the name yet (renameat2(2)).
    package static func move(
        _ directory: Int32, _ name: [UInt8], to other: Int32, _ newName: [UInt8]
    ) throws(ErrorNumber) {
        try withPath(name) { from throws(ErrorNumber) in
            try withPath(newName) { to throws(ErrorNumber) in
                try checked(renameat2(directory, from, other, to, UInt32(RENAME_NOREPLACE)))
            }
        }
    }

    /// Removes an entry that is no directory.
    package static func removeFile(_ directory: Int32, _ name: [UInt8]) throws(ErrorNumber) {
        try withPath(name) { path throws(ErrorNumber) in try checked(unlinkat(directory, path, 0)) }
    }

    /// Removes an empty directory.
    package static func removeDirectory(_ directory: Int32, _ name: [UInt8]) throws(ErrorNumber) {
        try withPath(name) { path throws(ErrorNumber) in try checked(unlinkat(directory, path, AT_REMOVEDIR)) }
    }

    /// Lets its owner read, search and change a directory, as caches that are made read-only need before they can go.
    package static func makeWritable(_ directory: Int32, permissions: UInt32) throws(ErrorNumber) {
        guard permissions & 0o700 != 0o700 else { return }
        try checked(fchmod(directory, mode_t(permissions | 0o700)))
    }

    /// What the file system that a directory is on says of itself.
    package static func volumeStatus(_ directory: Int32) throws(ErrorNumber) -> VolumeStatus {
        var answer = statvfs()
        try checked(fstatvfs(directory, &answer))
        return VolumeStatus(answer)
    }

    /// Has everything on a directory's file system written (syncfs(2)).
    package static func synchronizeVolume(_ directory: Int32) throws(ErrorNumber) { try checked(syncfs(directory)) }

    private static func checked(_ result: Int32) throws(ErrorNumber) {
        guard result == 0 else { throw .last }
    }
}

extension DirectoryNumber {
    /// Lets its owner into a directory that cannot be opened as it is (fchmodat(2)); a link is never followed, for the name was
    /// seen to be a directory, and what is opened next is compared.
    package static func openUp(_ directory: Int32, _ name: [UInt8], _ permissions: UInt32) throws(ErrorNumber) {
        try withPath(name) { path throws(ErrorNumber) in
            let number = try opened(tend_openat(directory, path, O_PATH | O_NOFOLLOW | O_DIRECTORY, 0))
            defer { CLinux.close(number) }
            // fchmod(2) refuses O_PATH descriptors; by their link in /proc the very same directory is changed.
            try checked(chmod("/proc/self/fd/\(number)", mode_t(permissions | 0o700)))
        }
    }
}
