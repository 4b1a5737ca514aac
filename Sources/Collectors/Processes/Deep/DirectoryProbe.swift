internal import Model
internal import Primitives
internal import SystemCalls

/// The working directory: whether it is still there, what it is on, when something directly in it last changed.
///
/// The process itself may have changed it. On a file system of another machine nothing is asked.
struct DirectoryProbe: DeepProbe {
    static let kind = ProcessProbe.directory
    static let looks = DeepLooks.first
    static let readsFileSystems = true
    private var use: Reading<DirectoryUse> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        use = WorkingDirectory.of(context).map { directory in
            var use = DirectoryUse()
            use.isDeleted = directory.isDeleted
            use.filesystem = directory.filesystem
            guard directory.isLocal else {
                use.lastChange = .unavailable(.notSupported)
                return use
            }
            let (link, limit) = (directory.link, context.settings.directoryEntries)
            let own = directory.modified
            let newest = context.shared.bounded {
                DeepFiles.reading { () throws(ErrorNumber) in
                    try ConfinedDirectory(link: link).newestChange(limit: limit)
                }
            }
            let now = Double(Clocks.wallMilliseconds()) / 1000
            use.entries = newest.value?.entries ?? 0
            use.isWhole = newest.value?.isWhole ?? false
            use.lastChange = newest.map { max(0, now - max(own, $0.moment ?? own)) }
            return use
        }
    }

    func write(to reading: inout DeepReading) {
        reading.directory = use
    }
}

/// What is known of a process's working directory without asking its file system.
struct WorkingDirectory {
    /// Path of `/proc/PID/cwd`.
    var link: String
    var path: ForeignText
    var isDeleted: Bool
    /// Empty where no mount says it.
    var filesystem: String
    var isLocal: Bool
    /// Seconds since 1970.
    var modified: Double

    static func of(_ context: DeepContext) -> Reading<WorkingDirectory> {
        let (files, pid) = (context.files.proc, context.pid)
        let seen = DeepFiles.reading { () throws(ErrorNumber) in
            let file = try files.status(pid: pid, "cwd")
            let link = [UInt8](try files.readLink(pid: pid, "cwd"))
            return (file, ProgramProbe.path(link, isDeleted: file.links == 0))
        }
        return seen.flatMap { file, path in
            context.shared.mounts(of: pid).map { mounts in
                let type = mounts.type(device: file.identity.device, path: path) ?? ""
                return WorkingDirectory(
                    link: "\(context.shared.paths.proc)/\(pid)/cwd", path: path, isDeleted: file.links == 0,
                    filesystem: type, isLocal: MountTable.isLocal(type), modified: file.modified)
            }
        }
    }
}
