import Decision
import Glibc
import Model

@testable import DiskDefence

/// Fits the evidence of `ArtifactPriors` to labelled trees: logistic regression under the constraints of the tables.
///
/// Every table rises along its rows and stays within its cap; a ridge draws all towards nothing said, and neighbouring rows
/// towards each other. The problem is strictly convex, so there is one answer, and accelerated projected gradients find it
/// (Beck and Teboulle 2009).
struct ArtifactFit {
    /// Artifacts of which a scan sees the same: places in the vector, and how much each counts.
    private struct Example {
        var terms: [(place: Int, factor: Double)]
        var fixed: Double
        var count = 0.0
        var abandoned = 0.0
    }

    /// Places of a table's rows in the vector, and the row that says nothing.
    private struct Span {
        var places: Range<Int>
        var cap: Double
        var anchor: Int?
        var isSmooth = false
    }

    /// With each kind of machine left out in turn 0.2 does as well, and 1 worse.
    private let ridge = 0.5
    private let smoothness = 1.0
    private static let kinds = ArtifactPattern.Kind.allCases

    private var examples: [Example] = []
    private var spans: [Span] = []
    private let start: ArtifactPriors
    private var theta: [Double] = []

    private let intercept = 0
    private let generator = 1
    private let firstKind = 2
    private var firstLocation: Int { firstKind + Self.kinds.count }
    // The first row of places, system paths, and of structure, repositories, are decided and not learned.
    private var firstAge: Int { firstLocation + start.location.values.count - 1 }
    private var firstAlone: Int { firstAge + start.age.values.count }
    private var firstProject: Int { firstAlone + start.ageAlone.values.count }
    private var firstStructure: Int { firstProject + start.project.values.count }
    private var count: Int { firstStructure + start.structure.values.count - 1 }

    init(_ trees: [LabelledTree], from start: ArtifactPriors) {
        self.start = start
        theta = [Double](repeating: 0, count: count)
        theta[generator] = start.generator
        spans = [
            Span(places: firstLocation..<firstAge, cap: start.locationCap, anchor: firstLocation + 1),
            Span(places: firstAge..<firstAlone, cap: start.ageCap, anchor: firstAge + 4, isSmooth: true),
            Span(places: firstAlone..<firstProject, cap: start.ageCap, isSmooth: true),
            Span(places: firstProject..<firstStructure, cap: start.projectCap, isSmooth: true),
            Span(places: firstStructure..<count, cap: start.structureCap, anchor: firstStructure),
        ]
        let judge = ArtifactJudge(priors: start, packVersion: "fit")
        var alike: [[Double]: Example] = [:]
        for artifact in trees.flatMap(\.artifacts) {
            let finding = judge.judge(artifact.observation, artifact.pattern, now: LabelledTree.now, urgency: 0)
            let seen = example(finding.facts)
            let key = seen.terms.flatMap { [Double($0.place), $0.factor] } + [seen.fixed]
            alike[key, default: seen].count += 1
            alike[key]?.abandoned += artifact.isAbandoned ? 1 : 0
        }
        examples = alike.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
    }

    private func example(_ facts: ArtifactFacts) -> Example {
        let rows = start.rows(facts)
        var fixed = 0.0
        var terms = [(intercept, 1.0), (generator, ArtifactPriors.logOdds(confidence: facts.pattern.confidence))]
        terms.append((firstKind + (Self.kinds.firstIndex(of: rows.kind) ?? 0), 1))
        terms.append(((rows.project == .none ? firstAlone : firstAge) + rows.age, 1))
        if rows.location > 0 {
            terms.append((firstLocation + rows.location - 1, 1))
        } else {
            fixed -= start.locationCap
        }
        if rows.structure > 0 {
            terms.append((firstStructure + rows.structure - 1, 1))
        } else {
            fixed -= start.structureCap
        }
        if case .touched(let row) = rows.project { terms.append((firstProject + row, 1)) }
        return Example(terms: terms.map { (place: $0.0, factor: $0.1) }, fixed: fixed)
    }

