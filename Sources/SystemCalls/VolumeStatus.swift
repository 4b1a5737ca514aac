internal import CLinux
package import Primitives

/// What statvfs(3) says of a mounted file system.
package struct VolumeStatus: Equatable, Sendable {
    /// Size of a block in bytes, of which the counts below are.
    package var blockSize: Int
    package var blocks: UInt64
    /// Free, those that only root may take among them.
    package var freeBlocks: UInt64
    /// What a user without privileges may still take.
    package var availableBlocks: UInt64
    /// 0 where the file system makes inodes as it needs them.
    package var inodes: UInt64
    package var availableInodes: UInt64
    package var isReadOnly: Bool

    package func bytes(_ blocks: UInt64) -> ByteCount { .pages(blocks, pageSize: blockSize) }
}

extension FileSystem {
    /// Asks a file system about itself by a path on it.
    ///
    /// Does not come back while a network server does not answer: for one that may not, name a patience.
    package static func volumeStatus(_ path: String) throws(SystemCallError) -> VolumeStatus {
        try volumeStatus(ForeignText(path))
    }

    /// The same for a path that need not be UTF-8.
    package static func volumeStatus(_ path: ForeignText) throws(SystemCallError) -> VolumeStatus {
        let text = path.bytes.map { CChar(bitPattern: $0) } + [0]
        var answer = statvfs()
        _ = try retryingInterrupts("statvfs", on: String(decoding: path.bytes, as: UTF8.self)) {
            statvfs(text, &answer)
        }
        return VolumeStatus(answer)
    }

    /// The same of a file system that may not answer: a child process asks, and is left to itself where it takes too long.
    ///
    /// - Parameters:
    ///   - path: on it.
    ///   - patience: how long to wait.
    /// - Returns: what it says.
    /// - Throws: `SystemCallError`; `ETIMEDOUT` where it did not answer in time.
    /// - Complexity: a fork(2).
    package static func volumeStatus(
        _ path: ForeignText, within patience: Duration
    ) throws(SystemCallError) -> VolumeStatus {
        let text = path.bytes.map { CChar(bitPattern: $0) } + [0]
        var answer = statvfs()
        guard tend_statvfs_apart(text, &answer, patience.pollMilliseconds) == 0 else {
            let failure = tend_errno()
            throw SystemCallError(
                call: "statvfs", on: String(decoding: path.bytes, as: UTF8.self), errorNumber: failure)
        }
        return VolumeStatus(answer)
    }
}

extension FileDescriptor {
    /// What the file system that this file is on says of itself.
    package func volumeStatus() throws(SystemCallError) -> VolumeStatus {
        var answer = statvfs()
        _ = try retryingInterrupts("fstatvfs", on: "descriptor \(number)") { fstatvfs(number, &answer) }
        return VolumeStatus(answer)
    }
}

extension VolumeStatus {
    init(_ answer: statvfs) {
        blockSize = Int(answer.f_frsize)
        blocks = UInt64(answer.f_blocks)
        freeBlocks = UInt64(answer.f_bfree)
        availableBlocks = UInt64(answer.f_bavail)
        inodes = UInt64(answer.f_files)
        availableInodes = UInt64(answer.f_favail)
        isReadOnly = answer.f_flag & UInt(ST_RDONLY) != 0
    }
}

/// Numbers of devices as stat(2) has them.
package enum DeviceNumber {
    /// One number of the two that the kernel prints (makedev(3)).
    package static func combined(major: UInt32, minor: UInt32) -> UInt64 {
        UInt64(gnu_dev_makedev(major, minor))
    }
}
