internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting

/// What a deep scan found of one process, for people: a line a probe, and at the end what could not be read and why.
struct DeepText {
    private let deep: DeepReading

    init(_ deep: DeepReading) {
        self.deep = deep
    }

    var lines: [String] {
        let looks = deep.looks == 1 ? "one look" : "\(deep.looks) looks"
        let heading = "Deep scan (\(looks) within \(deep.window.text(decimals: 1)) s):"
        let found = (activity + files + surroundings + project).compactMap { $0 }.map { "  \($0)" }
        return [heading] + found + silences
    }

    private var activity: [String?] {
        [
            deep.storage.value.map {
                "storage: read \($0.read.text), wrote \($0.written.text), took back \($0.cancelled.text)"
            },
            deep.waitChannels.value.map { channels in
                "in the kernel: " + channels.map { "\($0.name) (\($0.looks)x)" }.joined(separator: ", ")
            },
            deep.threads.value.map(threads),
            deep.switches.value.map { "context switches: \($0.voluntary) voluntary, \($0.involuntary) forced" },
            deep.runDelay.value.map {
                "scheduler: ran \(milliseconds($0.ran)), waited for a processor \(milliseconds($0.waited)), "
                    + "\($0.slices) slices"
            },
            deep.faults.value.map { "page faults: \($0.minor) minor, \($0.major) from storage" },
            deep.memory.value.map { "memory: \($0.anonymous.text) of its own, \($0.swapped.text) swapped out" },
        ]
    }

    private func threads(_ states: ThreadStates) -> String {
        let parts = [
            ("running", states.running), ("asleep", states.sleeping), ("uninterruptible", states.uninterruptible),
            ("stopped", states.stopped), ("in another state", states.other),
        ].filter { $0.1 > 0 }
        return "threads: \(states.count); on average "
            + parts.map { "\($0.1.text(decimals: 1)) \($0.0)" }.joined(separator: ", ")
    }

    private var files: [String?] {
        [
            deep.sockets.value.map(sockets),
            deep.descriptors.value.map { use in
                "descriptors: \(use.count), \(use.opened) opened, \(use.closed) closed; \(use.writing) files open for "
                    + "writing, \(use.filesAtRisk.count) of them at risk"
                    + (use.locks.value.map { ", \($0) locks" } ?? "")
            },
            deep.program.value.map { "program file: \($0.rawValue)" },
            deep.agentMarks.value.map { marks in
                "marks of agents in its environment: \(marks.isEmpty ? "none" : marks.joined(separator: ", "))"
            },
        ]
    }

    private func sockets(_ use: SocketUse) -> String {
        var parts = ["\(use.listening) listening", "\(use.established) connected", "\(use.clients) clients"]
        if use.listening > 0 { parts.append("\(use.backlog) of \(use.backlogLimit) waiting to be accepted") }
        parts.append("\(use.receiveQueue.text) unread, \(use.sendQueue.text) unsent, \(use.moved.text) moved")
        if use.stuck > 0 { parts.append("\(use.stuck) left unread throughout") }
        if let quiet = use.lastReceived { parts.append("last received \(HumanDuration.text(seconds: quiet)) ago") }
        return "sockets: " + parts.joined(separator: ", ")
    }

    private var surroundings: [String?] {
        [
            deep.controlGroup.value.map(group),
            deep.pressure.value.map { pressure in
                "pressure of its group: processor \(percent(pressure.processorSome)), memory "
                    + "\(percent(pressure.memorySome)), storage \(percent(pressure.storageSome)) of the window"
            },
            deep.cores.value.map { cores in
                "processors: \(cores.cores.text(decimals: 1)), bounded by the \(cores.bound.rawValue)"
            },
            deep.terminal.value.map { use in
                guard let use else { return "terminal: none" }
                return "terminal: \(use.name), typed into \(HumanDuration.text(seconds: use.lastRead)) ago, written to "
                    + "\(HumanDuration.text(seconds: use.lastWritten)) ago\(use.isForeground ? ", in its foreground" : "")"
            },
        ]
    }

