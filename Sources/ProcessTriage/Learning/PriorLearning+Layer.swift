package import Model
internal import Primitives

/// From labels to the layer of learned priors: counts at every label, laws and exponent only when asked for.
extension PriorLearning {
    /// The layer with the sums of these labels; its laws and its exponent stay as they were fitted.
    ///
    /// - Parameters:
    ///   - learned: the layer as it is.
    ///   - labels: all of this machine's.
    ///   - now: milliseconds since 1970.
    /// - Returns: the layer with new sums; its revision is for whoever keeps it.
    package func updated(_ learned: LearnedPriors, from labels: [ProcessLabel], now: Int64) -> LearnedPriors {
        let counted = counted(labels, learned)
        var layer = learned
        layer.own = evidence(counted, now: now)
        layer.labels = counted.count
        layer.programs = Set(counted.map(\.subject.program)).count
        return layer
    }

    /// The layer with everything fitted anew, and what that changes.
    package func refitted(
        _ learned: LearnedPriors, from labels: [ProcessLabel], now: Int64
    ) -> (layer: LearnedPriors, report: LearningReport) {
        let counted = counted(labels, learned)
        let fit = fitted(learned, counted, now)
        var report = LearningReport()
        report.labels = fit.layer.labels
        report.programs = fit.layer.programs
        report.oldestAt = counted.map(\.at).min()
        let weights = counted.map { Self.weight($0, now: now) }
        let score = LabelScore(pack: priors)
        report.scorePacks = score.mean(counted, weights, by: priors)
        report.scoreBefore = score.mean(counted, weights, by: priors.applying(learned))
        report.scoreAfter = score.mean(counted, weights, by: priors.applying(fit.layer))
        report.heldOut = heldOut(learned, counted, now)
        (report.temperingBefore, report.temperingAfter) = (learned.tempering, fit.layer.tempering)
        report.temperingGain = fit.temperingGain
        report.categories = priors.shifts(fit.layer)
        report.laws = fit.laws
        return (fit.layer, report)
    }

    private func counted(_ labels: [ProcessLabel], _ learned: LearnedPriors) -> [ProcessLabel] {
        labels.filter { $0.at >= learned.since && $0.isUsable }
    }

    private func fitted(
        _ learned: LearnedPriors, _ labels: [ProcessLabel], _ now: Int64
    ) -> (layer: LearnedPriors, laws: [LearningReport.LawChange], temperingGain: Double) {
        var layer = updated(learned, from: labels, now: now)
        let weights = labels.map { Self.weight($0, now: now) }
        let laws = LawFitting(priors: priors).changes(labels, weights)
        // What too few labels here speak of stays as it was, for it may have come from elsewhere.
        layer.laws.removeAll { law in laws.contains { $0.law.isAbout(law) } }
        layer.laws += laws.filter(\.isTaken).map(\.law)
        guard labels.count >= Tempering.fewestLabels else { return (layer, laws, 0) }
        let exponent = Tempering.fit(labels, weights, by: priors.applying(layer), pack: priors)
        layer.tempering = exponent.exponent
        return (layer, laws, exponent.gain)
    }

    /// Labels fewer than this leave nothing to hold out.
    private static let fewestToHoldOut = 20

    /// Learns from the older four fifths and scores the newest: in time order, for that is how it will be used.
    private func heldOut(
        _ learned: LearnedPriors, _ labels: [ProcessLabel], _ now: Int64
    ) -> LearningReport.HeldOut? {
        guard labels.count >= Self.fewestToHoldOut else { return nil }
        let ordered = labels.sorted { ($0.at, $0.subject.program) < ($1.at, $1.subject.program) }
        let newest = Array(ordered.suffix(labels.count / 5))
        var start = learned
        (start.own, start.laws, start.tempering) = (PriorEvidence(), [], 1)
        let layer = fitted(start, Array(ordered.dropLast(newest.count)), now).layer
        let weights = newest.map(\.source.weight)
        let score = LabelScore(pack: priors)
        guard let packs = score.mean(newest, weights, by: priors),
            let after = score.mean(newest, weights, by: priors.applying(layer))
        else { return nil }
        var heldOut = LearningReport.HeldOut()
        (heldOut.labels, heldOut.scorePacks, heldOut.scoreLearned) = (newest.count, packs, after)
        return heldOut
    }
}
