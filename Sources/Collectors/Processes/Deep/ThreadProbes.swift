internal import Model
internal import Primitives

/// The states of all threads at every look (`/proc/PID/task/TID/stat`).
struct ThreadProbe: DeepProbe {
    static let kind = ProcessProbe.threads
    static let looks = DeepLooks.every
    private var states = ThreadStates()
    private var looks = 0
    private var refusal: Unavailability?

    mutating func look(_ context: DeepContext) {
        let seen = context.files.threads(context.pid, "stat", limit: context.settings.threadLimit) { text in
            // Text that is no `stat` becomes `malformed`.
            (try? ProcStat(parsing: text))?.state
        }
        guard case .measured(let threads) = seen else { return refusal = seen.reason }
        looks += 1
        states.count = threads.count
        for state in threads.values { count(state) }
    }

    private mutating func count(_ state: ProcessState) {
        switch state {
        case .running: states.running += 1
        case .sleeping, .idleKernel: states.sleeping += 1
        case .uninterruptible: states.uninterruptible += 1
        case .stopped, .traced: states.stopped += 1
        default: states.other += 1
        }
    }

    func write(to reading: inout DeepReading) {
        guard looks > 0 else {
            reading.threads = .unavailable(refusal ?? .overBudget)
            return
        }
        var mean = states
        for part in [
            \ThreadStates.running, \.sleeping, \.uninterruptible, \.stopped, \.other,
        ] as [WritableKeyPath<ThreadStates, Double>] {
            mean[keyPath: part] /= Double(looks)
        }
        reading.threads = .measured(mean)
    }
}

/// `voluntary_ctxt_switches` and its counterpart of every thread: `/proc/PID/status` has those of the first thread alone.
struct SwitchProbe: DeepProbe {
    static let kind = ProcessProbe.switches
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<[Int32: ContextSwitches]>()

    mutating func look(_ context: DeepContext) {
        ends.add(
            context.files.threads(context.pid, "status", limit: context.settings.threadLimit, Self.parse))
    }

    func write(to reading: inout DeepReading) {
        reading.switches = ends.change { first, last in
            last.reduce(into: ContextSwitches()) { sum, thread in
                // A thread that is new began at 0; what an ended one did since the first look is not known.
                let before = first[thread.key] ?? ContextSwitches()
                sum.voluntary += thread.value.voluntary.risen(since: before.voluntary)
                sum.involuntary += thread.value.involuntary.risen(since: before.involuntary)
            }
        }
    }

    static func parse(_ text: UnsafeBufferPointer<UInt8>) -> ContextSwitches? {
        guard let voluntary = KernelText.value(of: "voluntary_ctxt_switches:", in: text),
            let involuntary = KernelText.value(of: "nonvoluntary_ctxt_switches:", in: text)
        else { return nil }
        return ContextSwitches(voluntary: voluntary, involuntary: involuntary)
    }
}

/// `schedstat` of every thread: nanoseconds on a processor, nanoseconds waiting for one, slices
/// (Documentation/scheduler/sched-stats.rst).
struct RunDelayProbe: DeepProbe {
    static let kind = ProcessProbe.runDelay
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<[Int32: Counts]>()

    struct Counts: Equatable {
        var ran: UInt64 = 0
        var waited: UInt64 = 0
        var slices: UInt64 = 0
    }

    mutating func look(_ context: DeepContext) {
        ends.add(
            context.files.threads(context.pid, "schedstat", limit: context.settings.threadLimit, Self.parse))
    }

    func write(to reading: inout DeepReading) {
        reading.runDelay = ends.change { first, last in
            last.reduce(into: RunDelay()) { sum, thread in
                let before = first[thread.key] ?? Counts()
                sum.ran += Double(thread.value.ran.risen(since: before.ran)) * 1e-9
                sum.waited += Double(thread.value.waited.risen(since: before.waited)) * 1e-9
                sum.slices += thread.value.slices.risen(since: before.slices)
            }
        }
    }

    static func parse(_ bytes: UnsafeBufferPointer<UInt8>) -> Counts? {
        var text = KernelText(bytes)
        guard let ran = text.number() else { return nil }
        text.skipBlanks()
        guard let waited = text.number() else { return nil }
        text.skipBlanks()
        guard let slices = text.number() else { return nil }
        return Counts(ran: ran, waited: waited, slices: slices)
    }
}
