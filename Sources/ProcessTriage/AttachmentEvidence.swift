internal import Decision
internal import Model
internal import Primitives

extension ProcessJudge {
    /// One joint level instead of the same orphanhood counted through parent, terminal, session and streams.
    ///
    /// attachment(C) = log(sum of L[role, C, i] over the possible levels i / sum over all): what could not be read is
    /// summed out exactly.
    func attachmentWeights(_ facts: ProcessFacts) -> ClassVector {
        let possible = facts.levels.isEmpty ? .all : facts.levels
        let shares = tables.levels[facts.role]
        return ClassVector(relative: { subject in
            var sum = 0.0
            for level in possible { sum += shares[subject][level.ordinal] }
            return logarithm(sum)
        })
    }

    func attachment(_ facts: ProcessFacts, _ weights: ProcessWeights) -> Evidence {
        let possible = facts.levels.isEmpty ? .all : facts.levels
        return Evidence(
            feature: "attachment", logLikelihood: weights.attachment.array,
            source: "/proc/PID/stat, /proc/PID/fd, sock_diag, /proc/PID/cgroup",
            wording: Evidence.Wording(
                value: possible.map(\.rawValue).joined(separator: "|"), unit: "level",
                sentence: Self.sentence(facts, possible)))
    }

    private static func sentence(_ facts: ProcessFacts, _ levels: PossibleLevels) -> String {
        guard levels.count == 1, let level = levels.first else {
            return "Not everything could be read; it may be "
                + levels.map(meaning).joined(separator: ", or ") + "."
        }
        if case .living(let pid, _) = facts.attachment.parent, !facts.attachment.hasTerminal,
            !facts.attachment.isViewersOwn, level != .sup,
            level != .used
        {
            return "Its parent \(pid) lives, and hands its level down: \(meaning(level))."
        }
        return sentence(facts.attachment, level)
    }

    private static func sentence(_ facts: AttachmentFacts, _ level: AttachmentLevel) -> String {
        switch level {
        case .sup: "A supervisor runs it."
        case .used: "\(facts.clients ?? 0) living \(facts.clients == 1 ? "client uses" : "clients use") it."
        case .att: facts.isViewersOwn ? "Your own session runs through it." : "It has a controlling terminal."
        case .sev: "Its \(severed(facts)) leads nowhere any more, and init has adopted it."
        case .dmn: "It detached itself into a session of its own, as daemons do."
        case .bg: facts.ignoresHangup ? "It ignores hang-ups (nohup)." : "It writes its output to a file."
        case .adrift: "Its parent died and init adopted it; nothing shows that this was meant."
        }
    }

    private static func severed(_ facts: AttachmentFacts) -> String {
        switch facts.standardInput {
        case .deadPipe: "input pipe"
        case .deadSocket: "input socket"
        default: facts.standardOutput == .deadTerminal ? "closed terminal" : "output pipe"
        }
    }

    static func meaning(_ level: AttachmentLevel) -> String {
        switch level {
        case .sup: "supervised"
        case .used: "in use"
        case .att: "attached"
        case .sev: "severed"
        case .dmn: "a daemon"
        case .bg: "sent to the background"
        case .adrift: "adrift"
        }
    }
}
