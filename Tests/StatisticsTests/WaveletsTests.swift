import Statistics
import Testing

@Suite struct WaveletsTests {
    @Test func `the sum of squares stays`() throws {
        var generator = SeededGenerator(seed: 30)
        for levels in 0...5 {
            let series = (0..<32).map { _ in generator.uniform(-9...9) }
            let parts = try #require(Wavelets.haar(series, levels: levels))
            #expect(parts.count == levels + 1 && parts.joined().count == 32)
            let energy = { (numbers: [Double]) in numbers.reduce(0) { $0 + $1 * $1 } }
            #expect(agree(energy(Array(parts.joined())), energy(series), within: 1e-12))
        }
    }

    @Test func `a constant has no detail and a step has it where it lies`() throws {
        let flat = try #require(Wavelets.haar([3, 3, 3, 3], levels: 2))
        #expect(flat[1] == [0] && flat[2] == [0, 0] && agree(flat[0][0], 6, within: 1e-15))
        #expect(Wavelets.variationShares([5, 1, 5, 1, 5, 1, 5, 1], levels: 2) == [1, 0])
        #expect(Wavelets.variationShares([1, 1, 5, 5, 1, 1, 5, 5], levels: 2) == [0, 1])
        #expect(Wavelets.variationShares([99, 5, 1, 5, 1], levels: 2) == [1, 0])
    }

    @Test(arguments: [-1, 3, 62, 63, 64, Int.max, Int.min])
    func `another length has no transform`(levels: Int) {
        #expect(Wavelets.haar([1, 2, 3, 4], levels: levels) == nil)
        #expect(Wavelets.haar([], levels: 0) == nil)
        #expect(Wavelets.variationShares([1, 2, 3, 4], levels: levels) == nil)
        #expect(Wavelets.variationShares([1, 1], levels: 1) == nil)
        #expect(Wavelets.variationShares([1, .nan], levels: 1) == nil)
        #expect(Wavelets.variationShares([1e300, -1e300], levels: 1) == [1])
    }
}