    private func group(_ use: ControlGroupUse) -> String {
        var parts = ["\(use.layout.rawValue)"]
        if case .measured(let quota) = use.quota { parts.append("quota \(quota?.text(decimals: 2) ?? "none")") }
        if case .measured(let memory) = use.memory { parts.append("memory \(memory.text)") }
        if case .measured(let limit) = use.memoryLimit { parts.append("limit \(limit?.text ?? "none")") }
        if use.isFrozen.value == true { parts.append("frozen") }
        if let throttled = use.throttled.value, throttled > 0 { parts.append("throttled \(milliseconds(throttled))") }
        return "control group: " + parts.joined(separator: ", ")
    }

    private var project: [String?] {
        [
            deep.directory.value.map { use in
                "working directory: \(use.isDeleted ? "deleted" : "there"), on \(use.filesystem)"
                    + (use.lastChange.value.map { ", last changed \(HumanDuration.text(seconds: $0)) ago" } ?? "")
            },
            deep.repository.value.map { state in
                guard let state else { return "repository: none" }
                let branch = state.branch.isEmpty ? "detached" : "branch \(state.branch.sanitised)"
                return "repository: \(state.root.sanitised) (\(state.kind.rawValue)), \(branch)"
                    + (state.isLocked ? ", index locked" : "") + (state.operation.map { ", unfinished \($0)" } ?? "")
                    + (state.lastChange.map { ", last changed \(HumanDuration.text(seconds: $0)) ago" } ?? "")
            },
            deep.company.value.map { company in
                let named = company.map { "\($0.category.rawValue) \($0.pid)" }.joined(separator: ", ")
                return "open in the same project: \(company.isEmpty ? "nothing" : named)"
            },
            deep.origin.value.map { origin in
                "session leader \(origin.sessionLeader.rawValue), group leader \(origin.groupLeader.rawValue), "
                    + "adopted by \(origin.adopter.rawValue)"
            },
        ]
    }

    /// What is unavailable, by reason; what nobody asked for is left out.
    private var silences: [String] {
        let missing = deep.missing.filter { $0.reason != .notCollected }
        guard !missing.isEmpty else { return [] }
        return [
            "  not known: " + missing.map { "\($0.probe.rawValue) (\($0.reason.rawValue))" }.joined(separator: ", ")
        ]
    }

    private func percent(_ share: Double) -> String { "\((share * 100).text(decimals: 0)) %" }

    private func milliseconds(_ seconds: Double) -> String { "\((seconds * 1000).text(decimals: 1)) ms" }
}

/// What a deep scan took, for whoever asked to see what tend itself costs.
enum DeepSummaryText {
    static func lines(_ summary: DeepScanSummary) -> [String] {
        let share = summary.share.map { " (\(($0 * 100).text(decimals: 1)) % of a core)" } ?? ""
        let whole =
            "deep scan: \(summary.suspects) processes, \(summary.ran) probes, \(summary.wall.text(decimals: 2)) s of "
            + "\(summary.budget.text(decimals: 1)) s, own processor time "
            + "\((summary.processorSeconds * 1000).text(decimals: 0)) ms\(share)"
        let costs = summary.costs.map {
            "deep scan, \($0.probe.rawValue): \($0.count) processes, \(($0.seconds * 1000).text(decimals: 1)) ms"
        }
        let pressure = summary.pressure.value.map {
            "deep scan: some waited for a processor \(($0.processorSome * 100).text(decimals: 0)) %, for memory "
                + "\(($0.memorySome * 100).text(decimals: 0)) %, for storage "
                + "\(($0.storageSome * 100).text(decimals: 0)) % of the window"
        }
        return [whole] + [pressure].compactMap { $0 } + costs
            + summary.skipped.map { "deep scan, \($0.probe.rawValue): \($0.count) skipped (\($0.reason.rawValue))" }
    }
}
