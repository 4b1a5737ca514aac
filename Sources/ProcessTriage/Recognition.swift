internal import Model

/// What the packs say of one process by its words and control groups alone.
struct Recognition: Sendable {
    var category: ProcessCategory
    var title: String
    var protection: Protection?
    /// It adopts orphans: a child of it has lost its parent.
    var isReaper: Bool
    /// What it started itself counts as supervised.
    var reaperSupervises: Bool
    /// It starts again what it runs; named for its descendants.
    var supervises: SupervisorFacts?
    /// Being run by it shows that somebody wants it; a file watcher may itself be forgotten.
    var supervisionHolds: Bool
    /// Its control group belongs to a service or a container.
    var controlGroupOwner: SupervisorFacts?
    /// Signatures whose words and category it has.
    var signatures: [Signature] = []

    init(
        category: ProcessCategory, title: String, protection: Protection? = nil, isReaper: Bool = false,
        reaperSupervises: Bool = false, supervises: SupervisorFacts? = nil, supervisionHolds: Bool = true
    ) {
        self.category = category
        self.title = title
        self.protection = protection
        self.isReaper = isReaper
        self.reaperSupervises = reaperSupervises
        self.supervises = supervises
        self.supervisionHolds = supervisionHolds
    }
}
