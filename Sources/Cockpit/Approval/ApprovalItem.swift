internal import Decision
internal import Formats
internal import Model
internal import Planning
internal import Primitives

/// One process of a plan as the question about it shows it.
struct ApprovalItem: Sendable {
    var pid: Int32
    var title: String
    var command: String
    var age: String
    var memory: ByteCount
    var recommendation: ProcessRecommendation
    var isPreselected: Bool
    /// What speaks most for ending it, in one sentence.
    var why: String
    /// What should be known before it is ended.
    var reservations: [String]
    /// Every term of evidence with its weight, what speaks for ending it first.
    var evidence: [String]
    /// Why nobody may tick it; nil where somebody may.
    var obstacle: String?

    init(_ process: PlannedProcess) {
        pid = process.pid
        title = process.title
        command = process.command
        age = HumanDuration.text(seconds: process.ageSeconds)
        memory = process.residentMemory
        recommendation = process.recommendation
        isPreselected = process.isPreselected
        let terms = Self.terms(process.ledger)
        why = terms.first?.sentence ?? "Nothing speaks for ending it."
        evidence = terms.map { term in
            "\(term.weight < 0 ? "" : "+")\(term.weight.text(decimals: 1))  \(term.sentence)"
        }
        obstacle = Self.obstacle(process)
        reservations = process.gates.filter { $0.verdict != .pass }.map(\.sentence)
    }

    /// Whether "all recommended" includes it.
    var isRecommended: Bool { obstacle == nil && RecoverySettings.actions.contains(recommendation) }

    /// A person may overrule a gate that asks for a person, never a veto; what a supervisor runs is for the supervisor.
    private static func obstacle(_ process: PlannedProcess) -> String? {
        guard process.recommendation != .keep else { return "It is to be kept." }
        let isTold = process.verb.isForSupervisor && process.supervisor?.canBeTold(of: process.pid) == true
        return process.gates.first { $0.verdict.ceiling == .nothing && !(isTold && $0.reasonCode == "supervised") }?
            .sentence
    }

    private static func terms(_ ledger: Ledger<ProcessClass>) -> [(weight: Double, sentence: String)] {
        let abandoned = ProcessClass.abandoned.index
        return ledger.groups.flatMap(\.terms)
            .map { ($0.logLikelihood[abandoned], $0.wording.sentence) }
            .sorted { $0.0 > $1.0 }
    }
}
