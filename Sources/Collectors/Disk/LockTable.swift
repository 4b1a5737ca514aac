internal import Primitives
internal import SystemCalls

/// The lines of `/proc/locks` (proc_locks(5)): `1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF`.
enum LockTable {
    struct Lock: Equatable {
        var pid: Int32
        var identity: FileIdentity
    }

    /// Lines of those that wait for a lock (`1: -> FLOCK`) name the file as well.
    static func parse(_ bytes: [UInt8]) -> [Lock] {
        bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let words = line.split(separator: UInt8(ascii: " ")).filter { !$0.elementsEqual("->".utf8) }
            guard words.count > 5, let pid = Int32(String(decoding: words[4], as: UTF8.self)) else { return nil }
            let parts = words[5].split(separator: UInt8(ascii: ":"))
            guard parts.count == 3, let inode = UInt64(String(decoding: parts[2], as: UTF8.self)),
                let device = device(parts[0] + [UInt8(ascii: ":")] + parts[1])
            else { return nil }
            return Lock(pid: pid, identity: FileIdentity(device: device, inode: inode))
        }
    }

    /// `fe:00`, both hexadecimal.
    static func device(_ word: some Collection<UInt8>) -> UInt64? {
        let parts = word.split(separator: UInt8(ascii: ":")).compactMap {
            UInt32(String(decoding: $0, as: UTF8.self), radix: 16)
        }
        guard parts.count == 2 else { return nil }
        return DeviceNumber.combined(major: parts[0], minor: parts[1])
    }
}
