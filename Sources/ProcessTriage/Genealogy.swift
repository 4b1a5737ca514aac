internal import Model
internal import Primitives

/// Who descends from whom in one scan, and who adopts orphans.
struct Genealogy: Sendable {
    let processes: [ProcessObservation]
    let places: [Int32: Int]
    let reapers: Set<Int32>
    let recognitions: [Recognition]
    private let host: HostFacts

    init(_ sample: MachineSample, _ recognitions: [Recognition]) {
        processes = sample.processes
        host = sample.host
        self.recognitions = recognitions
        places = Dictionary(zip(processes.map(\.pid), processes.indices), uniquingKeysWith: { first, _ in first })
        var reapers: Set<Int32> = [1]
        for (process, recognition) in zip(processes, recognitions) {
            if recognition.isReaper { reapers.insert(process.pid) }
            // Whoever became a parent while we watched has adopted an orphan.
            if process.formerParent != nil { reapers.insert(process.parent) }
        }
        self.reapers = reapers
    }

    /// The parent as the attachment rules see it, without its levels.
    func parent(of process: ProcessObservation) -> AttachmentFacts.Parent {
        // PPID 0 inside a container: entered from outside, so a parent lives there.
        if process.parent == 0 { return .living(pid: 0, levels: [.att]) }
        if reapers.contains(process.parent) { return .reaper(pid: process.parent) }
        // By place: an observation is large, and a copy of it costs more than the question.
        guard let place = places[process.parent] else { return .unknown }
        // A zombie parent still holds its children's PPID but nothing else.
        return processes[place].state == .zombie
            ? .reaper(pid: process.parent) : .living(pid: process.parent, levels: [])
    }

    /// Whether PID 1 itself started the process, as it does in a container, and did not merely adopt it.
    ///
    /// What it started shares its session; or it is its oldest child, for some inits (dumb-init) give what they run a
    /// session of its own. An orphan has a dead leader's session or its own. systemd's services are told by their control
    /// groups instead.
    func isStartedByInit(_ index: Int) -> Bool {
        guard !host.hasSystemd, processes[index].parent == 1, let initial = places[1] else { return false }
        if processes[index].session == 1 { return true }
        let started = processes[index].identity.startTicks
        // In floating point: a forged recording may hold ticks that no sum of integers does.
        let late = Double(started) - Double(processes[initial].identity.startTicks)
        guard processes[index].session == processes[index].pid, late <= 5 * Double(host.ticksPerSecond) else {
            return false
        }
        return !processes.contains { $0.parent == 1 && $0.identity.startTicks < started }
    }

    /// Ancestors from the parent upwards; ends at PID 1, at a gap, or where a forged recording goes in a circle.
    func ancestors(of index: Int) -> [Int] {
        var line: [Int] = []
        var current = index
        while let next = places[processes[current].parent], next != current, line.count < 512, next != index {
            line.append(next)
            current = next
        }
        return line
    }

    /// Who leads the process's session: dead counts also where the leader is a zombie that nobody reaped.
    func leader(of process: ProcessObservation) -> AttachmentFacts.Leader {
        if process.session == process.pid { return .itself }
        // Session 0: the leader lives outside this PID namespace.
        if process.session == 0 { return .alive }
        if let place = places[process.session], processes[place].state != .zombie { return .alive }
        return process.processGroup == process.session ? .deadScript : .deadJob
    }

    /// For each process, seconds since the youngest of its descendants was started; nil for those without any.
    ///
    /// A program that started something a minute ago was at work then. Children of reapers speak for nobody.
    ///
    /// - Complexity: O(*n*) processes times the depth of the tree.
    func youngestDescendants(_ host: HostFacts) -> [Double?] {
        var youngest = [Double?](repeating: nil, count: processes.count)
        for index in processes.indices {
            let age = max(0, host.uptime - Double(processes[index].identity.startTicks) / Double(host.ticksPerSecond))
            var current = index
            // The walk ends at a reaper, and early where an ancestor already knows of a younger one.
            while !reapers.contains(processes[current].parent), let parent = places[processes[current].parent],
                parent != current, parent != index, youngest[parent].map({ $0 > age }) ?? true
            {
                youngest[parent] = age
                current = parent
            }
        }
        return youngest
    }
}
