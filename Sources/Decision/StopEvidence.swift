internal import Statistics

/// What trials say of how often stops are wrong: the evidence that preselection asks for.
package struct StopEvidence: Sendable, Equatable {
    /// Independent stops whose outcome is known.
    package var trials: Int
    package var wrong: Int
    /// Policies (packs, learned priors) among which the present one was chosen on these trials; at least 1 counts.
    package var policies: Int

    /// The rate of wrong stops that acting without a person may have, and with which doubt: 298 trials without a wrong one
    /// show it, given a uniform prior.
    package static let tolerated = 0.01
    package static let delta = 0.05

    package init(trials: Int = 0, wrong: Int = 0, policies: Int = 1) {
        self.trials = trials
        self.wrong = wrong
        self.policies = policies
    }

    /// The rate that is exceeded with probability `delta`, given a uniform prior.
    package var credibleUpperBound: Double {
        Bounds.betaCredibleUpper(errors: wrong, trials: trials, a: 1, b: 1, delta: Self.delta)
    }

    /// Seeger's bound with a uniform prior over the policies and all belief in the present one: KL = ln(policies).
    package var pacBayesUpperBound: Double {
        Bounds.pacBayesUpper(
            errors: wrong, trials: trials, divergence: logarithm(Double(max(1, policies))), delta: Self.delta)
    }

    /// Whether the credible bound is within what is tolerated.
    package var isSufficient: Bool { credibleUpperBound <= Self.tolerated }

    /// Further trials, none of them wrong, until it is.
    ///
    /// - Complexity: a few dozen quantiles.
    package var stillNeeded: Int {
        guard !isSufficient else { return 0 }
        func suffices(_ more: Int) -> Bool {
            StopEvidence(trials: trials + more, wrong: wrong, policies: policies).isSufficient
        }
        var most = 1
        while !suffices(most) { most *= 2 }
        var least = most / 2
        while most - least > 1 {
            let middle = (least + most) / 2
            if suffices(middle) { most = middle } else { least = middle }
        }
        return most
    }
}
