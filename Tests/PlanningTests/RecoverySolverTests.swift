import TestSupport
import Testing

@testable import Planning

@Suite struct RecoverySolverTests {
    /// A random problem: up to `count` items, one to three needs, some items that require another.
    private func problem(_ random: inout Chance, count: Int) -> RecoveryProblem {
        let needs = 1 + random.below(3)
        let items = (0..<random.below(count + 1)).map { place in
            RecoveryProblem.Item(
                loss: Double(1 + random.below(40)) / 4,
                recovery: (0..<needs).map { _ in random.below(3) == 0 ? 0 : Double(random.below(20)) },
                requires: place > 0 && random.below(4) == 0 ? random.below(place) : nil)
        }
        return RecoveryProblem(items: items, needs: (0..<needs).map { _ in Double(random.below(50)) })
    }

    /// The least loss over every choice that there is.
    private func leastLoss(_ problem: RecoveryProblem) -> Double? {
        var least: Double?
        for bits in 0..<(1 << problem.items.count) {
            let chosen = problem.items.indices.filter { bits & (1 << $0) != 0 }
            guard problem.isMet(by: chosen), isWhole(chosen, problem) else { continue }
            least = min(least ?? .infinity, problem.loss(chosen))
        }
        return least
    }

    private func isWhole(_ chosen: [Int], _ problem: RecoveryProblem) -> Bool {
        chosen.allSatisfy { problem.items[$0].requires.map(chosen.contains) ?? true }
    }

    @Test func `on small problems the choice is as good as the best of all choices`() {
        var random = Chance(seed: 7)
        for round in 0..<400 {
            let problem = problem(&random, count: 9)
            let solution = RecoverySolver(problem).solve()
            let least = leastLoss(problem)
            #expect((solution == nil) == (least == nil), "round \(round): \(problem)")
            guard let solution, let least else { continue }
            #expect(abs(solution.loss - least) < 1e-9, "round \(round): \(problem)")
            #expect(solution.isExact && solution.leastPossibleLoss == solution.loss)
            #expect(problem.isMet(by: solution.chosen) && isWhole(solution.chosen, problem))
            #expect(abs(problem.loss(solution.chosen) - solution.loss) < 1e-9)
        }
    }

    @Test func `exact is never worse than greedy, and greedy never better than its bound`() {
        var random = Chance(seed: 8)
        for _ in 0..<60 {
            let small = problem(&random, count: 16)
            guard let greedy = RecoverySolver(small).greedy(), let exact = RecoverySolver(small).solve() else {
                continue
            }
            #expect(problemIsMet(small, greedy))
            #expect(exact.loss <= small.loss(greedy) + 1e-9)
            let large = problem(&random, count: 60)
            guard let solution = RecoverySolver(large).solve() else { continue }
            #expect(large.isMet(by: solution.chosen) && isWhole(solution.chosen, large))
            #expect(solution.leastPossibleLoss <= solution.loss + 1e-9)
        }
    }

    private func problemIsMet(_ problem: RecoveryProblem, _ chosen: [Int]) -> Bool {
        problem.isMet(by: chosen) && isWhole(chosen, problem)
    }

    @Test func `the bound of a large problem lies below its best choice`() throws {
        // Twenty-four alike items of which ten are needed: the best is plain to see.
        let items = (0..<24).map { _ in RecoveryProblem.Item(loss: 1.5, recovery: [2]) }
        let solution = try #require(RecoverySolver(RecoveryProblem(items: items, needs: [19])).solve())
        #expect(!solution.isExact)
        #expect(solution.chosen.count == 10)
        #expect(solution.leastPossibleLoss <= 15 && solution.leastPossibleLoss > 14)
    }

    @Test func `who needs more never loses less`() {
        var random = Chance(seed: 9)
        for _ in 0..<100 {
            var problem = problem(&random, count: 10)
            var last = 0.0
            for _ in 0..<6 {
                guard let solution = RecoverySolver(problem).solve() else { break }
                #expect(solution.loss >= last - 1e-9)
                last = solution.loss
                let need = random.below(problem.needs.count)
                problem.needs[need] += Double(random.below(10))
            }
        }
    }

    @Test func `nothing is chosen where nothing is needed, nor what gains nothing`() throws {
        let items = [
            RecoveryProblem.Item(loss: 0, recovery: [0, 5]), RecoveryProblem.Item(loss: 3, recovery: [4, 0]),
        ]
        #expect(RecoverySolver(RecoveryProblem(items: items, needs: [0, 0])).solve()?.chosen == [])
        #expect(RecoverySolver(RecoveryProblem(items: items, needs: [4, 0])).solve()?.chosen == [1])
        #expect(RecoverySolver(RecoveryProblem(items: items, needs: [4.5, 0])).solve() == nil)
    }

    @Test func `what requires another comes only with it`() throws {
        let items = [
            RecoveryProblem.Item(loss: 5, recovery: [1]), RecoveryProblem.Item(loss: 1, recovery: [9], requires: 0),
            RecoveryProblem.Item(loss: 7, recovery: [9]),
        ]
        let nine = try #require(RecoverySolver(RecoveryProblem(items: items, needs: [9])).solve())
        #expect(nine.chosen == [0, 1] && nine.loss == 6)
    }
}
