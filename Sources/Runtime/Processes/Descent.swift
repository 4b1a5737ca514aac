internal import Model
internal import Planning
internal import Primitives

/// Who descends from whom in a sample.
struct Descent {
    private let processes: [ProcessObservation]
    private let children: [Int32: [Int]]

    init(_ sample: MachineSample) {
        processes = sample.processes
        children = Dictionary(grouping: sample.processes.indices) { sample.processes[$0].parent }
    }

    /// Those that a process started itself and that still live, by PID.
    func children(of index: Int) -> [Int] { children[processes[index].pid] ?? [] }

    /// A process and all that descends from it, itself first; each once, though a damaged sample run in a circle.
    func tree(below index: Int) -> [Int] {
        var tree = [index]
        var seen: Set<Int> = [index]
        var next = 0
        while next < tree.count {
            for child in children[processes[tree[next]].pid] ?? [] where seen.insert(child).inserted {
                tree.append(child)
            }
            next += 1
        }
        return tree
    }

    /// Resident memory of some processes; shared pages count in each.
    func memory(of tree: [Int]) -> ByteCount {
        tree.reduce(.zero) { $0 + (processes[$1].counters.last?.residentMemory ?? .zero) }
    }

    func reach(below index: Int) -> ActionLimits.Reach {
        let tree = tree(below: index)
        return ActionLimits.Reach(memory: memory(of: tree), processes: tree.count)
    }
}
