/// What tend asks of a control group.
package enum ControlGroupController: String, Sendable, CaseIterable {
    case freezer, cpu, cpuset
}

/// One mounted hierarchy of control groups (cgroups(7)).
package struct ControlGroupHierarchy: Sendable, Equatable {
    package var mountPoint: String
    /// What of the hierarchy is mounted there; `/` outside of containers.
    package var root: String
    package var isVersion2: Bool
    /// Those of a version 1 hierarchy; version 2 says it in each group.
    package var controllers: [String]

    package init(mountPoint: String, root: String = "/", isVersion2: Bool, controllers: [String] = []) {
        self.mountPoint = mountPoint
        self.root = root
        self.isVersion2 = isVersion2
        self.controllers = controllers
    }
}

/// One group, as a directory.
package struct ControlGroup: Sendable, Equatable {
    package var hierarchy: ControlGroupHierarchy
    /// The directory of the group, below the mount point.
    package var directory: String

    package init(hierarchy: ControlGroupHierarchy, directory: String) {
        self.hierarchy = hierarchy
        self.directory = directory
    }

    /// The hierarchy's uppermost group that is to be seen: everything else is in it.
    package var isTop: Bool { directory == hierarchy.mountPoint }

    /// The group above; nil at the top.
    package var parent: ControlGroup? {
        guard !isTop, let above = FileSystem.parent(of: directory) else { return nil }
        return ControlGroup(hierarchy: hierarchy, directory: above)
    }

    package func child(_ name: String) -> ControlGroup {
        ControlGroup(hierarchy: hierarchy, directory: "\(directory)/\(name)")
    }

    package func path(_ file: String) -> String { "\(directory)/\(file)" }

    /// Text of one of its files, without the line's end.
    package func text(_ file: String) throws(SystemCallError) -> String {
        let bytes = try FileSystem.read(path(file), limit: 1 << 20)
        return String(decoding: bytes.last == UInt8(ascii: "\n") ? bytes.dropLast() : bytes[...], as: UTF8.self)
    }

    /// Value behind a key in a file of lines such as `frozen 1`; nil where there is no such line.
    package func value(of key: String, in file: String) throws(SystemCallError) -> String? {
        for line in try text(file).split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == key { return String(words[1]) }
        }
        return nil
    }

    /// PIDs of the processes in it and in all groups below.
    ///
    /// - Throws: `SystemCallError`; a list that could be read in part only would hide somebody.
    package func members() throws(SystemCallError) -> Set<Int32> {
        var members: Set<Int32> = []
        for group in try withDescendants() {
            members.formUnion(try group.text("cgroup.procs").split(separator: "\n").compactMap { Int32($0) })
        }
        return members
    }

    /// It and the groups below it, uppermost first.
    private func withDescendants() throws(SystemCallError) -> [ControlGroup] {
        var groups = [self]
        var next = 0
        while next < groups.count {
            let above = groups[next]
            next += 1
            for name in try FileSystem.names(in: above.directory) {
                let below = above.child(name)
                guard try FileSystem.metadata(below.directory, ifPresent: true)?.isDirectory == true else { continue }
                groups.append(below)
            }
        }
        return groups
    }
}

