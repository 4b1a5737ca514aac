package import Primitives
internal import SystemCalls

/// How much swap there is, by `/proc/meminfo` (proc_meminfo(5)).
package enum SwapReader {
    /// - Returns: nil where it cannot be read; a total of 0 where there is none.
    package static func read(procRoot: String = "/proc") -> (total: ByteCount, free: ByteCount)? {
        guard let text = try? FileSystem.read("\(procRoot)/meminfo", limit: 1 << 20) else { return nil }
        return text.withUnsafeBufferPointer { bytes in
            guard let total = KernelText.value(of: "SwapTotal:", in: bytes),
                let free = KernelText.value(of: "SwapFree:", in: bytes)
            else { return nil }
            return (.kibibytes(total), .kibibytes(min(free, total)))
        }
    }
}
