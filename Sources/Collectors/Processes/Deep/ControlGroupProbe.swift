internal import Model
internal import Primitives

/// What the process's control groups allow and use, whichever way the machine arranges them.
struct ControlGroupProbe: DeepProbe {
    static let kind = ProcessProbe.controlGroup
    static let looks = DeepLooks.ends
    private var limits: Reading<ControlGroupUse> = .unavailable(.overBudget)
    private var throttled = DeepEnds<Double>()
    private var storage = DeepEnds<StorageChange>()

    mutating func look(_ context: DeepContext) {
        limits = ControlGroupFigures.of(context).map(context.shared.use)
        if case .measured(let use) = limits {
            throttled.add(use.throttled)
            storage.add(use.storage)
        }
    }

    func write(to reading: inout DeepReading) {
        reading.controlGroup = limits.map { use in
            var use = use
            use.throttled = throttled.change { max(0, $1 - $0) }
            use.storage = storage.change(StorageProbe.change)
            return use
        }
    }
}

/// The groups of one process, by controller.
struct ControlGroupFigures {
    private let tree: ControlGroupTree
    let lines: ForeignText
    private let layout: ControlGroupLayout

    /// Unavailable where the process's groups cannot be read or the machine has none.
    static func of(_ context: DeepContext) -> Reading<ControlGroupFigures> {
        let tree = context.shared.controlGroups
        guard let layout = tree.layout else { return .unavailable(.notSupported) }
        return context.files.reading(context.pid, "cgroup") { ForeignText([UInt8]($0)) }
            .map { ControlGroupFigures(tree: tree, lines: $0, layout: layout) }
    }

    /// With what it used since it was made where a change within the window belongs.
    var use: ControlGroupUse {
        var use = ControlGroupUse()
        use.layout = layout
        use.quota = quota
        use.processors = processors
        use.memory = own("memory", "memory.current", "memory.usage_in_bytes") { UInt64(Self.line($0)) }
            .map { ByteCount($0) }
        use.memoryHigh = least("memory", "memory.high", nil).map { $0.map { ByteCount($0) } }
        use.memoryLimit = least("memory", "memory.max", "memory.limit_in_bytes").map { $0.map { ByteCount($0) } }
        use.isFrozen = isFrozen
        use.tasks = own("pids", "pids.current", "pids.current") { Int(Self.line($0)) }
        use.taskLimit = least("pids", "pids.max", "pids.max").map { $0.map { Int(clamping: $0) } }
        use.throttled = throttled
        use.storage = storage
        return use
    }

    var quota: Reading<Double?> {
        with("cpu") { group in
            group.least { group in
                if group.isVersionTwo {
                    return group.reading("cpu.max", ControlGroupFiles.quota)
                }
                return group.reading("cpu.cfs_quota_us") { $0 }.flatMap { quota in
                    group.reading("cpu.cfs_period_us") { ControlGroupFiles.quota(quota, period: $0) }
                }
            }
        }
    }

    /// The kernel tells the effective set, with what groups above leave of it.
    var processors: Reading<Int?> {
        with("cpuset") { group in
            let file = group.isVersionTwo ? "cpuset.cpus.effective" : "cpuset.effective_cpus"
            let count: Reading<Int> = group.reading(file, ControlGroupFiles.count)
            if count.reason == .notSupported { return .measured(nil) }
            return count.map { Optional($0) }
        }
    }

    /// Seconds without quota left, since the group was made.
    private var throttled: Reading<Double> {
        with("cpu") { group in
            group.reading("cpu.stat") { text in
                group.isVersionTwo
                    ? ControlGroupFiles.value("throttled_usec", text).map { Double($0) * 1e-6 }
                    : ControlGroupFiles.value("throttled_time", text).map { Double($0) * 1e-9 }
            }
        }
    }

    /// Bytes since the group was made.
    private var storage: Reading<StorageChange> {
        if let group = tree.group("io", in: lines) {
            return group.reading("io.stat", ControlGroupFiles.storage)
        }
        return with("blkio") { $0.reading("blkio.throttle.io_service_bytes", ControlGroupFiles.serviceBytes) }
    }

