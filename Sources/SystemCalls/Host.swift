internal import CLinux
package import Primitives

/// What the machine and this process are.
package enum Host {
    package static var processID: Int32 { getpid() }
    package static var parentProcessID: Int32 { getppid() }
    package static var userID: UInt32 { getuid() }
    package static var effectiveUserID: UInt32 { geteuid() }
    package static var ticksPerSecond: Int { sysconf(Int32(_SC_CLK_TCK)) }
    package static var pageSize: Int { sysconf(Int32(_SC_PAGESIZE)) }
    package static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
    package static var physicalMemory: UInt64 {
        UInt64(max(0, sysconf(Int32(_SC_PHYS_PAGES)))) * UInt64(max(0, pageSize))
    }

    /// The words that this program was started with, its own name first.
    package static var arguments: [String] {
        var words: [String] = []
        guard var cursor = tend_arguments() else { return CommandLine.arguments }
        while let word = cursor.pointee {
            words.append(String(cString: word))
            cursor += 1
        }
        return words
    }

    /// The value of an environment variable; nil where it is unset.
    package static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }

    /// All of this process's environment, in order.
    package static func environmentEntries() -> [(name: String, value: String)] {
        var entries: [(name: String, value: String)] = []
        guard var cursor = tend_environment() else { return [] }
        while let entry = cursor.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                entries.append((String(text[..<equals]), String(text[text.index(after: equals)...])))
            }
            cursor += 1
        }
        return entries
    }

    package static var name: String {
        var buffer = [CChar](repeating: 0, count: 256)
        guard gethostname(&buffer, buffer.count - 1) == 0 else { return "unknown" }
        return buffer.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "unknown" }
    }

    /// Kernel release, such as `6.1.0-18-amd64`.
    package static var kernelRelease: String {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        return withUnsafePointer(to: &names.release) {
            $0.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
        }
    }

    package static var currentDirectory: String? {
        guard let path = getcwd(nil, 0) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// Random bytes from the kernel (getrandom(2)); never fails for up to 256 bytes.
    package static func randomBytes(_ count: Int) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: min(count, 256))
        _ = bytes.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) }
        return bytes
    }

    /// Peak resident memory of this process in bytes.
    package static var peakResidentMemory: UInt64 {
        var usage = rusage()
        getrusage(RUSAGE_SELF, &usage)
        return UInt64(max(0, usage.ru_maxrss)) * 1024
    }
}

/// Ends this process at once.
package func exitProgram(_ code: ExitCode) -> Never {
    exit(code.rawValue)
}

extension Host {
    /// Processors that this process may use.
    package static var processorCount: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

    /// The home directories of all users that `/etc/passwd` names, but for those of the system's own (`/`, `/nonexistent`…).
    package static func homeDirectories(_ path: String = "/etc/passwd") -> [String] {
        // Without the file there are no further users.
        guard let bytes = try? FileSystem.read(path, limit: 16 << 20) else { return [] }
        return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line in
            let fields = line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            guard fields.count > 5, let home = String(validating: fields[5], as: UTF8.self) else { return nil }
            return home.hasPrefix("/home/") || home == "/root" ? home : nil
        }
    }
}
