internal import Model
internal import SystemCalls

/// Gives control groups what they had before tend changed them.
struct ControlGroupRestorer {
    let groups: ControlGroupMounts

    /// What came of a reversal.
    enum Answer: Equatable {
        case done
        /// It stood so already, or the group is gone.
        case already
        case noEffect(String)
        /// The record names no file that tend would have written.
        case foreign
    }

    private static let files = ["cgroup.freeze", "freezer.state", "cpu.max", "cpu.cfs_quota_us", "cpuset.cpus"]

    /// Writes back a group's former value or, where tend made the group, moves what is in it back and removes it.
    @discardableResult
    func restore(_ change: ControlGroupChange) throws(SystemCallError) -> Answer {
        guard Self.files.contains(change.file), let group = group(change.directory) else { return .foreign }
        guard FileSystem.exists(group.directory) else { return .already }
        guard let from = change.movedFrom else { return try writeBack(change, group) }
        guard let home = self.group(from) else { return .foreign }
        // Nothing leaves a frozen group of version 1.
        if group.isFrozen == true {
            try group.thaw()
            _ = try Self.waits(group, isFrozen: false)
        }
        try Self.empty(group, into: FileSystem.exists(home.directory) ? home : group.parent ?? home)
        return FileSystem.exists(group.directory) ? .noEffect("\(group.directory) is still there.") : .done
    }

    private func writeBack(_ change: ControlGroupChange, _ group: ControlGroup) throws(SystemCallError) -> Answer {
        let now = try group.text(change.file)
        guard now != change.before else { return .already }
        guard now == change.after || change.file == "freezer.state" else {
            return .noEffect("\(group.path(change.file)) reads \(now): somebody else has changed it since.")
        }
        try FileSystem.overwrite(group.path(change.file), with: "\(change.before)\n")
        let isFreezer = change.file == "cgroup.freeze" || change.file == "freezer.state"
        let isSeen =
            try isFreezer ? Self.waits(group, isFrozen: false) : group.text(change.file) == change.before
        return isSeen ? .done : .noEffect("\(group.path(change.file)) does not show what was written.")
    }

    /// The group of a recorded directory, where that lies in a hierarchy that is mounted.
    private func group(_ directory: String) -> ControlGroup? {
        guard !directory.split(separator: "/").contains("..") else { return nil }
        return groups.hierarchies.lazy
            .filter { directory == $0.mountPoint || directory.hasPrefix("\($0.mountPoint)/") }
            .max { $0.mountPoint.count < $1.mountPoint.count }
            .map { ControlGroup(hierarchy: $0, directory: directory) }
    }

    /// Takes back a group that was made for a change that failed; leaves a process's own alone.
    static func leave(_ place: ControlGroupPlace) throws(SystemCallError) {
        guard let home = place.movedFrom, FileSystem.exists(place.group.directory) else { return }
        try empty(place.group, into: home)
    }

    private static func empty(_ group: ControlGroup, into home: ControlGroup) throws(SystemCallError) {
        for pid in try group.members() {
            do throws(SystemCallError) {
                try FileSystem.overwrite(home.path("cgroup.procs"), with: "\(pid)\n")
            } catch  where error.isGone {
                continue
            }
        }
        try FileSystem.removeDirectory(group.directory)
    }

    /// Waits until a group is seen to be frozen, or thawed; false where that takes longer than two seconds.
    static func waits(_ group: ControlGroup, isFrozen wanted: Bool) throws(SystemCallError) -> Bool {
        let end = Clocks.monotonicSeconds() + 2
        while true {
            if try group.hasFrozen == wanted { return true }
            guard Clocks.monotonicSeconds() < end else { return false }
            Clocks.sleep(seconds: 0.01)
        }
    }
}

extension ControlGroup {
    /// Whether every process in it is frozen now; one that is about to be does not count.
    fileprivate var hasFrozen: Bool {
        get throws(SystemCallError) {
            guard hierarchy.isVersion2 else { return try text("freezer.state") == "FROZEN" }
            return try value(of: "frozen", in: "cgroup.events") == "1"
        }
    }
}
