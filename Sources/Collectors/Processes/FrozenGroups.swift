internal import Model
internal import Primitives
internal import SystemCalls

/// Which processes their control groups have frozen; each group is read once.
struct FrozenGroups {
    private let groups: ControlGroupMounts

    init(_ groups: ControlGroupMounts) {
        self.groups = groups
    }

    /// Notes it in the processes that neither run nor are stopped: others cannot be frozen.
    ///
    /// - Complexity: O(*n*) processes, one or two small files a control group.
    func annotate(_ processes: inout [ProcessObservation]) {
        guard groups.hierarchies.contains(where: { $0.isVersion2 || $0.controllers.contains("freezer") }) else {
            return
        }
        var known: [ForeignText: Bool] = [:]
        for index in processes.indices where !processes[index].isKernelThread {
            guard [.sleeping, .uninterruptible].contains(processes[index].state),
                case .measured(let text) = processes[index].controlGroups
            else { continue }
            let isFrozen = known[text] ?? (groups.isFrozen(in: text.bytes) == true)
            known[text] = isFrozen
            if isFrozen { processes[index].isFrozen = true }
        }
    }
}
