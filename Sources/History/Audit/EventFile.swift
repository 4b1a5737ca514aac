internal import Primitives
internal import SystemCalls

/// `events.jsonl`: what happened, for other programs to follow; rotated by size.
struct EventFile {
    let path: String
    let size: ByteCount
    /// How many rotated files are kept: `events.jsonl.1` is the newest.
    let count: Int

    func append(_ lines: [UInt8]) throws(SystemCallError) {
        let present = try FileSystem.metadata(path, ifPresent: true)?.size ?? 0
        if present > 0, ByteCount(UInt64(present + lines.count)) > size { try rotate() }
        let file = try FileDescriptor.open(path, [.writeOnly, .create, .append])
        try file.write(lines)
    }

    private func rotate() throws(SystemCallError) {
        for number in stride(from: count - 1, through: 1, by: -1) where FileSystem.exists("\(path).\(number)") {
            try FileSystem.rename("\(path).\(number)", to: "\(path).\(number + 1)")
        }
        try FileSystem.rename(path, to: "\(path).1")
    }
}