    private var isFrozen: Reading<Bool> {
        if let group = tree.group("freezer", in: lines), !group.isVersionTwo {
            // The top of the hierarchy cannot be frozen and has no such file.
            guard !group.names.isEmpty else { return .measured(false) }
            return group.reading("freezer.state") { Self.line($0) != "THAWED" }
        }
        guard let group = tree.unified(in: lines) else { return .unavailable(.notSupported) }
        guard !group.names.isEmpty else { return .measured(false) }
        return group.reading("cgroup.events") { ControlGroupFiles.value("frozen", $0).map { $0 != 0 } }
    }

    private func with<Value>(
        _ controller: Substring, _ body: (ControlGroup) -> Reading<Value>
    ) -> Reading<Value> {
        tree.group(controller, in: lines).map(body) ?? .unavailable(.notSupported)
    }

    private func own<Value>(
        _ controller: Substring, _ second: String, _ first: String, _ parse: (String) -> Value?
    ) -> Reading<Value> {
        with(controller) { $0.reading($0.isVersionTwo ? second : first, parse) }
    }

    /// The least of a limit, by the name of its file in v2 and in v1.
    private func least(_ controller: Substring, _ second: String, _ first: String?) -> Reading<UInt64?> {
        with(controller) { group in
            guard let file = group.isVersionTwo ? second : first else { return .unavailable(.notSupported) }
            return group.least { $0.reading(file, ControlGroupFiles.limit) }
        }
    }

    private static func line(_ text: String) -> Substring { text.prefix { $0 != "\n" } }
}

/// Pressure of the process's group in the hierarchy of v2 within the window; of the top group it is the machine's.
struct PressureProbe: DeepProbe {
    static let kind = ProcessProbe.pressure
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<Stalls>()

    mutating func look(_ context: DeepContext) {
        let lines = context.files.reading(context.pid, "cgroup") { ForeignText([UInt8]($0)) }
        let now = context.shared.now
        let tree = context.shared.controlGroups
        ends.add(
            lines.flatMap { lines in
                guard let group = tree.unified(in: lines) else { return .unavailable(.notSupported) }
                return Stalls.read(at: now) { group.path + "/\($0).pressure" }
            })
    }

    func write(to reading: inout DeepReading) {
        reading.pressure = ends.change { $1.pressure(since: $0) }
    }
}

/// Time lost to waiting since boot or since a group was made, in microseconds.
struct Stalls: Equatable {
    /// Seconds on the scan's clock.
    var moment: Double
    var processorSome: UInt64 = 0
    var memorySome: UInt64 = 0
    var memoryFull: UInt64 = 0
    var storageSome: UInt64 = 0
    var storageFull: UInt64 = 0

    static func read(at moment: Double, _ path: (String) -> String) -> Reading<Stalls> {
        var stalls = Stalls(moment: moment)
        for kind in ["cpu", "memory", "io"] {
            let total = SmallFile.reading(path(kind))
            guard case .measured(let bytes) = total else { return .unavailable(total.reason ?? .notSupported) }
            guard let (some, full) = ControlGroupFiles.stalls(String(decoding: bytes, as: UTF8.self)) else {
                return .unavailable(.malformed)
            }
            switch kind {
            case "cpu": stalls.processorSome = some
            case "memory": (stalls.memorySome, stalls.memoryFull) = (some, full)
            default: (stalls.storageSome, stalls.storageFull) = (some, full)
            }
        }
        return .measured(stalls)
    }

    func pressure(since first: Stalls) -> Pressure {
        let window = (moment - first.moment) * 1e6
        var pressure = Pressure()
        guard window > 0 else { return pressure }
        func share(_ last: UInt64, _ first: UInt64) -> Double { min(1, Double(last.risen(since: first)) / window) }
        pressure.processorSome = share(processorSome, first.processorSome)
        pressure.memorySome = share(memorySome, first.memorySome)
        pressure.memoryFull = share(memoryFull, first.memoryFull)
        pressure.storageSome = share(storageSome, first.storageSome)
        pressure.storageFull = share(storageFull, first.storageFull)
        return pressure
    }
}
