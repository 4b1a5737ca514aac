package import Primitives

/// One mounted file system, however often it is mounted.
package struct Volume: Sendable, Equatable {
    /// The mount point nearest to the root that leads to it.
    package var mount: ForeignText
    /// Further mount points: bind mounts and subvolumes of the same file system.
    package var alsoAt: [ForeignText] = []
    /// What it was mounted from, such as `/dev/vda`.
    package var device: ForeignText
    /// The kernel's name of the type, such as `ext4`.
    package var fileSystem: String
    /// Major and minor number as one; the same for all mounts of a file system.
    package var deviceNumber: UInt64
    package var isReadOnly: Bool
    /// Kept in memory (tmpfs): filling it uses up memory.
    package var isMemory: Bool
    /// On another machine.
    package var isNetwork: Bool
    /// Unavailable where it may not be asked, or did not answer.
    package var space: Reading<VolumeSpace>

    package init(
        mount: ForeignText, device: ForeignText, fileSystem: String, deviceNumber: UInt64, isReadOnly: Bool = false,
        isMemory: Bool = false, isNetwork: Bool = false, space: Reading<VolumeSpace> = .unavailable(.notCollected)
    ) {
        self.mount = mount
        self.device = device
        self.fileSystem = fileSystem
        self.deviceNumber = deviceNumber
        self.isReadOnly = isReadOnly
        self.isMemory = isMemory
        self.isNetwork = isNetwork
        self.space = space
    }
}

/// A place that fills in its own way and is watched with a target of its own.
package struct SpecialLocation: Sendable, Equatable {
    /// `/dev/shm`, `/tmp`, `/var/tmp` or `swap`.
    package var name: String
    /// Mount point of the volume that it is on; nil for swap.
    package var mount: ForeignText?
    package var totalBytes: ByteCount
    package var freeBytes: ByteCount
    package var freePercent: Double
    /// Percent that ought to be free.
    package var targetPercent: Double

    package init(
        name: String, mount: ForeignText?, totalBytes: ByteCount, freeBytes: ByteCount, freePercent: Double,
        targetPercent: Double
    ) {
        self.name = name
        self.mount = mount
        self.totalBytes = totalBytes
        self.freeBytes = freeBytes
        self.freePercent = freePercent
        self.targetPercent = targetPercent
    }

    package var isBelowTarget: Bool { freePercent < targetPercent }
}
