internal import CLinux
package import Primitives

/// What statx(2) says of the file behind a path.
package struct LinkTarget: Equatable, Sendable {
    package var identity: FileIdentity
    /// Type and permission bits, as in stat(2).
    package var mode: UInt32
    package var links: Int
    /// Bytes, as the file system last knew it.
    package var size: UInt64
    /// Major and minor number of a device file.
    package var deviceNumber: (major: UInt32, minor: UInt32)
    /// Seconds since 1970.
    package var accessed: Double
    package var modified: Double

    init(directory: Int32, path: UnsafePointer<CChar>, flags: Int32) throws(ErrorNumber) {
        var answer = CLinux.statx()
        guard statx(directory, path, flags, UInt32(STATX_BASIC_STATS), &answer) == 0 else { throw .last }
        identity = FileIdentity(
            device: UInt64(gnu_dev_makedev(answer.stx_dev_major, answer.stx_dev_minor)), inode: answer.stx_ino)
        mode = UInt32(answer.stx_mode)
        links = Int(answer.stx_nlink)
        size = answer.stx_size
        deviceNumber = (answer.stx_rdev_major, answer.stx_rdev_minor)
        accessed = Double(answer.stx_atime.tv_sec) + Double(answer.stx_atime.tv_nsec) * 1e-9
        modified = Double(answer.stx_mtime.tv_sec) + Double(answer.stx_mtime.tv_nsec) * 1e-9
    }

    package var isRegularFile: Bool { mode & mode_t(S_IFMT) == mode_t(S_IFREG) }
    package var isDirectory: Bool { mode & mode_t(S_IFMT) == mode_t(S_IFDIR) }
    package var isNamedPipe: Bool { mode & mode_t(S_IFMT) == mode_t(S_IFIFO) }
    package var isCharacterDevice: Bool { mode & mode_t(S_IFMT) == mode_t(S_IFCHR) }

    package static func == (left: LinkTarget, right: LinkTarget) -> Bool {
        left.identity == right.identity && left.mode == right.mode && left.links == right.links
            && left.deviceNumber == right.deviceNumber && left.accessed == right.accessed
            && left.modified == right.modified
    }
}

extension FileSystem {
    /// What a path leads to, without asking a server that may not answer; nil where nothing is there.
    package static func linkTarget(_ path: String) throws(SystemCallError) -> LinkTarget? {
        do throws(ErrorNumber) {
            return try LinkTarget.at(path)
        } catch  where error.isGone {
            return nil
        } catch {
            throw SystemCallError(call: "statx", on: path, error)
        }
    }
}

extension LinkTarget {
    /// What a path leads to, following links, without asking a server that may not answer.
    package static func at(_ path: String) throws(ErrorNumber) -> LinkTarget {
        try LinkTarget(directory: AT_FDCWD, path: path, flags: AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT)
    }
}

extension FileDescriptor {
    /// The owner of the open file.
    package func ownerID() throws(SystemCallError) -> UInt32 {
        var status = stat()
        _ = try retryingInterrupts("fstat", on: "descriptor \(number)") { fstat(number, &status) }
        return status.st_uid
    }
}
