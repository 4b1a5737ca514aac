internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

/// Freezes, slows and confines processes through their control groups; every change is read back.
struct ControlGroupChanger {
    let groups: ControlGroupMounts

    /// What an order came to.
    enum Answer {
        /// The reversal is nil where things stood as was wanted already.
        case done(Reversal?, String)
        case refused(ControlGroupPlace.Refusal)
        case noEffect(String)
        /// It could not be foreseen, and nothing was done.
        case unforeseen
    }

    /// Carries out an order on one process.
    ///
    /// - Parameters:
    ///   - order: what is to be done.
    ///   - target: whose identity has been compared through the handle.
    ///   - together: all processes that are meant.
    ///   - isAlive: whether it still runs; a PID that is moved by number is its own only while it does.
    ///   - foreseen: told how to take it back before anything is changed; where it says no, nothing is.
    /// - Returns: what it came to.
    /// - Throws: `SystemCallError`; what was made until then is taken back.
    func carryOut(
        _ order: ControlGroupOrder, on target: ProcessTarget, together: Set<Int32>, isAlive: () -> Bool,
        foreseen: (Reversal) -> Bool
    ) throws(SystemCallError) -> Answer {
        let pid = target.identity.pid
        let name = "tend-\(pid)-\(target.identity.startTicks)"
        switch ControlGroupPlaces(groups: groups).find(order.controller, of: pid, named: name, together: together) {
        case .failure(let refusal): return .refused(refusal)
        case .success(let place):
            do throws(SystemCallError) {
                return try change(order, place, pid, isAlive, foreseen)
            } catch {
                try ControlGroupRestorer.leave(place)
                throw error
            }
        }
    }

    private func change(
        _ order: ControlGroupOrder, _ place: ControlGroupPlace, _ pid: Int32, _ isAlive: () -> Bool,
        _ foreseen: (Reversal) -> Bool
    ) throws(SystemCallError) -> Answer {
        let file = place.group.file(of: order.controller)
        if place.movedFrom != nil {
            // What stands in the files of a group that goes with the change does not matter.
            guard foreseen(Self.reversal(place, file, before: "", after: "")) else { return .unforeseen }
            _ = try FileSystem.makeDirectory(place.group.directory)
        }
        let before = try place.group.text(file)
        guard let after = try value(order, place) else {
            try ControlGroupRestorer.leave(place)
            return .refused(
                ControlGroupPlace.Refusal(
                    reasonCode: "one_processor", sentence: "PID \(pid) may run on one processor only already."))
        }
        guard place.movedFrom != nil || before != after else {
            return .done(nil, "PID \(pid) was so already (\(order.name)).")
        }
        let reversal = Self.reversal(place, file, before: before, after: after)
        guard place.movedFrom != nil || foreseen(reversal) else { return .unforeseen }
        // What limits it stands before it comes; it is frozen only once it is there.
        if order != .freeze { try FileSystem.overwrite(place.group.path(file), with: "\(after)\n") }
        if let from = place.movedFrom {
            try FileSystem.overwrite(place.group.path("cgroup.procs"), with: "\(pid)\n")
            // It ended meanwhile: the number may have been another's, who goes back with the error.
            guard isAlive() else { throw SystemCallError(gone: pid, from: from.directory) }
        }
        if order == .freeze { try FileSystem.overwrite(place.group.path(file), with: "\(after)\n") }
        guard try isSeen(order, after, place.group) else {
            if let change = reversal.controlGroup { try ControlGroupRestorer(groups: groups).restore(change) }
            return .noEffect("PID \(pid) is not so (\(order.name)): \(place.group.path(file)) does not show it.")
        }
        let way = place.movedFrom == nil ? "in its own control group" : "in a control group made for it"
        return .done(
            reversal,
            "PID \(pid): \(order.name) \(way) (\(place.group.directory)).")
    }

    private static func reversal(
        _ place: ControlGroupPlace, _ file: String, before: String, after: String
    ) -> Reversal {
        var change = ControlGroupChange()
        change.directory = place.group.directory
        change.file = file
        change.before = before
        change.after = after
        change.movedFrom = place.movedFrom?.directory
        return Reversal(.controlGroup, controlGroup: change)
    }

    /// What is to stand in the file; nil where there is nothing to choose among.
    private func value(_ order: ControlGroupOrder, _ place: ControlGroupPlace) throws(SystemCallError) -> String? {
        let isVersion2 = place.group.hierarchy.isVersion2
        switch order {
        case .freeze: return isVersion2 ? "1" : "FROZEN"
        case .limit(let cores):
            let period = isVersion2 ? 100_000 : Double(try place.group.text("cpu.cfs_period_us")) ?? 100_000
            // The kernel takes a millisecond at the least.
            let quota = Int(max(1000, min(cores, 10_000) * period))
            return isVersion2 ? "\(quota) \(Int(period))" : "\(quota)"
        case .confine:
            let effective = isVersion2 ? "cpuset.cpus.effective" : "cpuset.effective_cpus"
            let source = place.movedFrom == nil ? place.group : place.group.parent ?? place.group
            if place.movedFrom != nil, !isVersion2 {
                // A version 1 group takes no process before it has memory nodes.
                let nodes = try source.text("cpuset.mems")
                try FileSystem.overwrite(place.group.path("cpuset.mems"), with: "\(nodes)\n")
            }
            let processors = try source.text(effective)
            guard let last = processors.split(whereSeparator: { $0 == "," || $0 == "-" }).last,
                processors.count > last.count
            else { return nil }
            return String(last)
        }
    }

    /// Whether the group shows what was written; freezing takes a moment.
    private func isSeen(
        _ order: ControlGroupOrder, _ after: String, _ group: ControlGroup
    ) throws(SystemCallError) -> Bool {
        guard order == .freeze else { return try group.text(group.file(of: order.controller)) == after }
        return try ControlGroupRestorer.waits(group, isFrozen: true)
    }
}

extension ControlGroupOrder {
    var controller: ControlGroupController {
        switch self {
        case .freeze: .freezer
        case .limit: .cpu
        case .confine: .cpuset
        }
    }
}
