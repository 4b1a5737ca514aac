package import Model
internal import Primitives
internal import SystemCalls

/// Reads what kind of machine this is: nothing that tells which one.
package enum HostProfileReader {
    /// - Parameters:
    ///   - procRoot: where the process file system is mounted.
    ///   - root: what stands before the other paths; empty for this machine.
    /// - Returns: a profile without a purpose, which only its user knows.
    package static func profile(procRoot: String = "/proc", root: String = "") -> HostProfile {
        var profile = HostProfile()
        profile.processors = Host.processors
        profile.memory = HostProfile.Memory(ByteCount(Host.physicalMemory))
        profile.hasSystemd = FileSystem.exists("\(root)/run/systemd/system")
        profile.virtualization = isContainer(root) ? .container : isVirtual(procRoot) ? .vm : .none
        return profile
    }

    /// Docker and Podman leave a file at the root (docker(1), podman-run(1)); systemd-nspawn and LXC tell systemd.
    private static func isContainer(_ root: String) -> Bool {
        ["/.dockerenv", "/run/.containerenv", "/run/systemd/container"].contains { FileSystem.exists(root + $0) }
    }

    /// A processor under a hypervisor says so among its flags (CPUID leaf 1, ECX bit 31).
    private static func isVirtual(_ procRoot: String) -> Bool {
        // The flags of the first processor suffice; where they cannot be read nothing is claimed.
        guard let text = try? FileSystem.readPrefix("\(procRoot)/cpuinfo", limit: 8192) else { return false }
        return text.split(separator: UInt8(ascii: "\n")).contains { line in
            line.starts(with: Array("flags".utf8))
                && line.split(separator: UInt8(ascii: " ")).contains { $0.elementsEqual("hypervisor".utf8) }
        }
    }
}
