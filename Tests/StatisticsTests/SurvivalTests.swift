import Statistics
import Testing

@Suite struct SurvivalTests {
    @Test func `a weak prior gives the product of the observed shares`() throws {
        let curve = try #require(Survival.betaStacy(events: [10, 0, 45], atRisk: 100, a: 1e-9, b: 1e-9))
        #expect(agree(curve[0], 0.9, within: 1e-9))
        #expect(agree(curve[1], 0.9, within: 1e-9))
        #expect(agree(curve[2], 0.45, within: 1e-9))
    }

    @Test func `without anybody the prior hazard stays`() throws {
        let curve = try #require(Survival.betaStacy(events: [0, 0, 0], atRisk: 0, a: 1, b: 3))
        #expect(curve == [0.75, 0.5625, 0.421875])
        #expect(Survival.betaStacy(events: [], atRisk: 5, a: 1, b: 1) == [])
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give falling probabilities or nothing`(x: Double) {
        for (events, atRisk) in [([1, 2], 3), ([2, 2], 3), ([-1], 3), ([.max], Int.max), ([1], .min)] {
            guard let curve = Survival.betaStacy(events: events, atRisk: atRisk, a: x, b: 1) else { continue }
            #expect(curve.allSatisfy { (0...1).contains($0) })
        }
        #expect(Survival.betaStacy(events: [2, 2], atRisk: 3, a: 1, b: 1) == nil)
    }
}
