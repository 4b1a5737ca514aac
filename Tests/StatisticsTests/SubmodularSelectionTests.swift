import Statistics
import Testing

@Suite struct SubmodularSelectionTests {
    /// How many points some sets cover together.
    private func cover(_ sets: [Set<Int>], _ picked: [Int]) -> Double {
        Double(picked.reduce(into: Set<Int>()) { $0.formUnion(sets[$1]) }.count)
    }

    @Test func `the choice is near the best of all`() {
        var generator = SeededGenerator(seed: 70)
        for _ in 0..<40 {
            let sets = (0..<9).map { _ in
                Set((0..<20).filter { _ in generator.uniform(0...1) < 0.3 })
            }
            let costs = sets.map { _ in generator.uniform(0.5...3) }
            let picked = SubmodularSelection.greedy(costs: costs, budget: 5) { item, picked in
                cover(sets, picked + [item]) - cover(sets, picked)
            }
            #expect(picked.reduce(0) { $0 + costs[$1] } <= 5 && Set(picked).count == picked.count)
            let best = (0..<512).reduce(0.0) { best, choice in
                let items = (0..<9).filter { choice >> $0 & 1 == 1 }
                return items.reduce(0) { $0 + costs[$1] } <= 5 ? max(best, cover(sets, items)) : best
            }
            #expect(cover(sets, picked) >= 0.316 * best)
        }
    }

    @Test func `asking lazily picks what asking always would`() {
        var generator = SeededGenerator(seed: 71)
        let sets = (0..<30).map { _ in Set((0..<200).filter { _ in generator.uniform(0...1) < 0.1 }) }
        var asked = 0
        let picked = SubmodularSelection.greedy(costs: [Double](repeating: 1, count: 30), budget: 6) { item, picked in
            asked += 1
            return cover(sets, picked + [item]) - cover(sets, picked)
        }
        var eager: [Int] = []
        for _ in 0..<6 {
            let gains = sets.indices.map { eager.contains($0) ? -1 : cover(sets, eager + [$0]) }
            eager.append(gains.firstIndex(of: gains.max() ?? 0) ?? 0)
        }
        #expect(cover(sets, picked) == cover(sets, eager) && asked < 6 * 30)
    }

    @Test func `one good item beats many cheap ones`() {
        let worth = [1.0, 100]
        let picked = SubmodularSelection.greedy(costs: [0.001, 10], budget: 10) { item, _ in worth[item] }
        #expect(picked == [1])
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers pick nothing they should not`(x: Double) {
        for y in hostileNumbers {
            let picked = SubmodularSelection.greedy(costs: [x, 1, 2], budget: y) { item, _ in Double(item + 1) }
            #expect(picked.allSatisfy { [x, 1, 2][$0] <= y && [x, 1, 2][$0] >= 0 })
            let gains = SubmodularSelection.greedy(costs: [1, 1], budget: 2) { item, picked in picked.isEmpty ? x : y }
            #expect(gains.isEmpty || x > 0)
        }
        #expect(SubmodularSelection.greedy(costs: [], budget: 1) { _, _ in 1 }.isEmpty)
    }
}
