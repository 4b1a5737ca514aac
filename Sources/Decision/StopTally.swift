internal import Statistics

/// How well a domain's stops went, and what follows for how often they may be wrong.
package struct StopTally: Sendable, Equatable {
    /// Stops that were carried out and whose effect was seen.
    package var completed: Int
    /// Of these, how many were undone: the same program was there again, so somebody wanted it.
    package var respawned: Int

    package init(completed: Int = 0, respawned: Int = 0) {
        self.completed = completed
        self.respawned = respawned
    }

    /// The share of wrong stops that is exceeded only with probability 0.05, given a uniform prior.
    package var wrongRateUpperBound: Double {
        Bounds.betaCredibleUpper(errors: respawned, trials: completed, a: 1, b: 1, delta: 0.05)
    }
}
