internal import Decision
internal import Model
internal import Primitives
internal import Statistics

extension Offspring {
    /// Fewer generations or members do not tell how a family grows.
    private static let fewestGenerations = 3
    private static let fewestDescendants = 8

    /// The families that are large enough, each with the place of its founder.
    ///
    /// The founder's own children are not counted as growth: a server starts its workers once.
    /// - Complexity: O(*n*) processes times the depth of the tree.
    static func all(_ genealogy: Genealogy) -> [(place: Int, offspring: Offspring)] {
        let count = genealogy.kin.count
        let parents = genealogy.kin.map { $0.isAdopted ? -1 : $0.parentPlace ?? -1 }
        var heights = [Int](repeating: 0, count: count)
        var descendants = [Int](repeating: 0, count: count)
        for place in 0..<count {
            var (ancestor, distance) = (parents[place], 1)
            while isAncestor(ancestor, of: place, distance) {
                if heights[ancestor] < distance { heights[ancestor] = distance }
                descendants[ancestor] += 1
                (ancestor, distance) = (next(ancestor, parents), distance + 1)
            }
        }
        let large = (0..<count).filter { heights[$0] >= fewestGenerations && descendants[$0] >= fewestDescendants }
        guard !large.isEmpty else { return [] }
        var generations = [[Int]](repeating: [], count: count)
        for place in large { generations[place] = [1] + [Int](repeating: 0, count: heights[place]) }
        for place in 0..<count {
            var (ancestor, distance) = (parents[place], 1)
            while isAncestor(ancestor, of: place, distance) {
                if !generations[ancestor].isEmpty { generations[ancestor][distance] += 1 }
                (ancestor, distance) = (next(ancestor, parents), distance + 1)
            }
        }
        return large.map { ($0, Offspring(generations: generations[$0])) }
    }

    /// Whether a walk upwards has met another one: no tree is deeper, and a forged recording may run in a circle.
    private static func isAncestor(_ ancestor: Int, of place: Int, _ distance: Int) -> Bool {
        ancestor >= 0 && ancestor != place && distance <= 64
    }

    /// The place of the next living parent upwards, without reapers: what they adopted is no offspring; -1 without any.
    private static func next(_ place: Int, _ parents: [Int]) -> Int { parents[place] == place ? -1 : parents[place] }

    /// - Parameter generations: at least four, the founder first.
    init(generations: [Int]) {
        let children = Double(generations.dropFirst(2).reduce(0, +))
        let parents = Double(generations.dropFirst().dropLast().reduce(0, +))
        let (shape, rate) = (0.5 + children, 0.5 + parents)
        let mean = shape / rate
        self.init(
            generations: generations, mean: mean,
            growthChance: 1 - SpecialFunctions.regularizedLowerGamma(a: shape, x: rate),
            extinction: Branching.extinctionProbability(poissonMean: mean),
            expectedSize: Branching.meanFamilySize(meanOffspring: mean))
    }
}

extension ProcessJudge {
    func offspringWeights(_ facts: ProcessFacts) -> ClassVector? {
        facts.offspring?.isMultiplying == true ? tables.multiplying.yes : nil
    }

    func offspring(_ facts: ProcessFacts, _ weights: ProcessWeights) -> [EvidenceGroup] {
        guard let offspring = facts.offspring else { return [] }
        let members = offspring.generations.map(String.init).joined(separator: ", ")
        let term = Evidence(
            feature: "generations", logLikelihood: (weights.offspring ?? .zero).array,
            effectiveSamples: weights.offspring == nil ? 0 : 1, source: "the forest of living parents",
            wording: Evidence.Wording(
                value: offspring.mean.text(decimals: 2), unit: "children a member",
                sentence: offspring.isMultiplying
                    ? "Its descendants become more with every generation (\(members))."
                    : "Its descendants do not multiply (\(members))."))
        return [EvidenceGroup(name: "offspring", cap: priors.caps.offspring, terms: [term])]
    }

    /// Unusual for its machine: that speaks for a look, never for an end, and the more the less the machine is itself.
    func baselineWeights(_ facts: ProcessFacts) -> ClassVector? {
        facts.novelty.map { tables.novel.yes * (0.5 * (1 + $0.anomalyShare)) }
    }

    func baseline(_ facts: ProcessFacts, _ weights: ProcessWeights) -> [EvidenceGroup] {
        guard let weight = weights.baseline else { return [] }
        let term = Evidence(
            feature: "never_seen", logLikelihood: weight.array, source: "the machine's baseline",
            wording: Evidence.Wording(
                value: "yes", sentence: "This machine has not run such a program while it was watched."))
        return [EvidenceGroup(name: "baseline", cap: priors.caps.baseline, terms: [term])]
    }
}
