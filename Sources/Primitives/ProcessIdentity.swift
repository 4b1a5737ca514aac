/// Which process, for as long as the machine runs: a PID alone is reused, so it never stands alone.
package struct ProcessIdentity: Hashable, Sendable {
    package var pid: Int32
    /// Field 22 of `/proc/PID/stat`: clock ticks between boot and the process's start.
    package var startTicks: UInt64
    /// The kernel's boot id (36 characters): start ticks of different boots never compare equal.
    package var bootID: String
    /// Owner of `/proc/PID`: the effective user, or root where the process made itself unreadable.
    package var userID: UInt32

    package init(pid: Int32, startTicks: UInt64, bootID: String, userID: UInt32) {
        self.pid = pid
        self.startTicks = startTicks
        self.bootID = bootID
        self.userID = userID
    }

    /// The `start_id` of machine output: the boot id's first eight characters and the start tick.
    package var startID: String { "\(bootID.prefix(8)):\(startTicks)" }
}

/// Which file, for as long as its filesystem is mounted.
package struct FileIdentity: Hashable, Sendable {
    package var device: UInt64
    package var inode: UInt64

    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}
