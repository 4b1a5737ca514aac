import Testing

@testable import Decision

struct StopTallyTests {
    /// Without errors the bound is 1 - 0.05^(1 / (n + 1)) in closed form.
    @Test(arguments: [(0, 0.95), (1, 0.776_393), (58, 0.049_508), (298, 0.009_969)])
    func `more stops without a mistake lower the bound`(completed: Int, bound: Double) {
        #expect(abs(StopTally(completed: completed).wrongRateUpperBound - bound) < 1e-6)
    }

    @Test func `a mistake raises it`() {
        let clean = StopTally(completed: 20).wrongRateUpperBound
        #expect(StopTally(completed: 20, respawned: 1).wrongRateUpperBound > clean)
    }
}
