internal import Statistics

/// Everything that led to a posterior, in order: recomputing it from here gives the same numbers.
///
/// log P(C|x) = log prior(C) + eta * sum over groups of contribution(C) - log Z, with groups clipped to their caps.
package struct Ledger<Class: DecisionClass>: Sendable {
    /// Probabilities before any evidence; a class of probability 0 is impossible and stays so.
    package var prior: [Double]
    /// Where the prior comes from, such as `category test of pack processes/priors 1`.
    package var priorSource: String
    package var groups: [EvidenceGroup]
    /// Exponent eta of all evidence together, 0...1: below 1 where it proved to be worth less than it says.
    package var tempering: Double

    package init(prior: [Double], priorSource: String, groups: [EvidenceGroup] = [], tempering: Double = 1) {
        self.prior = prior
        self.priorSource = priorSource
        self.groups = groups
        self.tempering = tempering
    }

    /// A ledger in which an observation settles the class by definition.
    package static func certain(_ settled: Class, because source: String) -> Ledger {
        Ledger(prior: Class.allCases.map { $0 == settled ? 1 : 0 }, priorSource: source)
    }

    package var posterior: Posterior<Class> {
        var logs = prior.map { $0 > 0 ? logarithm($0) : -Double.infinity }
        for group in groups {
            for (index, weight) in zip(logs.indices, group.contribution(classes: Class.count)) {
                logs[index] += tempering * weight
            }
        }
        return Posterior(logWeights: logs)
    }

    /// The groups by their largest weight for or against any class, heaviest first.
    package var strongest: [(group: EvidenceGroup, weight: Double)] {
        groups
            .map { group in (group, group.contribution(classes: Class.count).max { abs($0) < abs($1) } ?? 0) }
            .sorted { abs($0.1) > abs($1.1) }
    }
}

/// Probabilities of the classes; they sum to 1.
public struct Posterior<Class: DecisionClass>: Sendable, Equatable {
    @usableFromInline package var probabilities: [Double]

    package init(probabilities: [Double]) {
        self.probabilities = probabilities
    }

    /// Normalises log weights; where all are impossible nothing is known, and the reference class gets everything.
    package init(logWeights: [Double]) {
        let total = SpecialFunctions.logSumExp(logWeights)
        guard total.isFinite else {
            probabilities = Class.allCases.map { $0 == Class.reference ? 1 : 0 }
            return
        }
        probabilities = logWeights.map { exponential($0 - total) }
    }

    package subscript(subject: Class) -> Double {
        probabilities[subject.index]
    }

    /// The likeliest class; ties go to the earlier one.
    package var top: Class {
        var best = Class.reference
        for candidate in Class.allCases where self[candidate] > self[best] { best = candidate }
        return best
    }
}
