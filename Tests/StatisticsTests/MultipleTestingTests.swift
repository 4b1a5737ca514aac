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

@Suite struct StepUpTests {
    @Test func `equal p-values stay as they are`() {
        #expect(MultipleTesting.benjaminiHochbergAdjusted([0.2, 0.2, 0.2, 0.2]) == [0.2, 0.2, 0.2, 0.2])
        #expect(MultipleTesting.benjaminiHochbergAdjusted([]) == [])
        #expect(MultipleTesting.benjaminiYekutieliAdjusted([]) == [])
    }

    @Test func `adjusting keeps the order, never lowers, and costs more for any dependence`() {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<50 {
            let values = (0..<20).map { _ in generator.uniform(0...1) * generator.uniform(0...1) }
            let independent = MultipleTesting.benjaminiHochbergAdjusted(values)
            let dependent = MultipleTesting.benjaminiYekutieliAdjusted(values)
            for i in values.indices {
                #expect(values[i] <= independent[i] && independent[i] <= dependent[i] && dependent[i] <= 1)
                for j in values.indices where values[i] < values[j] { #expect(independent[i] <= independent[j]) }
            }
        }
    }

    @Test func `unknown is not safe`() {
        #expect(MultipleTesting.benjaminiHochbergAdjusted([.nan, 0.01, -.infinity, 1e300]) == [1, 0.02, 0, 1])
        #expect(MultipleTesting.eBenjaminiHochberg([.nan, -5, 1e300], alpha: 0.1) == [2])
        #expect(MultipleTesting.eBenjaminiHochberg([.infinity, 1], alpha: 0.1) == [0])
    }

    @Test(arguments: [0, -1, 1.5, Double.nan, .infinity])
    func `a senseless level rejects nothing`(alpha: Double) {
        #expect(MultipleTesting.eBenjaminiHochberg([1e300, 1e300], alpha: alpha).isEmpty)
    }

    @Test func `an e-value needs to be as large as the number of others unless many are large`() {
        #expect(MultipleTesting.eBenjaminiHochberg([39, 1, 1, 1], alpha: 0.1) == [])
        #expect(MultipleTesting.eBenjaminiHochberg([40, 1, 1, 1], alpha: 0.1) == [0])
        #expect(MultipleTesting.eBenjaminiHochberg([1, 20, 1, 20], alpha: 0.1) == [1, 3])
        #expect(MultipleTesting.eBenjaminiHochberg([10, 10, 10, 10], alpha: 0.1) == [0, 1, 2, 3])
    }
}
