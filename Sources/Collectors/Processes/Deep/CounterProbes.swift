internal import Model
internal import Primitives

/// `/proc/PID/io` (proc_pid_io(5)).
struct StorageProbe: DeepProbe {
    static let kind = ProcessProbe.storage
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<StorageChange>()

    mutating func look(_ context: DeepContext) {
        ends.add(context.files.reading(context.pid, "io", Self.parse))
    }

    func write(to reading: inout DeepReading) {
        reading.storage = ends.change(Self.change)
    }

    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> StorageChange? {
        guard let read = KernelText.value(of: "read_bytes:", in: text),
            let written = KernelText.value(of: "write_bytes:", in: text),
            let cancelled = KernelText.value(of: "cancelled_write_bytes:", in: text)
        else { return nil }
        return StorageChange(read: ByteCount(read), written: ByteCount(written), cancelled: ByteCount(cancelled))
    }

    static func change(_ first: StorageChange, _ last: StorageChange) -> StorageChange {
        StorageChange(
            read: ByteCount(last.read.bytes.risen(since: first.read.bytes)),
            written: ByteCount(last.written.bytes.risen(since: first.written.bytes)),
            cancelled: ByteCount(last.cancelled.bytes.risen(since: first.cancelled.bytes)))
    }
}

/// Fields 10 and 12 of `/proc/PID/stat` (proc_pid_stat(5)), of all threads together.
struct FaultProbe: DeepProbe {
    static let kind = ProcessProbe.faults
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<PageFaults>()

    mutating func look(_ context: DeepContext) {
        ends.add(
            context.files.reading(context.pid, "stat") { text in
                // Text that is no `stat` becomes `malformed`.
                (try? ProcStat(parsing: text)).map { PageFaults(minor: $0.minorFaults, major: $0.majorFaults) }
            })
    }

    func write(to reading: inout DeepReading) {
        reading.faults = ends.change { first, last in
            PageFaults(minor: last.minor.risen(since: first.minor), major: last.major.risen(since: first.major))
        }
    }
}

/// `VmSwap` and `RssAnon` of `/proc/PID/status` (proc_pid_status(5)).
struct MemoryProbe: DeepProbe {
    static let kind = ProcessProbe.memory
    static let looks = DeepLooks.first
    private var use: Reading<MemoryUse> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        // A process without memory of its own, a zombie, has neither line.
        guard context.process.state != .zombie else { return use = .unavailable(.notSupported) }
        use = context.files.reading(context.pid, "status", Self.parse)
    }

    func write(to reading: inout DeepReading) {
        reading.memory = use
    }

    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> MemoryUse? {
        guard let swapped = KernelText.value(of: "VmSwap:", in: text),
            let anonymous = KernelText.value(of: "RssAnon:", in: text)
        else { return nil }
        return MemoryUse(swapped: .kibibytes(swapped), anonymous: .kibibytes(anonymous))
    }
}

/// `/proc/PID/wchan` (proc_pid_wchan(5)) at every look.
struct WaitChannelProbe: DeepProbe {
    static let kind = ProcessProbe.waitChannel
    static let looks = DeepLooks.every
    private var seen: [WaitChannel] = []
    private var refusal: Unavailability?

    mutating func look(_ context: DeepContext) {
        let channel = context.files.reading(context.pid, "wchan") { String(decoding: $0, as: UTF8.self) }
        guard case .measured(var name) = channel else { return refusal = channel.reason }
        if name == "0" {
            // That is what the kernel writes of a process that is not asleep, and of one that it keeps to itself.
            guard isRunning(context) else { return refusal = .notPermitted }
            name = "running"
        }
        if let place = seen.firstIndex(where: { $0.name == name }) {
            seen[place].looks += 1
        } else {
            seen.append(WaitChannel(name: name, looks: 1))
        }
    }

    private func isRunning(_ context: DeepContext) -> Bool {
        let state = context.files.reading(context.pid, "stat") { text in
            // As with faults: no `stat`, no state.
            (try? ProcStat(parsing: text))?.state
        }
        return state.value == .running
    }

    func write(to reading: inout DeepReading) {
        guard !seen.isEmpty else {
            reading.waitChannels = .unavailable(refusal ?? .overBudget)
            return
        }
        reading.waitChannels = .measured(seen.sorted { ($1.looks, $0.name) < ($0.looks, $1.name) })
    }
}
