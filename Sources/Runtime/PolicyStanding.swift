package import Decision

/// How far a domain may go by itself, since when and why, and how its stops went.
package struct PolicyStanding: Sendable {
    /// The last promotion or demotion; nil where there never was one.
    package var change: PolicyChange?
    /// Milliseconds since 1970.
    package var changedAt: Int64?
    /// As far back as sessions are kept.
    package var tally = StopTally()
    /// What trials say of how often stops are wrong.
    package var evidence = StopEvidence()
    /// What may still go by itself, whatever the mode; nil where nothing is held to a budget.
    package var budget: ErrorBudget?

    package var mode: PolicyMode { change?.to ?? .observe }
}
