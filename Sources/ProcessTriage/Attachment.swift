package import Model

/// Which levels of attachment the facts allow.
///
/// The rules are asked in order and the first that holds decides. A fact that could not be read leaves both ways open:
/// the level is possible, and so are those after it. Silence is never read as a no.
package enum Attachment {
    package static func levels(_ facts: AttachmentFacts) -> PossibleLevels {
        var possible: PossibleLevels = []
        for rule in rules {
            switch rule(facts) {
            case .no: continue
            case .unknown(let levels): possible = possible.union(levels)
            case .yes(let levels): return possible.union(levels)
            }
        }
        return possible.union([.adrift])
    }

    /// What one rule says: it does not hold, it may, it does.
    private enum Answer {
        case no
        case unknown(PossibleLevels)
        case yes(PossibleLevels)

        init(_ holds: Bool?, _ level: AttachmentLevel) {
            switch holds {
            case true?: self = .yes([level])
            case false?: self = .no
            case nil: self = .unknown([level])
            }
        }
    }

    private static let rules: [@Sendable (AttachmentFacts) -> Answer] = [
        { Answer($0.isSupervised, .sup) },
        { Answer($0.clients.map { $0 > 0 }, .used) },
        { Answer($0.hasTerminal || $0.isViewersOwn, .att) },
        fromParent,
        { Answer(isSevered($0), .sev) },
        { Answer(isDaemon($0), .dmn) },
        { Answer(isBackground($0), .bg) },
    ]

    /// A living parent hands its own levels down; one that cannot be seen may be living or a reaper.
    @Sendable private static func fromParent(_ facts: AttachmentFacts) -> Answer {
        switch facts.parent {
        case .living(_, let levels): .yes(levels)
        case .reaper: .no
        case .unknown: .unknown([.att])
        }
    }

    /// Input from nowhere, or output to nowhere that a closed terminal left behind.
    ///
    /// A server whose output pipe died is not severed: it is reached through its listener.
    private static func isSevered(_ facts: AttachmentFacts) -> Bool? {
        if [.deadPipe, .deadSocket].contains(facts.standardInput) { return true }
        let input: Bool? = facts.standardInput == .unknown ? nil : false
        guard !facts.ignoresHangup else { return input }
        let outputDead: Bool? =
            facts.standardOutput == .unknown ? nil : [.deadPipe, .deadTerminal].contains(facts.standardOutput)
        let noWayIn = facts.standardInput == .deadTerminal ? true : facts.listens.map { !$0 }
        return either(input, both(outputDead, noWayIn))
    }

    /// A session of its own, and something that daemons have: a listener, the journal, or the role.
    private static func isDaemon(_ facts: AttachmentFacts) -> Bool? {
        let ownSession: Bool? =
            facts.leader == .unknown ? nil : [.itself, .deadScript].contains(facts.leader)
        let outputAlive: Bool? =
            facts.standardOutput == .unknown
            ? nil : ![.deadPipe, .deadTerminal, .deadSocket].contains(facts.standardOutput)
        let hasRole = facts.standardOutput == .journal || facts.role == .daemon || facts.role == .interactive
        return both(ownSession, both(outputAlive, hasRole ? true : facts.listens))
    }

    private static func isBackground(_ facts: AttachmentFacts) -> Bool? {
        if facts.ignoresHangup { return true }
        return facts.standardOutput == .unknown ? nil : facts.standardOutput == .file
    }

    // Kleene's three-valued logic; nil is unknown.
    private static func both(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == false || right == false { return false }
        return left == nil || right == nil ? nil : true
    }

    private static func either(_ left: Bool?, _ right: Bool?) -> Bool? {
        if left == true || right == true { return true }
        return left == nil || right == nil ? nil : false
    }
}
