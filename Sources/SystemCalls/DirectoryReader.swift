internal import CLinux
package import Primitives

/// Reads directories entry by entry (getdents64(2)) and asks for the status of entries, with one buffer for all of them.
///
/// Made for millions of entries: reading one allocates nothing. Names stay valid until the next call of `next`. Not for
/// more than one thread.
package final class DirectoryReader {
    /// What a directory says that an entry is; `unknown` on file systems that do not keep it.
    package enum EntryKind: UInt8 {
        case directory, file, link, other, unknown
    }

    /// The parts of stat(2) that sizing needs.
    package struct EntryStatus {
        package var identity: FileIdentity
        /// Bytes of the content, holes among them.
        package var size: UInt64
        /// Units of 512 bytes.
        package var blocks: UInt64
        package var links: UInt64
        /// Nanoseconds since 1970, of the content and of the inode.
        package var modified: Int64
        package var changed: Int64
        package var ownerID: UInt32
        /// Permission bits, as chmod(2) takes them.
        package var permissions: UInt32
        package var kind: EntryKind
    }

    private static let bufferSize = 64 << 10
    private let buffer: UnsafeMutableRawPointer
    private var end = 0
    private var position = 0
    /// Of the present entry, ended by a NUL.
    package private(set) var name: UnsafePointer<UInt8>
    package private(set) var nameLength = 0
    package private(set) var kind = EntryKind.unknown
    package private(set) var inode: UInt64 = 0

    package init() {
        buffer = .allocate(byteCount: Self.bufferSize, alignment: 8)
        name = UnsafePointer(buffer.assumingMemoryBound(to: UInt8.self))
    }

    deinit { buffer.deallocate() }

    /// The name as bytes of one's own.
    package var nameBytes: [UInt8] { Array(UnsafeBufferPointer(start: name, count: nameLength)) }

    /// Begins with a directory that is open at its beginning.
    package func begin() {
        end = 0
        position = 0
    }

    /// Moves on to the next entry but `.` and `..`; false at the end.
    package func next(_ directory: Int32) throws(ErrorNumber) -> Bool {
        while true {
            if position >= end {
                let count = getdents64(directory, buffer, Self.bufferSize)
                guard count >= 0 else { throw .last }
                guard count > 0 else { return false }
                end = count
                position = 0
            }
            // struct linux_dirent64: inode at 0, the record's length at 16, its type at 18, its name, ended by a NUL, from 19.
            let record = buffer + position
            let length = Int(record.loadUnaligned(fromByteOffset: 16, as: UInt16.self))
            guard length > 19, position + length <= end else { throw .malformed }
            position += length
            name = UnsafePointer((record + 19).assumingMemoryBound(to: UInt8.self))
            let dot = UInt8(ascii: ".")
            if name[0] == dot, name[1] == 0 || (name[1] == dot && name[2] == 0) { continue }
            nameLength = strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            inode = record.loadUnaligned(as: UInt64.self)
            kind = Self.kind(type: record.load(fromByteOffset: 18, as: UInt8.self))
            return true
        }
    }

    /// What the present entry is; a link itself where it is one.
    package func status(_ directory: Int32) throws(ErrorNumber) -> EntryStatus {
        try Self.status(directory, UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
    }

    /// What an open file is.
    package static func status(ofOpen number: Int32) throws(ErrorNumber) -> EntryStatus {
        var answer = stat()
        guard fstat(number, &answer) == 0 else { throw .last }
        return EntryStatus(answer)
    }

    /// What lies at a name below an open directory; a link itself where it is one.
    package static func status(_ directory: Int32, _ name: UnsafePointer<CChar>) throws(ErrorNumber) -> EntryStatus {
        var answer = stat()
        guard fstatat(directory, name, &answer, AT_SYMLINK_NOFOLLOW) == 0 else { throw .last }
        return EntryStatus(answer)
    }

    private static func kind(type: UInt8) -> EntryKind {
        switch Int(type) {
        case DT_DIR: .directory
        case DT_REG: .file
        case DT_LNK: .link
        case DT_UNKNOWN: .unknown
        default: .other
        }
    }
}

extension DirectoryReader.EntryStatus {
    fileprivate init(_ answer: stat) {
        identity = FileIdentity(device: UInt64(answer.st_dev), inode: UInt64(answer.st_ino))
        size = UInt64(max(0, answer.st_size))
        blocks = UInt64(answer.st_blocks)
        links = UInt64(answer.st_nlink)
        modified = Int64(answer.st_mtim.tv_sec) &* 1_000_000_000 &+ Int64(answer.st_mtim.tv_nsec)
        changed = Int64(answer.st_ctim.tv_sec) &* 1_000_000_000 &+ Int64(answer.st_ctim.tv_nsec)
        ownerID = answer.st_uid
        permissions = answer.st_mode & 0o7777
        kind =
            switch answer.st_mode & mode_t(S_IFMT) {
            case mode_t(S_IFDIR): .directory
            case mode_t(S_IFREG): .file
            case mode_t(S_IFLNK): .link
            default: .other
            }
    }
}