    /// The constants, rounded as they are written down.
    mutating func solve(steps: Int = 3000) -> ArtifactPriors {
        var (point, momentum) = (theta, 1.0)
        let step = 1 / lipschitz
        for _ in 0..<steps {
            let slope = gradient(point)
            let next = projected(zip(point, slope).map { $0 - step * $1 })
            let move = zip(next, theta).map { $0 - $1 }
            // Where the momentum points uphill it starts anew (O'Donoghue and Candes 2015).
            if zip(zip(point, next), move).reduce(0, { $0 + ($1.0.0 - $1.0.1) * $1.1 }) > 0 { momentum = 1 }
            let following = (1 + (1 + 4 * momentum * momentum).squareRoot()) / 2
            let push = (momentum - 1) / following
            point = zip(next, move).map { $0 + push * $1 }
            (theta, momentum) = (next, following)
        }
        return priors
    }

    /// A bound of the curvature: a quarter of the squared length of each example, and what the penalties add.
    private var lipschitz: Double {
        examples.reduce(0) { sum, example in
            sum + example.count * example.terms.reduce(0) { $0 + $1.factor * $1.factor } / 4
        } + ridge + 4 * smoothness
    }

    private func gradient(_ point: [Double]) -> [Double] {
        var slope = point.map { ridge * $0 }
        slope[intercept] = 0
        for span in spans where span.isSmooth {
            for place in span.places.dropFirst() {
                let difference =
                    smoothness * (point[place] - point[place - 1])
                slope[place] += difference
                slope[place - 1] -= difference
            }
        }
        for example in examples {
            let logOdds = example.terms.reduce(example.fixed) { $0 + $1.factor * point[$1.place] }
            let error = example.count / (1 + exp(-logOdds)) - example.abandoned
            for term in example.terms { slope[term.place] += error * term.factor }
        }
        return slope
    }

    /// The nearest point that the tables allow.
    private func projected(_ point: [Double]) -> [Double] {
        var point = point
        point[generator] = start.generator
        for place in firstKind..<firstLocation {
            point[place] = min(max(point[place], -start.generatorCap), 1)
        }
        for span in spans {
            let values = Self.rising(Array(point[span.places]))
            guard let anchor = span.anchor else {
                for (place, value) in zip(span.places, values) { point[place] = min(max(value, -span.cap), span.cap) }
                continue
            }
            for (place, value) in zip(span.places, Self.rising(Array(point[span.places.lowerBound..<anchor]))) {
                point[place] = min(max(value, -span.cap), 0)
            }
            point[anchor] = 0
            for (place, value) in zip((anchor + 1)..., Self.rising(Array(point[anchor + 1..<span.places.upperBound]))) {
                point[place] = min(max(value, 0), span.cap)
            }
        }
        return point
    }

    /// The nearest rising sequence, by pooling neighbours that fall (Ayer and others 1955).
    static func rising(_ values: [Double]) -> [Double] {
        var blocks: [(sum: Double, count: Int)] = []
        for value in values {
            blocks.append((value, 1))
            while let last = blocks.last, let before = blocks.dropLast().last,
                before.sum / Double(before.count) > last.sum / Double(last.count)
            {
                blocks.removeLast(2)
                blocks.append((before.sum + last.sum, before.count + last.count))
            }
        }
        return blocks.flatMap { [Double](repeating: $0.sum / Double($0.count), count: $0.count) }
    }

    private var priors: ArtifactPriors {
        var priors = start
        func rounded(_ place: Int) -> Double { (theta[place] * 100).rounded() / 100 }
        let odds = Posterior<ArtifactClass>(logWeights: [0, theta[intercept]])[.abandoned]
        priors.abandoned = (odds * 100).rounded() / 100
        priors.generator = rounded(generator)
        for (place, kind) in Self.kinds.enumerated() { priors.kind[kind] = rounded(firstKind + place) }
        for row in 1..<priors.location.values.count { priors.location.values[row] = rounded(firstLocation + row - 1) }
        for row in priors.age.values.indices { priors.age.values[row] = rounded(firstAge + row) }
        for row in priors.ageAlone.values.indices { priors.ageAlone.values[row] = rounded(firstAlone + row) }
        for row in priors.project.values.indices { priors.project.values[row] = rounded(firstProject + row) }
        for row in 1..<priors.structure.values.count {
            priors.structure.values[row] = rounded(firstStructure + row - 1)
        }
        return priors
    }
}
