internal import CLinux

extension FileDescriptor {
    /// Has the file system set blocks aside for a part of the file, and the file grow to hold it (fallocate(2), mode 0).
    ///
    /// - Throws: `SystemCallError`; `isUnsupported` on file systems that cannot, `isFull` where there is no room.
    package func allocate(from offset: UInt64, count: UInt64) throws(SystemCallError) {
        _ = try retryingInterrupts("fallocate", on: "descriptor \(number)") {
            fallocate(number, 0, off_t(clamping: offset), off_t(clamping: count))
        }
    }

    /// Has everything on this file's file system written (syncfs(2)); afterwards its numbers count all that was taken.
    package func synchronizeFileSystem() throws(SystemCallError) {
        _ = try retryingInterrupts("syncfs", on: "descriptor \(number)") { syncfs(number) }
    }

    /// Has btrfs begin its next commit, with which it counts as free what was unlinked (BTRFS_IOC_START_SYNC); does not wait.
    ///
    /// - Throws: `SystemCallError` on any other file system.
    package func startCommit() throws(SystemCallError) {
        _ = try retryingInterrupts("ioctl", on: "descriptor \(number)") { tend_start_commit(number) }
    }

    /// Lets the kernel forget what it keeps of the file's content in memory, as far as it is on the disk (posix_fadvise(2)).
    package func forgetContent() throws(SystemCallError) {
        let failure = posix_fadvise(number, 0, 0, POSIX_FADV_DONTNEED)
        guard failure == 0 else {
            throw SystemCallError(call: "posix_fadvise", on: "descriptor \(number)", errorNumber: failure)
        }
    }

    /// Writes all bytes at an offset, however many calls it takes, and leaves the descriptor's own position alone.
    package func write(_ bytes: UnsafeRawBufferPointer, at offset: UInt64) throws(SystemCallError) {
        var written = 0
        while written < bytes.count {
            written += try retryingInterrupts("pwrite", on: "descriptor \(number)") {
                pwrite(
                    number, bytes.baseAddress?.advanced(by: written), bytes.count - written,
                    off_t(clamping: offset) + written)
            }
        }
    }

    /// The same of an array.
    package func write(_ bytes: [UInt8], at offset: UInt64) throws(SystemCallError) {
        let failure = bytes.withUnsafeBytes { buffer -> SystemCallError? in
            do throws(SystemCallError) {
                try write(buffer, at: offset)
                return nil
            } catch {
                return error
            }
        }
        if let failure { throw failure }
    }

    /// Reads so many bytes from the beginning, or what there is.
    package func readBeginning(_ count: Int) throws(SystemCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var end = 0
        while end < count {
            let more = try retryingInterrupts("pread", on: "descriptor \(number)") {
                bytes.withUnsafeMutableBytes { pread(number, $0.baseAddress?.advanced(by: end), count - end, end) }
            }
            guard more > 0 else { break }
            end += more
        }
        return Array(bytes.prefix(end))
    }

    /// Opens a file in this directory and on its mount for reading, without following a link or waiting for anybody.
    ///
    /// Where the kernel lets us, the time of last access stays as it is, so that looking changes nothing on the disk.
    package func openForLooking(_ name: String) throws(SystemCallError) -> FileDescriptor {
        let flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY
        let resolve = UInt64(RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV)
        var opened = tend_openat2(number, name, flags | O_NOATIME, resolve)
        if opened < 0, tend_errno() == EPERM { opened = tend_openat2(number, name, flags, resolve) }
        guard opened >= 0 else { throw SystemCallError(call: "openat2", on: name, errorNumber: tend_errno()) }
        return FileDescriptor(adopting: opened)
    }
}
