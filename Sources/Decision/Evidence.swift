/// A set of mutually exclusive explanations of what something is, in a fixed order.
///
/// Every vector of this target has one entry a class, in the order of `allCases`.
public protocol DecisionClass: Hashable, Sendable, CaseIterable, RawRepresentable<String> {
    /// The class that evidence is expressed relative to: harmless to keep.
    static var reference: Self { get }
    static var count: Int { get }
    /// Place in the order of `allCases`, and so in every vector.
    var index: Int { get }
}

extension DecisionClass {
    package static var count: Int { allCases.count }

    package var index: Int {
        var position = 0
        for candidate in Self.allCases {
            if candidate == self { return position }
            position += 1
        }
        return position
    }
}

/// One observed feature and how much each class expects it.
package struct Evidence: Sendable {
    /// How the observation reads; written only when somebody looks, for most findings are never shown.
    package struct Wording: Sendable {
        /// The observed value as text; the unit says in what.
        package var value: String
        package var unit: String
        /// One sentence for people.
        package var sentence: String

        package init(value: String, unit: String = "", sentence: String) {
            self.value = value
            self.unit = unit
            self.sentence = sentence
        }
    }

    /// Stable name, such as `attachment`, `quiet_time`.
    package var feature: String
    /// Natural logarithms of the likelihood, relative to the reference class, before any cap.
    package var logLikelihood: [Double]
    /// How many independent looks this is worth; 1 for a single fact.
    package var effectiveSamples: Double
    /// Bounds of this term alone; nil where only its group is bounded.
    package var bounds: ClosedRange<Double>?
    /// The collector that saw it, such as `/proc/PID/stat`.
    package var source: String
    private let describe: @Sendable () -> Wording

    package init(
        feature: String, logLikelihood: [Double], effectiveSamples: Double = 1, bounds: ClosedRange<Double>? = nil,
        source: String, wording: @escaping @Sendable @autoclosure () -> Wording
    ) {
        self.feature = feature
        self.logLikelihood = logLikelihood
        self.effectiveSamples = effectiveSamples
        self.bounds = bounds
        self.source = source
        describe = wording
    }

    package var wording: Wording { describe() }

    /// The likelihoods after this term's own bounds.
    package var contribution: [Double] {
        guard let bounds else { return logLikelihood }
        return logLikelihood.map { $0.clamped(to: bounds) }
    }
}

/// Features that speak of the same thing: together they weigh no more than the cap.
package struct EvidenceGroup: Sendable {
    /// Name of the group in which known patterns speak: expectation, not observation, so it corroborates nothing.
    package static let signature = "signature"

    package var name: String
    /// Largest weight against the reference class, in nats, either way.
    package var cap: Double
    package var terms: [Evidence]

    package init(name: String, cap: Double, terms: [Evidence]) {
        self.name = name
        self.cap = cap
        self.terms = terms
    }

    /// What the group adds to each class's log odds: the sum of its terms, clipped to the cap.
    package func contribution(classes: Int) -> [Double] {
        var sum = [Double](repeating: 0, count: classes)
        for term in terms {
            for (index, weight) in zip(sum.indices, term.contribution) { sum[index] += weight }
        }
        return sum.map { $0.clamped(to: -cap...cap) }
    }
}

extension Double {
    func clamped(to bounds: ClosedRange<Double>) -> Double {
        Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound)
    }
}
