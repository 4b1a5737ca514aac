package import Primitives

/// The little that tells one running process from another with the same PID.
package enum RunningProcess {
    /// The kernel's id of this boot; nil where it cannot be read.
    package static func bootID(procRoot: String = "/proc") -> String? {
        // Whatever the reason, an unknown boot never equals a known one.
        guard let bytes = try? FileSystem.read("\(procRoot)/sys/kernel/random/boot_id", limit: 64) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return text.last == "\n" ? String(text.dropLast()) : text
    }

    /// Clock ticks between boot and a process's start (field 22 of `/proc/PID/stat`); nil where it is gone.
    package static func startTicks(of pid: Int32, procRoot: String = "/proc") -> UInt64? {
        // A process that cannot be looked at is treated like one that is gone: its start is unknown.
        guard let bytes = try? FileSystem.read("\(procRoot)/\(pid)/stat", limit: 4096),
            let close = bytes.lastIndex(of: UInt8(ascii: ")"))
        else { return nil }
        // Field 3 is the first behind the name.
        let fields = bytes[(close + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19 else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }

    /// Resident memory of this process (field 2 of `/proc/self/statm`); nil where it cannot be read.
    package static func residentMemory() -> ByteCount? {
        // Without it the process goes on; nobody is told how large it is.
        guard let bytes = try? FileSystem.read("/proc/self/statm", limit: 256) else { return nil }
        let fields = bytes.split(separator: UInt8(ascii: " "))
        guard fields.count > 1, let pages = UInt64(String(decoding: fields[1], as: UTF8.self)) else { return nil }
        return .pages(pages, pageSize: Host.pageSize)
    }
}
