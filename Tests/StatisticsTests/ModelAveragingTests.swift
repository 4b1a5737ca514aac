import Statistics
import Testing

@Suite struct ModelAveragingTests {
    @Test func `weights follow evidence and prior`() throws {
        let weights = try #require(ModelAveraging.weights(logEvidences: [-900, -900, -.infinity], priors: [3, 1, 9]))
        #expect(agree(weights[0], 0.75, within: 1e-12) && agree(weights[1], 0.25, within: 1e-12) && weights[2] == 0)
        #expect(ModelAveraging.weights(logEvidences: [5, 5]) == [0.5, 0.5])
        #expect(agree(ModelAveraging.mean([4, 8, .nan], weights: weights), 5, within: 1e-12))
    }

    @Test func `no possible model has no weights`() {
        #expect(ModelAveraging.weights(logEvidences: []) == nil)
        #expect(ModelAveraging.weights(logEvidences: [-.infinity]) == nil)
        #expect(ModelAveraging.weights(logEvidences: [0, .nan]) == nil)
        #expect(ModelAveraging.weights(logEvidences: [0, .nan], priors: [1, 0]) == nil)
        #expect(ModelAveraging.weights(logEvidences: [0], priors: [1, 1]) == nil)
        #expect(ModelAveraging.mean([1], weights: [0]).isNaN)
        #expect(ModelAveraging.mean([.infinity, 1], weights: [1, 1]).isNaN)
    }

    @Test(arguments: hostileNumbers)
    func `hostile evidence gives weights or nothing`(x: Double) {
        for y in hostileNumbers {
            let weights = ModelAveraging.weights(logEvidences: [x, y, 0], priors: [1, x, 1])
            #expect(weights.map { agree($0.reduce(0, +), 1, within: 1e-9) } ?? true)
        }
    }
}
