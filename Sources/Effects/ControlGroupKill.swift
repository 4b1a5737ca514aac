internal import Model
internal import SystemCalls

/// Ends the processes of a version 2 control group at once, so that none of them can start another meanwhile.
struct ControlGroupKill {
    let groups: ControlGroupMounts

    /// Kills some processes through their group, where that holds them and nobody else.
    ///
    /// The group is frozen first: what its members are can then no longer change between the look and the kill.
    ///
    /// - Parameters:
    ///   - pids: two or more.
    ///   - areAlive: whether all of them still run; a number is its process's own only while it does.
    ///   - foreseen: told how to thaw the group before it is frozen; where it says no, nothing is done.
    /// - Returns: false where they have no such group; nothing was done then.
    /// - Throws: `SystemCallError`; the group is thawed before.
    func endAll(
        _ pids: Set<Int32>, areAlive: () -> Bool, foreseen: (Reversal) -> Bool
    ) throws(SystemCallError) -> Bool {
        guard pids.count > 1, let group = try group(of: pids), foreseen(Self.thawing(group)) else { return false }
        do throws(SystemCallError) {
            try FileSystem.overwrite(group.path("cgroup.freeze"), with: "1\n")
            let isFrozen = try ControlGroupRestorer.waits(group, isFrozen: true)
            let members = try group.members()
            let isKilled = isFrozen && areAlive() && members == pids
            if isKilled { try FileSystem.overwrite(group.path("cgroup.kill"), with: "1\n") }
            try FileSystem.overwrite(group.path("cgroup.freeze"), with: "0\n")
            return isKilled
        } catch {
            try FileSystem.overwrite(group.path("cgroup.freeze"), with: "0\n")
            throw error
        }
    }

    private static func thawing(_ group: ControlGroup) -> Reversal {
        var change = ControlGroupChange()
        change.directory = group.directory
        change.file = "cgroup.freeze"
        change.before = "0"
        change.after = "1"
        return Reversal(.controlGroup, controlGroup: change)
    }

    private func group(of pids: Set<Int32>) throws(SystemCallError) -> ControlGroup? {
        guard let pid = pids.first else { return nil }
        for group in try groups.groups(of: pid, for: .freezer) where group.hierarchy.isVersion2 && !group.isTop {
            guard FileSystem.isWritable(group.path("cgroup.kill")), group.isFrozen == false else { continue }
            if try group.members() == pids { return group }
        }
        return nil
    }
}

/// A control group that tend made for one process earlier, by its name.
struct MadeGroups {
    private let made: [ControlGroup]

    init(of pid: Int32, startTicks: UInt64, in groups: ControlGroupMounts) {
        let name = "/tend-\(pid)-\(startTicks)"
        // Groups that cannot be read were not made by this user.
        made = ControlGroupController.allCases.flatMap { (try? groups.groups(of: pid, for: $0)) ?? [] }
            .filter { $0.directory.hasSuffix(name) }
    }

    /// What is frozen hears of no signal, and in version 1 not even of KILL.
    func thaw() throws(SystemCallError) {
        for group in made where group.isFrozen == true { try group.thaw() }
    }

    /// Removes those that have become empty.
    func remove() {
        // One that cannot be removed holds somebody, and stays.
        for group in made where FileSystem.exists(group.directory) { try? FileSystem.removeDirectory(group.directory) }
    }
}

extension ControlGroup {
    func thaw() throws(SystemCallError) {
        let (file, value) = hierarchy.isVersion2 ? ("cgroup.freeze", "0") : ("freezer.state", "THAWED")
        try FileSystem.overwrite(path(file), with: "\(value)\n")
    }
}
