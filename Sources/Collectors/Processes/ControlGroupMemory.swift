package import Primitives
internal import SystemCalls

/// How much memory the control groups of a process still let it have.
package enum ControlGroupMemory {
    /// The least room of its group and those above it: `memory.max` less `memory.current` of version 2, or
    /// `memory.limit_in_bytes` less `memory.usage_in_bytes` of version 1.
    ///
    /// - Parameters:
    ///   - lines: of `/proc/PID/cgroup`.
    ///   - root: where control groups are mounted.
    /// - Returns: nil without a limit, and where none could be read: the machine's memory is then what bounds it.
    /// - Complexity: two file reads a level.
    package static func room(_ lines: ForeignText, root: String = "/sys/fs/cgroup") -> ByteCount? {
        var least: ByteCount?
        for bytes in lines.bytes.split(separator: UInt8(ascii: "\n")) {
            let line = String(decoding: bytes, as: UTF8.self)
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3, !parts[2].contains("..") else { continue }
            let isUnified = parts[0] == "0" && parts[1].isEmpty
            guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
            let base = isUnified ? root : "\(root)/memory"
            let files =
                isUnified
                ? ("memory.max", "memory.current") : ("memory.limit_in_bytes", "memory.usage_in_bytes")
            var path = parts[2].split(separator: "/").map(String.init)
            while true {
                let folder = ([base] + path).joined(separator: "/")
                if let limit = number("\(folder)/\(files.0)"), let usage = number("\(folder)/\(files.1)"),
                    limit < UInt64(1) << 60
                {
                    let room = ByteCount(limit > usage ? limit - usage : 0)
                    least = least.map { min($0, room) } ?? room
                }
                guard !path.isEmpty else { break }
                path.removeLast()
            }
        }
        return least
    }

    /// Nil for `max`, and where the file is not to be had: a group that cannot be seen bounds nothing that is known.
    private static func number(_ path: String) -> UInt64? {
        guard let bytes = try? FileSystem.read(path, limit: 64) else { return nil }
        return UInt64(String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
