internal import Model
internal import Primitives
internal import SystemCalls

/// The least of affinity, cpuset and quota: how many processors it could use at once.
struct CoreProbe: DeepProbe {
    static let kind = ProcessProbe.cores
    static let looks = DeepLooks.first
    private var cores: Reading<EffectiveCores> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        let affinity = context.files.reading(context.pid, "status", Self.affinity)
        let groups = ControlGroupFigures.of(context)
        cores = Self.cores(
            machine: Host.processors, affinity: affinity, cpuset: groups.flatMap(\.processors),
            quota: groups.flatMap(\.quota))
    }

    func write(to reading: inout DeepReading) {
        reading.cores = cores
    }

    /// How many processors the list of `Cpus_allowed_list` names.
    static func affinity(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
        var text = KernelText(bytes)
        while !text.isAtEnd {
            if text.take("Cpus_allowed_list:") {
                text.skipBlanks()
                let line = bytes[text.position...].prefix { $0 != UInt8(ascii: "\n") }
                return ControlGroupFiles.count(String(decoding: line, as: UTF8.self))
            }
            text.skipLine()
        }
        return nil
    }

    /// Unavailable only where not even the affinity could be read; what else is unknown bounds nothing, and says so.
    ///
    /// The kernel keeps an affinity within the cpuset, so of equal ones the cpuset is the reason.
    static func cores(
        machine: Int, affinity: Reading<Int>, cpuset: Reading<Int?>, quota: Reading<Double?>
    ) -> Reading<EffectiveCores> {
        affinity.map { allowed in
            var cores = EffectiveCores()
            cores.affinity = affinity
            cores.cpuset = cpuset
            cores.quota = quota
            cores.cores = Double(machine)
            func bound(_ count: Double?, _ bound: EffectiveCores.Bound) {
                guard let count, count > 0, count < cores.cores else { return }
                cores.cores = count
                cores.bound = bound
            }
            bound((cpuset.value ?? nil).map(Double.init), .cpuset)
            bound(Double(allowed), .affinity)
            bound(quota.value ?? nil, .quota)
            return cores
        }
    }
}

/// When the controlling terminal was last used.
struct TerminalProbe: DeepProbe {
    static let kind = ProcessProbe.terminal
    static let looks = DeepLooks.first
    private var use: Reading<TerminalUse?> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        let (process, folder) = (context.process, context.shared.paths.devices)
        guard let device = TerminalDevice(process.terminal) else { return use = .measured(nil) }
        guard let path = device.path(below: folder) else { return use = .unavailable(.notSupported) }
        // A container has terminals of its own under the same names.
        let sharesMounts = context.shared.sharesMounts(context.pid)
        guard sharesMounts.value == true else { return use = .unavailable(sharesMounts.reason ?? .notSupported) }
        let now = Double(Clocks.wallMilliseconds()) / 1000
        use = DeepFiles.reading { () throws(ErrorNumber) in
            let file = try LinkTarget.at(path)
            var use = TerminalUse()
            use.name = String(path.dropFirst(folder.count + 1))
            use.lastRead = max(0, now - file.accessed)
            use.lastWritten = max(0, now - file.modified)
            use.isForeground = process.terminalForeground == process.processGroup
            return use
        }
    }

    func write(to reading: inout DeepReading) {
        reading.terminal = use
    }
}

/// Who is left of those that started it.
struct OriginProbe: DeepProbe {
    static let kind = ProcessProbe.origin
    static let looks = DeepLooks.first
    private var origin: Reading<ProcessOrigin> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        var origin = ProcessOrigin()
        origin.adopter = context.suspect.adopter
        let process = context.process
        for (pid, place) in [(process.session, \ProcessOrigin.sessionLeader), (process.processGroup, \.groupLeader)] {
            switch Self.relative(pid, of: process.pid, context.files) {
            case .measured(let relative): origin[keyPath: place] = relative
            case .unavailable(let reason): return self.origin = .unavailable(reason)
            }
        }
        origin.isLoginOpen = Self.login(context)
        self.origin = .measured(origin)
    }

    func write(to reading: inout DeepReading) {
        reading.origin = origin
    }

    private static func relative(
        _ pid: Int32, of own: Int32, _ files: DeepFiles
    ) -> Reading<ProcessOrigin.Relative> {
        if pid == own { return .measured(.own) }
        let state = files.reading(pid, "stat") { text in
            // Text that is no `stat` becomes `malformed`.
            (try? ProcStat(parsing: text))?.state
        }
        if state.reason == .gone { return .measured(.gone) }
        return state.map { $0 == .zombie || $0 == .dead ? .zombie : .alive }
    }

    /// Whether systemd-logind still has the session that the kernel's audit id names (`/proc/PID/sessionid`).
    private static func login(_ context: DeepContext) -> Reading<Bool?> {
        let folder = context.shared.paths.sessions
        guard FileSystem.exists(folder) else { return .unavailable(.notSupported) }
        let id = context.files.reading(context.pid, "sessionid") { bytes in
            var text = KernelText(bytes)
            return text.number()
        }
        if id.reason == .gone { return .unavailable(.notSupported) }
        // The largest number stands for none.
        return id.map { $0 == UInt64(UInt32.max) ? nil : FileSystem.exists("\(folder)/\($0)") }
    }
}

/// Shells and editors that work in the same repository or below the same directory.
struct CompanyProbe: DeepProbe {
    static let kind = ProcessProbe.company
    static let looks = DeepLooks.first
    static let readsFileSystems = true
    private var company: Reading<[Companion]> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        guard !context.suspect.neighbours.isEmpty else { return company = .measured([]) }
        let root = context.shared.repository(context).map { $0?.root }
        let neighbours = context.suspect.neighbours
        company = WorkingDirectory.of(context).map { directory in
            if let root = root.value ?? nil { return Self.company(neighbours, in: root) }
            return Self.isProject(directory.path) ? Self.company(neighbours, in: directory.path) : []
        }
    }

    func write(to reading: inout DeepReading) {
        reading.company = company
    }

    static func company(_ neighbours: [DeepSuspect.Neighbour], in project: ForeignText) -> [Companion] {
        neighbours.filter { $0.directory.isBelow(project) }.map(\.companion)
    }

    /// Whether a directory without a repository may be taken for a project: all shells begin in a home.
    static func isProject(_ path: ForeignText) -> Bool {
        path.bytes.count { $0 == UInt8(ascii: "/") } >= 3
    }
}
