package import Decision
package import Model
internal import Primitives
internal import Statistics

extension ProcessAssessment {
    /// How long this suspect may stay undecided over repeated scans.
    ///
    /// A look later on may show data moving, which speaks for use. With each look that shows none the next is expected less
    /// to: the rate of class C becomes Beta(s p_C, s (1 - p_C) + n), and the value of the look falls. Waiting ends when a look
    /// is worth less than it costs, or when the suspect has used up the processor time that it is granted.
    ///
    /// Source: Raiffa and Schlaifer 1961 (value of sample information), for the decay the Beta-Bernoulli predictive.
    /// - Complexity: O(log *looks*), at most some dozens of evaluations.
    package func undecidedTime(_ finding: ProcessFinding) -> UndecidedTime {
        let settings = judge.priors.decision
        var time = UndecidedTime()
        time.lookPrice = settings.lookPrice
        time.lookSeconds = judge.priors.looks.lifetimeCorrelationSeconds
        let look = LookValue(finding, UseRates.moved(finding.facts.role, judge.priors))
        time.lookValue = look.after(0)
        let longest = Int(Self.longestSeconds / time.lookSeconds)
        time.looks = look.looks(worth: settings.lookPrice, atMost: longest)
        var most = Double(time.looks) * time.lookSeconds
        if let cores = finding.facts.cores.value, cores > 0.01 {
            let granted = settings.undecidedCoreHours * 3600 / cores
            time.processorSeconds = granted
            most = min(most, granted)
        }
        time.most = min(max(most, Self.shortestSeconds), Self.longestSeconds)
        return time
    }

    /// Nothing is decided sooner than after half an hour: somebody may be at lunch.
    private static let shortestSeconds = 1800.0
    private static let longestSeconds = 7.0 * 86_400
}

/// What it is worth to look once more after so many looks that showed nothing.
private struct LookValue {
    private let losses: [[Double]]
    private let belief: [Double]
    private let rates: [Double]
    /// How many looks the rates of the pack count as.
    private static let strength = 2.0

    init(_ finding: ProcessFinding, _ rates: [Double]) {
        losses = finding.losses.rows.map(\.losses)
        belief = finding.posterior.probabilities
        self.rates = rates + [0]
    }

    func after(_ silent: Int) -> Double {
        ValueOfInformation.binaryProbe(
            losses: losses, belief: belief,
            yesProbabilities: rates.map { Self.strength * $0 / (Self.strength + Double(silent)) })
    }

    /// The first number of silent looks after which one more is worth no more than its price.
    func looks(worth price: Double, atMost longest: Int) -> Int {
        guard after(0) > price else { return 0 }
        guard after(longest) <= price else { return longest }
        var (low, high) = (0, longest)
        while high - low > 1 {
            let middle = (low + high) / 2
            if after(middle) > price { low = middle } else { high = middle }
        }
        return high
    }
}
