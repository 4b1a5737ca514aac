internal import Formats
package import Model
package import Primitives
package import SystemCalls

/// Reads which file systems are mounted and how full they are; changes nothing.
package struct VolumeReader: Sendable {
    /// Where `/proc` is.
    package var procRoot: String
    /// How long a file system of another machine may take to answer.
    package var patience: Duration
    /// Whether file systems of other machines are asked at all: one that hangs costs a process each time.
    package var asksOthers = true

    package init(procRoot: String = "/proc", patience: Duration = .seconds(1)) {
        self.procRoot = procRoot
        self.patience = patience
    }

    /// Every file system that has blocks, once, in the order of its first mount point.
    ///
    /// Left out are those without blocks (proc, sysfs…), and overlays that lie on another volume of this machine, unless they
    /// are the root. Bind mounts and btrfs subvolumes are folded by device.
    ///
    /// - Throws: `SystemCallError` where the list of mounts cannot be read.
    /// - Complexity: O(mounts squared) for what is mounted over; one call each, and for one on the network at most `patience`.
    package func volumes() throws(SystemCallError) -> [Volume] {
        let table = MountTable(parsing: try FileSystem.read("\(procRoot)/self/mountinfo", limit: 8 << 20))
        var volumes: [Volume] = []
        var places: [UInt64: Int] = [:]
        for mount in table.reachable where !Self.hasNoFiles(mount.type) {
            if let place = places[mount.device] {
                volumes[place].add(mount)
            } else if mount.type != "overlay" || mount.point.bytes == [UInt8(ascii: "/")] {
                places[mount.device] = volumes.count
                volumes.append(Volume(mount))
            }
        }
        for index in volumes.indices {
            volumes[index].space = space(of: volumes[index])
            volumes[index].alsoAt.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
        }
        return volumes.filter { ($0.space.value?.totalBytes.bytes ?? 1) > 0 }
            .sorted { $0.mount.bytes.lexicographicallyPrecedes($1.mount.bytes) }
    }

    /// The volume of these that an existing path lies on; links are followed.
    ///
    /// - Throws: `SystemCallError` where the path leads nowhere.
    package func volume(of path: String, among volumes: [Volume]) throws(SystemCallError) -> Volume? {
        let resolved = ForeignText(try FileSystem.resolved(path))
        let table = MountTable(parsing: try FileSystem.read("\(procRoot)/self/mountinfo", limit: 8 << 20))
        guard let mount = table.mount(of: resolved) else { return nil }
        if let found = volumes.first(where: { $0.deviceNumber == mount.device }) { return found }
        var volume = Volume(mount)
        volume.space = space(of: volume)
        return volume
    }

    /// The device and the mount point that each of these paths without links lies on; nil where there is none.
    ///
    /// - Throws: `SystemCallError` where the list of mounts cannot be read.
    package func mounts(of paths: [String]) throws(SystemCallError) -> [(device: UInt64, point: ForeignText)?] {
        let table = MountTable(parsing: try FileSystem.read("\(procRoot)/self/mountinfo", limit: 8 << 20))
        return paths.map { path in table.mount(of: ForeignText(path)).map { ($0.device, $0.point) } }
    }

    /// How full it is now.
    package func space(of volume: Volume) -> Reading<VolumeSpace> {
        let mount = volume.mount
        guard volume.isNetwork else { return Self.space(at: mount) }
        guard asksOthers else { return .unavailable(.notCollected) }
        return Self.reading { () throws(SystemCallError) in try FileSystem.volumeStatus(mount, within: patience) }
    }

    private static func space(at mount: ForeignText) -> Reading<VolumeSpace> {
        reading { () throws(SystemCallError) in try FileSystem.volumeStatus(mount) }
    }

    private static func reading(_ ask: () throws(SystemCallError) -> VolumeStatus) -> Reading<VolumeSpace> {
        do throws(SystemCallError) {
            return .measured(VolumeSpace(try ask()))
        } catch {
            if error.isTimedOut { return .unavailable(.timedOut) }
            return .unavailable(error.isGone ? .gone : error.isRefused ? .notPermitted : .notSupported)
        }
    }

    /// What the kernel shows of itself as files: nothing there fills up.
    private static func hasNoFiles(_ type: String) -> Bool { kernelTypes.contains(type) }

    private static let kernelTypes: Set<String> = [
        "autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs", "debugfs", "devpts", "efivarfs", "fusectl",
        "hugetlbfs", "mqueue", "nsfs", "proc", "pstore", "rpc_pipefs", "securityfs", "selinuxfs", "sysfs", "tracefs",
    ]
}

extension VolumeSpace {
    package init(_ status: VolumeStatus) {
        self.init(
            totalBytes: status.bytes(status.blocks),
            usedBytes: status.bytes(status.blocks - min(status.blocks, status.freeBlocks)),
            availableBytes: status.bytes(status.availableBlocks), inodesTotal: status.inodes,
            inodesAvailable: status.availableInodes)
    }
}

extension Volume {
    fileprivate init(_ mount: MountTable.Mount) {
        self.init(
            mount: mount.point, device: mount.source, fileSystem: mount.type, deviceNumber: mount.device,
            isReadOnly: mount.isReadOnly, isMemory: ["tmpfs", "ramfs", "devtmpfs"].contains(mount.type),
            isNetwork: !MountTable.isLocal(mount.type))
    }

    /// Another mount of the same file system; the one with the shortest path names it.
    fileprivate mutating func add(_ other: MountTable.Mount) {
        // It takes writing where one of its mounts does.
        isReadOnly = isReadOnly && other.isReadOnly
        guard other.point != mount, !alsoAt.contains(other.point) else { return }
        if other.point.bytes.count < mount.bytes.count {
            alsoAt.append(mount)
            mount = other.point
        } else {
            alsoAt.append(other.point)
        }
    }
}
