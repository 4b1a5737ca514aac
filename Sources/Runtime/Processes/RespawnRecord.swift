internal import History
internal import Model
internal import Primitives
internal import SystemCalls

/// What the record knows of programs that came back after tend had ended them.
struct RespawnRecord {
    /// A day: longer ago somebody else may have had other reasons.
    private static let memory: Int64 = 86_400_000

    private struct Program: Hashable {
        var argumentsHash: String
        var owner: UInt32
    }

    private let ended: [Program: [EndedProcess]]

    /// Nothing is known where there is no record, or none that can be read: this only ever adds a caution.
    init(_ journal: Journal, now: Int64) {
        let all = (try? journal.reader().endedProcesses(domain: "processes", since: now - Self.memory)) ?? []
        ended = Dictionary(grouping: all) { Program(argumentsHash: $0.argumentsHash, owner: $0.userID) }
            .filter { $0.value.count >= RespawnLoop.fewest }
    }

    /// Notes in a sample what was started again.
    ///
    /// - Complexity: O(*n*) processes, one hash each; nothing where nothing was ended often enough.
    func annotate(_ sample: inout MachineSample, _ key: GroupingKey) {
        guard !ended.isEmpty else { return }
        let host = sample.host
        for index in sample.processes.indices {
            guard let arguments = sample.processes[index].arguments.value, !arguments.isEmpty else { continue }
            let identity = sample.processes[index].identity
            let program = Program(argumentsHash: key.hash(arguments.bytes), owner: identity.userID)
            guard let runs = ended[program]?.filter({ $0.bootID == host.bootID }) else { continue }
            sample.processes[index].respawns = RespawnLoop(
                after: runs.map { Self.run($0, host) }, started: Self.seconds(identity.startTicks, host))
        }
    }

    private static func run(_ process: EndedProcess, _ host: HostFacts) -> RecordedRun {
        // As far as nobody has set the clock since.
        func sinceBoot(_ milliseconds: Int64) -> Double { host.uptime - Double(host.capturedAt - milliseconds) / 1000 }
        return RecordedRun(
            started: seconds(process.startTicks, host), endBegun: sinceBoot(process.begunAt),
            ended: sinceBoot(process.endedAt))
    }

    private static func seconds(_ ticks: UInt64, _ host: HostFacts) -> Double {
        Double(ticks) / Double(max(1, host.ticksPerSecond))
    }
}
