internal import Primitives
internal import SystemCalls

/// The mounts that a process sees, by `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
///
/// It says which file system something is on without touching that: `statfs` on a dead server would wait for it.
struct MountTable: Equatable {
    struct Mount: Equatable {
        /// Number of the mount, and of the one it lies on.
        var id: Int
        var parent: Int
        var device: UInt64
        /// What of the file system is mounted.
        var root: ForeignText
        var point: ForeignText
        /// Whether this mount, or the file system itself, takes no writing.
        var isReadOnly: Bool
        var type: String
        /// What it was mounted from, such as `/dev/vda` or `server:/export`.
        var source: ForeignText
        /// `rw,cpu,cpuacct`: what the file system itself was told.
        var options: String
    }

    /// In the order of mounting.
    let mounts: [Mount]

    init(parsing bytes: [UInt8]) {
        mounts = bytes.split(separator: UInt8(ascii: "\n")).compactMap { Mount(line: $0) }
    }

    /// The type of the file system that a directory is on.
    ///
    /// By its device; a file system with several devices of its own (btrfs) is found by the path.
    func type(device: UInt64, path: ForeignText) -> String? {
        (mounts.last { $0.device == device } ?? mounts.last { path.isBelow($0.point) })?.type
    }

    /// The mounts that paths still lead to: what another was mounted over at the same point is out of reach, and so is
    /// whatever lies on that.
    var reachable: [Mount] {
        let points = Dictionary(mounts.map { ($0.id, $0.point) }, uniquingKeysWith: { first, _ in first })
        var covered = Set(mounts.filter { $0.id != $0.parent && points[$0.parent] == $0.point }.map(\.parent))
        var found = true
        while found {
            let more = mounts.filter { mount in
                !covered.contains(mount.id) && covered.contains(mount.parent) && points[mount.parent] != mount.point
            }
            found = !more.isEmpty
            covered.formUnion(more.map(\.id))
        }
        return mounts.filter { !covered.contains($0.id) }
    }

    /// The mount that a path without links leads to.
    func mount(of path: ForeignText) -> Mount? {
        reachable.filter { path.isBelow($0.point) }.max { $0.point.bytes.count < $1.point.bytes.count }
    }

    /// Whether every file system on the way to an absolute path is of this machine.
    func isLocal(_ path: ForeignText) -> Bool {
        let passed = mounts.filter { path.isBelow($0.point) }
        return !passed.isEmpty && passed.allSatisfy { Self.isLocal($0.type) }
    }

    /// Whether a file system answers without another machine; of an unknown one that is not known.
    static func isLocal(_ type: String) -> Bool { localTypes.contains(type) }

    private static let localTypes: Set<String> = [
        "bcachefs", "btrfs", "devtmpfs", "erofs", "exfat", "ext2", "ext3", "ext4", "f2fs", "iso9660", "jfs", "nilfs2",
        "ntfs", "ntfs3", "overlay", "ramfs", "reiserfs", "rootfs", "squashfs", "tmpfs", "udf", "vfat", "xfs", "zfs",
    ]
}

extension MountTable.Mount {
    /// `36 35 98:0 /root /point rw,noatime master:1 - ext4 /dev/sda1 rw`; nil for another line.
    init?(line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "))
        guard words.count > 9, let dash = words.firstIndex(where: { $0.elementsEqual("-".utf8) }),
            words.count > dash + 3
        else { return nil }
        let numbers = words[2].split(separator: UInt8(ascii: ":")).compactMap {
            UInt32(String(decoding: $0, as: UTF8.self))
        }
        guard numbers.count == 2, let id = Int(String(decoding: words[0], as: UTF8.self)),
            let parent = Int(String(decoding: words[1], as: UTF8.self))
        else { return nil }
        self.id = id
        self.parent = parent
        device = DeviceNumber.combined(major: numbers[0], minor: numbers[1])
        root = ForeignText(Self.unescaped(words[3]))
        point = ForeignText(Self.unescaped(words[4]))
        type = String(decoding: words[dash + 1], as: UTF8.self)
        source = ForeignText(Self.unescaped(words[dash + 2]))
        options = String(decoding: words[dash + 3], as: UTF8.self)
        let flags = String(decoding: words[5], as: UTF8.self).split(separator: ",") + options.split(separator: ",")
        isReadOnly = flags.contains("ro")
    }

    /// The kernel writes a blank, tab, line feed or backslash as `\` and three octal digits.
    private static func unescaped(_ word: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = word
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3).map { $0 &- UInt8(ascii: "0") }
            guard byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ $0 < 8 }) else {
                bytes.append(byte)
                continue
            }
            bytes.append(digits.reduce(0) { $0 &* 8 &+ $1 })
            rest = rest.dropFirst(3)
        }
        return bytes
    }
}
