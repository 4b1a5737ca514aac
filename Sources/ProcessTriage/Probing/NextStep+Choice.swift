package import Decision
package import Model
internal import Primitives
internal import Statistics

extension ProbeChooser {
    /// What to do next about one process: as advised, after a closer look, or after a while.
    ///
    /// Acting now costs min_a E L. Measuring costs what is expected after the probes that are worth it, and their time.
    /// Waiting costs what is expected after the wait and a look at whether it worked meanwhile (`BeliefState`: the class may
    /// change by itself, and the look is an observation of it), and the share of the loss of keeping what is abandoned that
    /// falls into the wait. The least wins; a tie is for acting.
    ///
    /// What is kept is never waited for: that is what keeping is.
    package func nextStep(_ finding: ProcessFinding, budget: Double = .infinity) -> NextStep {
        var step = NextStep()
        guard finding.facts.state != .zombie, !finding.facts.isKernelThread else { return step }
        let belief = finding.posterior.probabilities
        let losses = finding.losses.rows.map(\.losses)
        step.perfect = ValueOfInformation.perfect(losses: losses, belief: belief)
        guard step.perfect >= settings.worthAtLeast else { return step }
        let choice = choice(finding, budget: budget)
        step.measuring = choice.value - choice.seconds * settings.lossPerSecond
        step.waiting = finding.choice == .keep ? 0 : wait(belief, losses).value
        if step.measuring > max(1e-9, step.waiting) {
            step.kind = .measure
            step.value = step.measuring
            step.probes = choice.items.filter(\.isChosen).sorted { ($1.gain, $0.seconds) < ($0.gain, $1.seconds) }
                .map(\.probe)
        } else if step.waiting > 1e-9 {
            step.kind = .wait
            step.value = step.waiting
            step.seconds = settings.waitSeconds
        }
        return step
    }

    /// The numbers of a wait.
    struct Wait {
        /// Expected least loss of acting after it.
        var after: Double
        /// Loss of keeping meanwhile what is abandoned.
        var delay: Double
        /// Loss saved against acting now.
        var value: Double
        /// P(it is seen at work).
        var seen: Double
        /// What is believed then where it was seen at work, and where not.
        var beliefs: (seen: [Double], unseen: [Double])
    }

    func wait(_ belief: [Double], _ losses: [[Double]]) -> Wait {
        let hours = settings.waitSeconds / 3600
        let left = 1 - exponential(-hours / settings.usefulHalfLife * 0.693_147_180_559_945_3)
        // What was needed may not be any more; what nobody needs stays so.
        let transition = [[1 - left, 0, left, 0], [0, 1 - left, left, 0], [0, 0, 1, 0], [0, 0, 0, 1]]
        let chances = settings.seenAtWork + [settings.seenAtWork[2]]
        let predicted = BeliefState.updated(belief, transition: transition, logLikelihoods: [0, 0, 0, 0]) ?? belief
        let seen = zip(predicted, chances).reduce(0) { $0 + $1.0 * $1.1 }
        func updated(_ likelihoods: [Double]) -> [Double] {
            BeliefState.updated(belief, transition: transition, logLikelihoods: likelihoods.map(logarithm)) ?? belief
        }
        let beliefs = (seen: updated(chances), unseen: updated(chances.map { 1 - $0 }))
        func least(_ belief: [Double]) -> Double {
            losses.map { zip($0, belief).reduce(0) { $0 + $1.0 * $1.1 } }.min() ?? 0
        }
        let after = seen * least(beliefs.seen) + (1 - seen) * least(beliefs.unseen)
        let abandoned = ProcessClass.abandoned.index
        let worst = (losses.map { $0[abandoned] }.max() ?? 0) - (losses.map { $0[abandoned] }.min() ?? 0)
        let delay = belief[abandoned] * worst * hours / settings.keepingHours
        return Wait(after: after, delay: delay, value: least(belief) - after - delay, seen: seen, beliefs: beliefs)
    }
}
