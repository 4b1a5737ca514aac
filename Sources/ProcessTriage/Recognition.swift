internal import Model

/// What the packs say of one process by its words and control groups alone.
///
/// Both parts are shared by all that have the same: a machine runs the same few programs over and over.
struct Recognition: Sendable {
    let program: ProgramRecognition
    /// Nil where the control groups could not be read.
    var controlGroups: ControlGroupRecognition?

    var category: ProcessCategory { program.category }
    var title: String { program.title }
    var protection: Protection? { program.protection }
    /// It adopts orphans: a child of it has lost its parent.
    ///
    /// Told by its words, or by its place, whatever it calls itself.
    var isReaper: Bool { program.isReaper || controlGroups?.isManager == true }
    var reaperSupervises: Bool { program.reaperSupervises }
    var supervises: SupervisorFacts? { program.supervises }
    var supervisionHolds: Bool { program.supervisionHolds }
    /// Its control group belongs to a service or a container.
    var controlGroupOwner: SupervisorFacts? { controlGroups?.owner }
    var signatures: [Signature] { program.signatures }
}

/// What the packs say of a program by its words.
final class ProgramRecognition: Sendable {
    let category: ProcessCategory
    let title: String
    let protection: Protection?
    let isReaper: Bool
    /// What it started itself counts as supervised.
    let reaperSupervises: Bool
    /// It starts again what it runs; named for its descendants.
    let supervises: SupervisorFacts?
    /// Being run by it shows that somebody wants it; a file watcher may itself be forgotten.
    let supervisionHolds: Bool
    /// Signatures whose words and category it has.
    let signatures: [Signature]
    /// Processes with the same program and arguments share it; nil for kernel threads.
    let number: Int?

    init(
        category: ProcessCategory, title: String, protection: Protection? = nil, isReaper: Bool = false,
        reaperSupervises: Bool = false, supervises: SupervisorFacts? = nil, supervisionHolds: Bool = true,
        signatures: [Signature] = [], number: Int? = nil
    ) {
        self.category = category
        self.title = title
        self.protection = protection
        self.isReaper = isReaper
        self.reaperSupervises = reaperSupervises
        self.supervises = supervises
        self.supervisionHolds = supervisionHolds
        self.signatures = signatures
        self.number = number
    }
}

/// What the packs say of a process by its control groups.
final class ControlGroupRecognition: Sendable {
    let owner: SupervisorFacts?
    /// It is the manager of a user's services.
    let isManager: Bool

    init(owner: SupervisorFacts?, isManager: Bool) {
        self.owner = owner
        self.isManager = isManager
    }
}
