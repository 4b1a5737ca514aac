package import Model

/// What the packs say of one process by its words and control groups alone.
package struct Recognition: Sendable {
    package var category: ProcessCategory
    package var title: String
    package var protection: Protection?
    /// It adopts orphans: a child of it has lost its parent.
    package var isReaper: Bool
    /// What it started itself counts as supervised.
    package var reaperSupervises: Bool
    /// It starts again what it runs; named for its descendants.
    package var supervises: SupervisorFacts?
    /// Being run by it shows that somebody wants it; a file watcher may itself be forgotten.
    package var supervisionHolds: Bool
    /// Its control group belongs to a service or a container.
    package var controlGroupOwner: SupervisorFacts?

    package init(
        category: ProcessCategory, title: String, protection: Protection? = nil, isReaper: Bool = false,
        reaperSupervises: Bool = false, supervises: SupervisorFacts? = nil, supervisionHolds: Bool = true,
        controlGroupOwner: SupervisorFacts? = nil
    ) {
        self.category = category
        self.title = title
        self.protection = protection
        self.isReaper = isReaper
        self.reaperSupervises = reaperSupervises
        self.supervises = supervises
        self.supervisionHolds = supervisionHolds
        self.controlGroupOwner = controlGroupOwner
    }
}
