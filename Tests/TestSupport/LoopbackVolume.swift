internal import CLinux
package import SystemCalls

/// A real file system of one's own, on an image in a directory that it made or in memory; it ends with its value.
///
/// A keeper, which is a process of its own, unmounts it and removes the directory as soon as this value ends, and also
/// where the whole test program is killed.
package final class LoopbackVolume {
    package enum Kind: String, CaseIterable, Sendable {
        case ext4, xfs, btrfs, tmpfs

        /// MiB of an image that its mkfs accepts.
        fileprivate var size: Int {
            switch self {
            case .ext4, .tmpfs: 128
            case .btrfs: 256
            case .xfs: 320
            }
        }
    }

    package let kind: Kind
    /// Where it is mounted.
    package let path: String
    private let directory: String
    private let life: DescriptorPair
    private let keeper: ChildProcess

    /// - Parameters:
    ///   - kind: of the file system.
    ///   - options: for its mkfs.
    /// - Throws: `SystemCallError` where such a one cannot be made here.
    package init(_ kind: Kind, options: [String] = []) throws(SystemCallError) {
        self.kind = kind
        let random = Host.randomBytes(4).map { String($0, radix: 16) }.joined()
        directory = "/tmp/tend-volume-\(Host.processID)-\(random)"
        path = "\(directory)/mount"
        try FileSystem.makeDirectories(path)
        // Ordinary users are let through to the volume, which has permissions of its own.
        try FileSystem.setPermissions(directory, 0o755)
        life = try DescriptorPair.pipe()
        keeper = try ChildProcess.start(
            SpawnRequest(
                "sh", ["-c", Self.ending, "sh", directory], startsSession: true,
                standardInput: .descriptor(life.first), standardError: .null))
        do throws(SystemCallError) {
            try mount(options)
        } catch {
            // What is thrown out of an initializer has no end of its own.
            Self.end(life, keeper)
            throw error
        }
    }

    deinit { Self.end(life, keeper) }

    private static func end(_ life: DescriptorPair, _ keeper: ChildProcess) {
        life.closeSecond()
        // It cannot fail to end: what it runs is bounded.
        _ = try? keeper.wait(timeout: .seconds(30))
    }

    /// Waits for the end of its input: nobody has the other end any more.
    private static let ending = """
        while read -r line; do :; done
        if mountpoint -q "$1/mount"; then umount "$1/mount" || umount -l "$1/mount"; fi
        mountpoint -q "$1/mount" || rm -rf --one-file-system -- "$1"
        """

    private func mount(_ options: [String]) throws(SystemCallError) {
        guard kind != .tmpfs else { return try mountAgain() }
        try FileDescriptor.open(image, [.writeOnly, .create]).truncate(to: kind.size << 20)
        // Without blocks reserved for root a volume can be filled to the last one.
        let usual = kind == .ext4 ? ["-m", "0"] : []
        try Self.run("mkfs.\(kind.rawValue)", ["-q"] + usual + options + [image])
        try mountAgain()
    }

    private var image: String { "\(directory)/image" }

    package func unmount() throws(SystemCallError) { try Self.run("umount", [path]) }

    /// Mounts it after `unmount`; one in memory is empty then.
    package func mountAgain() throws(SystemCallError) {
        try Self.run(
            "mount",
            kind == .tmpfs
                ? ["-t", "tmpfs", "-o", "size=\(kind.size)M,mode=755", "tend-test", path]
                : ["-o", "loop", image, path])
    }

    /// Runs a tool on the image, which is unmounted meanwhile.
    package func changeImage(_ tool: [String]) throws(SystemCallError) {
        try unmount()
        try Self.run(tool[0], tool.dropFirst() + [image])
        try mountAgain()
    }

    /// Runs a tool of the machine's administration to its end.
    private static func run(_ program: String, _ arguments: [String]) throws(SystemCallError) {
        let search = #"PATH="$PATH:/usr/sbin:/sbin" exec "$@""#
        let child = try ChildProcess.start(
            SpawnRequest("sh", ["-c", search, "sh", program] + arguments, standardError: .null))
        guard try child.wait(timeout: .seconds(60)) == .exited(0) else {
            child.end()
            throw SystemCallError(call: program, on: arguments.last ?? "", errorNumber: EPERM)
        }
    }

    /// From now on nothing can be written on it.
    package func makeReadOnly() throws(SystemCallError) {
        try Self.run("mount", ["-o", "remount,ro", path])
    }
}

// MARK: Whether it can be

extension LoopbackVolume {
    private static let possible: Set<Kind> = Set(Kind.allCases.filter { (try? LoopbackVolume($0)) != nil })

    package static func isPossible(_ kind: Kind) -> Bool { possible.contains(kind) }

    package static let reason =
        "no file system of one's own can be mounted here: that needs root, loop devices and mkfs"

    /// Those of the kinds that can be made here; what cannot is said.
    package static func possible(of kinds: [Kind]) -> [Kind] {
        let missing = kinds.filter { !isPossible($0) }.map(\.rawValue)
        if !missing.isEmpty { print("skipped on \(missing.joined(separator: ", ")): \(reason)") }
        return kinds.filter(isPossible)
    }
}

// MARK: Filling it

extension LoopbackVolume {
    /// What is free of it as statvfs(3) has it.
    package func status() throws(SystemCallError) -> VolumeStatus { try FileSystem.volumeStatus(path) }

    /// Writes a file of so many bytes.
    package func write(_ count: Int, to name: String) throws(SystemCallError) {
        let file = try FileDescriptor.open("\(path)/\(name)", [.writeOnly, .create, .truncate])
        let piece = [UInt8](repeating: 0xA5, count: 1 << 20)
        var left = count
        while left > 0 {
            try file.write(left < piece.count ? Array(piece.prefix(left)) : piece)
            left -= piece.count
        }
        try file.synchronize()
    }

    /// Takes every byte, and every inode as far as there is a number of them.
    package func fill() throws(SystemCallError) {
        let file = try FileDescriptor.open("\(path)/filling", [.writeOnly, .create, .append])
        // Names need blocks as well, so they come first where inodes are few.
        if kind == .ext4 { try takeInodes() }
        for size in [4 << 20, 64 << 10, 4 << 10, 512, 1] {
            let piece = [UInt8](repeating: 0xA5, count: size)
            while try Self.succeeds({ () throws(SystemCallError) in try file.write(piece) }) {}
        }
        // What was only promised blocks may still fail, or leave some.
        _ = try Self.succeeds { () throws(SystemCallError) in try file.synchronize() }
        if kind == .xfs { try takeInodes() }
    }

    private func takeInodes() throws(SystemCallError) {
        for number in 0..<20_000 {
            let made = try Self.succeeds { () throws(SystemCallError) in
                _ = try FileDescriptor.open("\(path)/inode-\(number)", [.writeOnly, .create])
            }
            if !made { break }
        }
    }

    /// False where there was no room.
    private static func succeeds(_ body: () throws(SystemCallError) -> Void) throws(SystemCallError) -> Bool {
        do throws(SystemCallError) {
            try body()
            return true
        } catch {
            guard error.isFull else { throw error }
            return false
        }
    }
}
