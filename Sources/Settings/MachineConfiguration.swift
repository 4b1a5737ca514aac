internal import Formats
package import Primitives
internal import SystemCalls

private import var Glibc.ENOTDIR
private import func Glibc.free
private import func Glibc.realpath

/// The files of this machine.
package struct MachineConfiguration: ConfigurationAccess {
    /// Configuration is short; what is longer than this is something else.
    private static let longest = 1 << 20

    package init() {}

    package func status(_ path: String) throws(TendError) -> ConfigurationFileStatus? {
        do {
            guard let found = try FileSystem.metadata(path, ifPresent: true) else { return nil }
            return ConfigurationFileStatus(ownerID: found.ownerID, permissions: found.permissions)
        } catch  where error.errorNumber == ENOTDIR {
            return nil
        } catch {
            throw Self.failure("cannot be looked at", path, error)
        }
    }

    package func read(_ path: String) throws(TendError) -> [UInt8] {
        do {
            return try FileSystem.read(path, limit: Self.longest)
        } catch {
            throw Self.failure("cannot be read", path, error)
        }
    }

    private static func failure(_ what: String, _ path: String, _ error: SystemCallError) -> TendError {
        TendError(
            .configuration, "\(ForeignText(path).sanitised) \(what)", area: "config",
            hint: "see who may read it: ls -l; the files that count: tend config path", cause: error)
    }

    package func write(_ path: String, _ bytes: [UInt8], permissions: UInt32) throws(TendError) {
        // A link stays one: people keep their configuration elsewhere and link to it.
        let target = Self.linkTarget(path)
        do {
            if let slash = target.lastIndex(of: "/"), slash > target.startIndex {
                try Self.makeDirectory(String(target[..<slash]), readableByAll: permissions & 0o004 != 0)
            }
            try FileSystem.replace(target, with: bytes, mode: permissions)
            // The process's mask takes bits away from a new file.
            try FileSystem.setPermissions(target, permissions)
        } catch {
            throw TendError(
                error.isRefused ? .notPermitted : .cannotCreate, "cannot write \(ForeignText(path).sanitised)",
                area: "config", hint: error.isRefused ? "run it as the file's owner" : nil, cause: error)
        }
    }

    private static func makeDirectory(_ path: String, readableByAll: Bool) throws(SystemCallError) {
        let isNew = !FileSystem.exists(path)
        try FileSystem.makeDirectories(path)
        if isNew, readableByAll { try FileSystem.setPermissions(path, 0o755) }
    }

    /// The file behind a path that exists; otherwise the path.
    private static func linkTarget(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}
