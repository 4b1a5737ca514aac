internal import CLinux

/// Tells when a file system is no longer mounted anywhere: what is mounted later may bear the same numbers (inotify(7)).
///
/// Holds nobody up who wants to unmount it. Not for more than one thread at a time.
package final class UnmountWatch {
    private let descriptor: FileDescriptor
    private static let bufferSize = 4096

    /// - Throws: `SystemCallError` where this user has as many instances as there may be.
    package init() throws(SystemCallError) {
        descriptor = FileDescriptor(
            adopting: try retryingInterrupts("inotify_init1", on: "inotify") {
                inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
            })
    }

    /// Watches the file system of an open directory by that directory.
    ///
    /// - Returns: the number of the watch; the same one again for the same directory.
    package func add(_ directory: Int32) throws(ErrorNumber) -> Int32 {
        // The end of the file system is told whatever is asked for, but something has to be.
        try DirectoryNumber.opened(
            inotify_add_watch(descriptor.number, "/proc/self/fd/\(directory)", UInt32(IN_DELETE_SELF)))
    }

    package func remove(_ watch: Int32) { inotify_rm_watch(descriptor.number, watch) }

    /// Watches that have ended since the last call: the file system or the directory is gone; nil where some were lost.
    package func ended() -> [Int32]? {
        var ended: [Int32] = []
        return withUnsafeTemporaryAllocation(byteCount: Self.bufferSize, alignment: 8) { buffer -> [Int32]? in
            while true {
                let count = read(descriptor.number, buffer.baseAddress, buffer.count)
                guard count > 0 else { return count < 0 && tend_errno() == EAGAIN ? ended : nil }
                // struct inotify_event: the watch at 0, what happened at 4, the length of a name at 12, the name from 16.
                var position = 0
                while position + 16 <= count {
                    let mask = buffer.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self)
                    if mask & UInt32(IN_Q_OVERFLOW) != 0 { return nil }
                    ended.append(buffer.loadUnaligned(fromByteOffset: position, as: Int32.self))
                    position += 16 + Int(buffer.loadUnaligned(fromByteOffset: position + 12, as: UInt32.self))
                }
            }
        }
    }
}
