package import Model
internal import Statistics

/// P(recovery | do(a)): Beta-Bernoulli by action and class, with the record's outcomes as conjugate counts.
package struct RecoveryModel: Sendable {
    package var settings: RecoverySettings
    /// Losses of stopping a process on which nothing depends.
    package var stopLosses: [Double]
    package var tally: RecoveryTally

    package init(settings: RecoverySettings, stopLosses: [Double], tally: RecoveryTally = RecoveryTally()) {
        self.settings = settings
        self.stopLosses = stopLosses
        self.tally = tally
    }

    /// All actions with their chances, gentlest first, and which of them is taken instead of the recommended one.
    ///
    /// Taken is, among those no harsher than the recommended one and of like loss, the one with the best chance of
    /// recovery; among comparable chances the gentlest. Nothing is taken where nothing is recommended to be done.
    ///
    /// - Complexity: O(actions times rows of the tally); intervals only where they are asked for.
    package func remedies(
        _ finding: ProcessFinding, recommended: ProcessRecommendation, withIntervals: Bool = false
    ) -> [Remedy] {
        guard finding.facts.state != .zombie, !finding.facts.isKernelThread else { return [] }
        var remedies = candidates(recommended).map { remedy($0, finding, withIntervals) }
        let allowed = remedies.indices.filter { allows(recommended, remedies[$0].action) }
        guard let least = allowed.map({ remedies[$0].expectedLoss }).min() else { return remedies }
        for index in allowed { remedies[index].isAlike = remedies[index].expectedLoss <= settings.alike * least }
        let alike = allowed.filter { remedies[$0].isAlike }
        let best = alike.map { remedies[$0].probability }.max() ?? 0
        if let taken = alike.first(where: { remedies[$0].probability >= best - settings.comparable }) {
            remedies[taken].isTaken = true
        }
        return remedies
    }

    /// The action to take instead of a recommended one; itself where none is better.
    package func action(_ finding: ProcessFinding, recommended: ProcessRecommendation) -> ProcessRecommendation {
        remedies(finding, recommended: recommended).first(where: \.isTaken)?.action ?? recommended
    }

    /// What a supervisor runs is not signalled, and what none runs cannot be told by one.
    private func candidates(_ recommended: ProcessRecommendation) -> [ProcessRecommendation] {
        let isSupervised = [.restart, .stopUnit].contains(recommended)
        return RecoverySettings.actions.filter { [.restart, .stopUnit].contains($0) == isSupervised }
    }

    /// Never harsher than what was recommended; a restart gives nothing back of what nobody needs.
    private func allows(_ recommended: ProcessRecommendation, _ action: ProcessRecommendation) -> Bool {
        let order = RecoverySettings.actions
        guard let limit = order.firstIndex(of: recommended), let place = order.firstIndex(of: action) else {
            return false
        }
        return place <= limit
    }

    private func remedy(
        _ action: ProcessRecommendation, _ finding: ProcessFinding, _ withInterval: Bool
    ) -> Remedy {
        let mixture = mixture(action, finding)
        var remedy = Remedy()
        remedy.action = action
        remedy.expectedLoss = loss(action, finding)
        remedy.probability = mixture.mean
        if withInterval {
            remedy.low = mixture.quantile(0.05)
            remedy.high = mixture.quantile(0.95)
        }
        for row in tally.rows where row.action == action {
            remedy.trials += row.trials
            if row.hasRecovered { remedy.recoveries += row.trials }
            if row.category == finding.facts.category { remedy.trialsOfCategory += row.trials }
        }
        remedy.counts = mixture.parts.map { Remedy.Counts(recovered: $0.a, failed: $0.b) }
        return remedy
    }

    /// One law a class, weighted by its probability; a zombie has none.
    private func mixture(_ action: ProcessRecommendation, _ finding: ProcessFinding) -> BetaMixture {
        BetaMixture(
            (settings.counts[action] ?? []).enumerated().map { index, prior in
                var part = BetaMixture.Part(
                    weight: finding.posterior.probabilities[index], a: prior.recovered, b: prior.failed)
                for row in tally.rows where row.action == action {
                    let weight = row.category == finding.facts.category ? 1 : settings.elsewhere
                    if row.hasRecovered {
                        part.a += weight * row.byClass[index]
                    } else {
                        part.b += weight * row.byClass[index]
                    }
                }
                return part
            })
    }

    /// Losses to others grow with who depends on the process, as those of stopping it do.
    private func loss(_ action: ProcessRecommendation, _ finding: ProcessFinding) -> Double {
        let rows = finding.losses.rows
        let judged = action == .stopUnit ? .stop : action
        if let row = rows.first(where: { $0.action == judged }) { return row.expected(finding.posterior.probabilities) }
        guard var losses = settings.losses[action] else { return .infinity }
        let stop = rows.first { $0.action == .stop }?.losses[ProcessClass.useful.index]
        if let stop, let base = stopLosses.first, base > 0 { losses[ProcessClass.useful.index] *= max(1, stop / base) }
        return LossMatrix<ProcessRecommendation, ProcessClass>.Row(action: action, losses: losses)
            .expected(finding.posterior.probabilities)
    }
}
