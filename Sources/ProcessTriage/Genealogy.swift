internal import Model
internal import Primitives

/// One process's place in the tree: a handful of numbers, so that walks copy little and hash nothing.
struct Kin: Sendable {
    var pid: Int32
    var owner: UInt32
    var parent: Int32
    var processGroup: Int32
    var session: Int32
    var startTicks: UInt64
    var isZombie: Bool
    /// Its parent is a reaper.
    var isAdopted = false
    /// Where its parent stands in the scan; nil where it is not in it.
    var parentPlace: Int?
    /// Where the leader of its session stands in the scan.
    var leaderPlace: Int?

    /// By place, so that no observation is copied for these few numbers.
    init(_ processes: [ProcessObservation], at index: Int) {
        pid = processes[index].identity.pid
        owner = processes[index].identity.userID
        parent = processes[index].parent
        processGroup = processes[index].processGroup
        session = processes[index].session
        startTicks = processes[index].identity.startTicks
        isZombie = processes[index].counters.last?.state == .zombie
    }
}

/// Who descends from whom in one scan, and who adopts orphans.
struct Genealogy: Sendable {
    let processes: [ProcessObservation]
    /// One entry a process, in the same order.
    let kin: [Kin]
    let places: [Int32: Int]
    let reapers: Set<Int32>
    let recognitions: [Recognition]
    private let host: HostFacts

    init(_ sample: MachineSample, _ recognitions: [Recognition]) {
        processes = sample.processes
        host = sample.host
        self.recognitions = recognitions
        var kin = processes.indices.map { [processes] in Kin(processes, at: $0) }
        let places = Dictionary(
            zip(kin.lazy.map(\.pid), kin.indices), uniquingKeysWith: { first, _ in first })
        var reapers: Set<Int32> = [1]
        for index in kin.indices {
            if recognitions[index].isReaper { reapers.insert(kin[index].pid) }
            // Whoever became a parent while we watched has adopted an orphan.
            if sample.processes[index].formerParent != nil { reapers.insert(kin[index].parent) }
        }
        for index in kin.indices {
            kin[index].isAdopted = reapers.contains(kin[index].parent)
            kin[index].parentPlace = places[kin[index].parent]
            kin[index].leaderPlace = kin[index].session == kin[index].pid ? index : places[kin[index].session]
        }
        self.kin = kin
        self.places = places
        self.reapers = reapers
    }

    /// The parent as the attachment rules see it, without its levels.
    func parent(of index: Int) -> AttachmentFacts.Parent {
        let own = kin[index]
        // PPID 0 inside a container: entered from outside, so a parent lives there.
        if own.parent == 0 { return .living(pid: 0, levels: [.att]) }
        if own.isAdopted { return .reaper(pid: own.parent) }
        guard let place = own.parentPlace else { return .unknown }
        // A zombie parent still holds its children's PPID but nothing else.
        return kin[place].isZombie ? .reaper(pid: own.parent) : .living(pid: own.parent, levels: [])
    }

    /// Whether PID 1 itself started the process, as it does in a container, and did not merely adopt it.
    ///
    /// What it started shares its session; or it is its oldest child, for some inits (dumb-init) give what they run a
    /// session of its own. An orphan has a dead leader's session or its own. systemd's services are told by their control
    /// groups instead.
    func isStartedByInit(_ index: Int) -> Bool {
        guard !host.hasSystemd, kin[index].parent == 1, let initial = places[1] else { return false }
        let own = kin[index]
        if own.session == 1 { return true }
        guard own.session == own.pid, host.isSoon(own.startTicks, after: kin[initial].startTicks, seconds: 5)
        else { return false }
        return !kin.contains { $0.parent == 1 && $0.startTicks < own.startTicks }
    }

    /// Ancestors from the parent upwards; ends at PID 1, at a gap, or where a forged recording goes in a circle.
    func ancestors(of index: Int) -> Ancestors { Ancestors(kin, of: index) }

    /// The topmost process of its own tree: what a reaper adopted, or else itself.
    func top(of index: Int) -> Int {
        var current = index
        var steps = 0
        while !kin[current].isAdopted {
            guard let next = kin[current].parentPlace, next != current, steps < 512, next != index else { return index }
            current = next
            steps += 1
        }
        return current
    }

    /// Who leads the process's session: dead counts also where the leader is a zombie that nobody reaped.
    func leader(of index: Int) -> AttachmentFacts.Leader {
        let own = kin[index]
        if own.session == own.pid { return .itself }
        // Session 0: the leader lives outside this PID namespace.
        if own.session == 0 { return .alive }
        // One that hangs in the kernel lives, though it is not in the scan.
        if host.unread?.contains(own.session) == true { return .alive }
        if let place = own.leaderPlace, !kin[place].isZombie { return .alive }
        return own.processGroup == own.session ? .deadScript : .deadJob
    }

    /// For each process, seconds since the youngest of its descendants was started; nil for those without any.
    ///
    /// A program that started something a minute ago was at work then. What it brought up within its own first minute
    /// (a browser its renderers, an agent its tool servers) says no more than its age does. Children of reapers speak
    /// for nobody.
    ///
    /// - Complexity: O(*n*) processes times the depth of the tree.
    func youngestDescendants(_ host: HostFacts) -> [Double?] {
        var youngest = [Double?](repeating: nil, count: kin.count)
        for index in kin.indices {
            let age = max(0, host.uptime - Double(kin[index].startTicks) / Double(host.ticksPerSecond))
            var current = index
            var steps = 0
            // The walk ends at a reaper, and early where an ancestor already knows of a younger one.
            while !kin[current].isAdopted, let parent = kin[current].parentPlace, parent != current, parent != index,
                youngest[parent].map({ $0 > age }) ?? true, steps < 512
            {
                if !host.isSoon(kin[index].startTicks, after: kin[parent].startTicks, seconds: 60) {
                    youngest[parent] = age
                }
                current = parent
                steps += 1
            }
        }
        return youngest
    }
}

/// Places of ancestors, nearest first; no list is made of them, for most walks end after a step or two.
struct Ancestors: Sequence, IteratorProtocol {
    private let kin: [Kin]
    private let start: Int
    private var current: Int
    private var steps = 0

    init(_ kin: [Kin], of index: Int) {
        self.kin = kin
        start = index
        current = index
    }

    mutating func next() -> Int? {
        guard let next = kin[current].parentPlace, next != current, steps < 512, next != start else { return nil }
        steps += 1
        current = next
        return next
    }
}

extension HostFacts {
    /// Whether a start tick lies before another, or so few seconds after it; a forged one may be any number.
    func isSoon(_ ticks: UInt64, after earlier: UInt64, seconds: Double) -> Bool {
        ticks <= earlier || Double(ticks - earlier) <= seconds * Double(max(1, ticksPerSecond))
    }
}
