import Statistics
import Testing

@Suite struct MultipleTestingTests {
    private func cut(_ rates: [Double], _ alpha: Double) -> Int {
        MultipleTesting.bayesianDiscoveryCut(localFalseDiscoveryRates: rates, alpha: alpha)
    }

    @Test func `the mean of what is believed stays within the limit`() {
        var generator = SeededGenerator(seed: 2)
        for _ in 0..<50 {
            let rates = (0..<30).map { _ in generator.uniform(0...0.4) }
            let sorted = rates.sorted()
            let count = cut(rates, 0.08)
            #expect(sorted.prefix(count).reduce(0, +) <= 0.08 * Double(count))
            #expect(count == 30 || sorted.prefix(count + 1).reduce(0, +) > 0.08 * Double(count + 1))
        }
    }

    static let edges: [(rates: [Double], alpha: Double, expected: Int)] = [
        ([], 0.05, 0), ([0.06], 0.05, 0), ([0.05], 0.05, 1), ([0.3, 0.01, 0.02], 0.05, 2), ([0, 0, 0], 0, 3),
        ([.nan, 0.01], 0.05, 1), ([-.infinity, 0.2], 0.05, 1), ([.infinity, .infinity], 0.9, 0), ([0.01], .nan, 0),
        ([1, 1], 1, 2),
    ]

    @Test(arguments: edges)
    func `order does not matter and unknown is not safe`(rates: [Double], alpha: Double, expected: Int) {
        #expect(cut(rates, alpha) == expected)
    }
}
