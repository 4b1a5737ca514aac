internal import Model
internal import Primitives
internal import SystemCalls

/// Reads what belongs to the machine rather than to one process.
struct HostReader {
    var paths: HostPaths
    var hostID: String
    var viewerPID: Int32

    /// - Throws: `TendError` where the kernel does not say which boot this is: identities would mean nothing.
    static func bootID(procRoot: String) throws(TendError) -> String {
        let path = "\(procRoot)/sys/kernel/random/boot_id"
        do {
            let bytes = try FileSystem.read(path, limit: 4096)
            return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        } catch {
            throw ProcessCollector.unreadable(path, cause: error)
        }
    }

    func facts(bootID: String, processes: [ProcessObservation]) -> HostFacts {
        let memory = memory()
        let parents = Dictionary(processes.map { ($0.pid, $0.parent) }, uniquingKeysWith: { first, _ in first })
        return HostFacts(
            hostID: hostID, bootID: bootID, kernel: Host.kernelRelease, capturedAt: Clocks.wallMilliseconds(),
            uptime: Clocks.secondsSinceBoot(), window: 0, samples: 1, ticksPerSecond: Host.ticksPerSecond,
            pageSize: Host.pageSize, processors: Host.processors, memoryTotal: memory.total,
            memoryAvailable: memory.available,
            initStartTicks: processes.first { $0.pid == 1 }?.identity.startTicks ?? 0,
            hasSystemd: FileSystem.exists(paths.systemd),
            viewer: Viewer(pid: viewerPID, userID: Host.userID, chain: chain(parents)),
            terminalQuiet: terminalQuiet(processes))
    }

    /// From tend up to PID 1; ends at a parent that cannot be seen.
    private func chain(_ parents: [Int32: Int32]) -> [Int32] {
        var chain: [Int32] = []
        var pid = viewerPID
        while pid > 0, !chain.contains(pid) {
            chain.append(pid)
            pid = parents[pid] ?? 0
        }
        return chain
    }

    func memory() -> (total: ByteCount, available: ByteCount) {
        // Without meminfo the total is known from elsewhere, and nothing is claimed to be available.
        guard let text = try? FileSystem.read("\(paths.proc)/meminfo", limit: 1 << 20) else {
            return (ByteCount(Host.physicalMemory), .zero)
        }
        return text.withUnsafeBufferPointer {
            (
                .kibibytes(KernelText.value(of: "MemTotal:", in: $0) ?? 0),
                .kibibytes(KernelText.value(of: "MemAvailable:", in: $0) ?? 0)
            )
        }
    }

    /// Seconds since each terminal in use was last read or written; terminals that are gone are left out.
    private func terminalQuiet(_ processes: [ProcessObservation]) -> [Int32: Double] {
        let now = Clocks.wallMilliseconds() / 1000
        var quiet: [Int32: Double] = [:]
        for terminal in Set(processes.map(\.terminal)) where terminal != 0 {
            // A terminal that cannot be asked has no entry, whatever the reason.
            guard let device = TerminalDevice(terminal), let path = device.path(below: paths.devices),
                let file = try? FileSystem.metadata(path, ifPresent: true)
            else { continue }
            quiet[terminal] = Double(max(0, now - Int64(file.lastUsed)))
        }
        return quiet
    }
}

/// The roots of what is read, so that a test can lay out its own machine.
package struct HostPaths: Sendable, Equatable {
    package var proc: String
    package var devices: String
    package var systemd: String
    /// One file for each open login session.
    package var sessions: String

    package init(
        proc: String = "/proc", devices: String = "/dev", systemd: String = "/run/systemd/system",
        sessions: String = "/run/systemd/sessions"
    ) {
        self.proc = proc
        self.devices = devices
        self.systemd = systemd
        self.sessions = sessions
    }
}

/// A terminal by its device number, as `tty_nr` writes it.
struct TerminalDevice: Equatable {
    var major: Int32
    var minor: Int32

    init?(_ number: Int32) {
        let bits = UInt32(bitPattern: number)
        major = Int32((bits >> 8) & 0xfff)
        minor = Int32((bits & 0xff) | ((bits >> 12) & 0xfff00))
        guard number != 0 else { return nil }
    }

    /// Its file; nil for kinds that tend does not know (serial lines among them).
    func path(below devices: String) -> String? {
        switch major {
        case 136...143: "\(devices)/pts/\(minor + (major - 136) * 256)"
        case 4 where minor < 64: "\(devices)/tty\(minor)"
        default: nil
        }
    }
}