/// The control groups of a machine; the roots are handed in, so that a test can lay out its own.
package struct ControlGroupMounts: Sendable {
    package var hierarchies: [ControlGroupHierarchy]
    /// systemd runs the machine, and what is in its tree is its own unless it was delegated.
    package var isManaged: Bool
    private let procRoot: String

    package init(hierarchies: [ControlGroupHierarchy], isManaged: Bool, procRoot: String = "/proc") {
        self.hierarchies = hierarchies
        self.isManaged = isManaged
        self.procRoot = procRoot
    }

    /// The hierarchies that are mounted, by `/proc/self/mountinfo`; none where that cannot be read.
    package init(procRoot: String = "/proc", systemd: String = "/run/systemd/system") {
        // Without the list nothing can be found, and every use says so.
        let text = (try? FileSystem.read("\(procRoot)/self/mountinfo", limit: 8 << 20)) ?? []
        self.init(
            hierarchies: String(decoding: text, as: UTF8.self).split(separator: "\n").compactMap(Self.hierarchy),
            isManaged: FileSystem.exists(systemd), procRoot: procRoot)
    }

    /// Fields of proc_pid_mountinfo(5): `36 35 0:31 ROOT MOUNTPOINT options - TYPE source superoptions`.
    private static func hierarchy(_ line: Substring) -> ControlGroupHierarchy? {
        let fields = line.split(separator: " ")
        guard fields.count > 6, let dash = fields.firstIndex(of: "-"), dash + 3 < fields.count else { return nil }
        let isVersion2 = fields[dash + 1] == "cgroup2"
        guard isVersion2 || fields[dash + 1] == "cgroup" else { return nil }
        let options = fields[dash + 3].split(separator: ",").map(String.init)
        return ControlGroupHierarchy(
            mountPoint: String(fields[4]), root: String(fields[3]), isVersion2: isVersion2,
            controllers: isVersion2 ? [] : options)
    }

    /// The groups that could serve a controller for a process, version 2 first; a hierarchy where it has none is left out.
    package func groups(of pid: Int32, for controller: ControlGroupController) throws(SystemCallError) -> [ControlGroup]
    {
        groups(in: try FileSystem.read("\(procRoot)/\(pid)/cgroup", limit: 1 << 20), for: controller)
    }

    /// The same for the text of a `/proc/PID/cgroup`.
    package func groups(in text: [UInt8], for controller: ControlGroupController) -> [ControlGroup] {
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n")
        let suitable = hierarchies.filter { $0.isVersion2 || $0.controllers.contains(controller.rawValue) }
        return (suitable.filter(\.isVersion2) + suitable.filter { !$0.isVersion2 })
            .compactMap { hierarchy in lines.lazy.compactMap { Self.group($0, hierarchy) }.first }
    }

    /// A line `7:freezer:/PATH`, or `0::/PATH` of version 2, where it speaks of the hierarchy.
    private static func group(_ line: Substring, _ hierarchy: ControlGroupHierarchy) -> ControlGroup? {
        let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard fields.count == 3 else { return nil }
        let names = fields[1].split(separator: ",").map(String.init)
        guard
            hierarchy.isVersion2
                ? fields[0] == "0" && names.isEmpty : names.contains(where: hierarchy.controllers.contains)
        else { return nil }
        var path = fields[2]
        if hierarchy.root != "/", path.hasPrefix(hierarchy.root) { path = path.dropFirst(hierarchy.root.count) }
        // A group outside of what is mounted is shown with such steps upwards, and cannot be reached.
        guard !path.split(separator: "/").contains("..") else { return nil }
        while path.hasSuffix("/") { path = path.dropLast() }
        return ControlGroup(hierarchy: hierarchy, directory: hierarchy.mountPoint + path)
    }

    /// Whether a process is frozen by its control group, or one above.
    ///
    /// - Returns: nil where that cannot be read.
    package func isFrozen(_ pid: Int32) -> Bool? {
        guard let text = try? FileSystem.read("\(procRoot)/\(pid)/cgroup", limit: 1 << 20) else { return nil }
        return isFrozen(in: text)
    }

    /// The same for the text of a `/proc/PID/cgroup`.
    package func isFrozen(in text: [UInt8]) -> Bool? {
        let groups = groups(in: text, for: .freezer)
        var answer: Bool?
        for group in groups {
            guard let frozen = group.isFrozen else { continue }
            if frozen { return true }
            answer = false
        }
        return answer
    }
}

extension ControlGroup {
    /// Whether its processes are frozen, or about to be; nil where that cannot be read.
    package var isFrozen: Bool? {
        // The uppermost group has no such file: it cannot be frozen.
        if isTop { return false }
        // Whatever the reason, a file that cannot be read tells nothing.
        guard hierarchy.isVersion2 else { return (try? text("freezer.state")).map { $0 != "THAWED" } }
        return (try? value(of: "frozen", in: "cgroup.events")).flatMap { $0 }.map { $0 == "1" }
    }

    /// Whether this user may make groups in it and move processes there, by permission and, where systemd keeps the tree,
    /// by its word: a group that belongs to the user, or one with the mark of delegation (systemd.resource-control(5)).
    package func isDelegated(isManaged: Bool) -> Bool {
        guard FileSystem.isWritable(directory), FileSystem.isWritable(path("cgroup.procs")) else { return false }
        guard isManaged else { return true }
        var group: ControlGroup? = self
        while let present = group {
            if present.bearsDelegation { return true }
            group = present.parent
        }
        return false
    }

    private var bearsDelegation: Bool {
        for name in ["user.delegate", "trusted.delegate"] {
            if (try? FileSystem.attribute(name, of: directory)) == [UInt8(ascii: "1")] { return true }
        }
        // What cannot be asked is not delegated.
        let owner = (try? FileSystem.metadata(directory))?.ownerID
        return owner != nil && owner != 0 && owner == Host.effectiveUserID
    }
}
