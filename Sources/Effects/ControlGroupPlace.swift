internal import Primitives
internal import SystemCalls

/// Where in a hierarchy something can be done to a process, and to nobody else.
struct ControlGroupPlace {
    var group: ControlGroup
    /// Where the process was before tend made a group for it; nil where its own will do.
    var movedFrom: ControlGroup?

    /// Why there is none.
    struct Refusal: Error {
        var reasonCode: String
        var sentence: String
    }
}

/// Finds the group through which a controller reaches some processes and no others.
struct ControlGroupPlaces {
    let groups: ControlGroupMounts

    /// The process's own group where that holds nothing else, or else a new one below the nearest that was delegated.
    ///
    /// A new one is not made yet. Version 2 comes first: what it freezes can still be ended.
    ///
    /// - Parameters:
    ///   - controller: through which something is to be done.
    ///   - pid: whose group.
    ///   - name: of a new group.
    ///   - together: the processes that are meant, this one among them.
    /// - Returns: the place, or why there is none.
    func find(
        _ controller: ControlGroupController, of pid: Int32, named name: String, together: Set<Int32>
    ) -> Result<ControlGroupPlace, ControlGroupPlace.Refusal> {
        var others: Set<Int32> = []
        for group in own(pid, controller) {
            // A group whose members cannot all be listed may hold anybody.
            let members = group.isTop ? nil : try? group.members()
            if let members, members.isSubset(of: together),
                FileSystem.isWritable(group.path(group.file(of: controller)))
            {
                return .success(ControlGroupPlace(group: group))
            }
            if let members { others.formUnion(members.subtracting(together)) }
            if let parent = delegated(above: group, controller) {
                return .success(ControlGroupPlace(group: parent.child(name), movedFrom: group))
            }
        }
        return .failure(refusal(pid, controller, others))
    }

    private func own(_ pid: Int32, _ controller: ControlGroupController) -> [ControlGroup] {
        // A process that is gone is found out by its handle; groups that cannot be read cannot be used.
        (try? groups.groups(of: pid, for: controller)) ?? []
    }

    /// The nearest group, this one included, below which one may be made that has the controller.
    private func delegated(above group: ControlGroup, _ controller: ControlGroupController) -> ControlGroup? {
        var candidate: ControlGroup? = group
        while let parent = candidate {
            if parent.hands(controller), parent.isDelegated(isManaged: groups.isManaged) { return parent }
            candidate = parent.parent
        }
        return nil
    }

    private func refusal(
        _ pid: Int32, _ controller: ControlGroupController, _ others: Set<Int32>
    ) -> ControlGroupPlace.Refusal {
        guard !own(pid, controller).isEmpty else {
            return ControlGroupPlace.Refusal(
                reasonCode: "no_control_group",
                sentence: "PID \(pid) has no control group with \(controller.rawValue) here; nothing was done.")
        }
        let shared =
            others.isEmpty
            ? "is the uppermost or cannot be written"
            : "also holds \(others.count) that \(others.count == 1 ? "is" : "are") not meant (PID \(others.min() ?? 0)"
                + "\(others.count == 1 ? "" : "…"))"
        return ControlGroupPlace.Refusal(
            reasonCode: "control_group_shared",
            sentence:
                "Its control group \(shared), and none was delegated in which tend may make one; nothing was done.")
    }
}

extension ControlGroup {
    /// The file through which a controller is told what to do.
    func file(of controller: ControlGroupController) -> String {
        switch controller {
        case .freezer: hierarchy.isVersion2 ? "cgroup.freeze" : "freezer.state"
        case .cpu: hierarchy.isVersion2 ? "cpu.max" : "cpu.cfs_quota_us"
        case .cpuset: "cpuset.cpus"
        }
    }

    /// Whether groups below it have the controller.
    fileprivate func hands(_ controller: ControlGroupController) -> Bool {
        guard hierarchy.isVersion2, controller != .freezer else { return true }
        // A list that cannot be read hands down nothing.
        let handed = (try? text("cgroup.subtree_control")) ?? ""
        return handed.split(separator: " ").contains { $0 == controller.rawValue }
    }
}
