import DiskDefence
import Primitives
import Testing

struct ScoreWeightsTests {
    @Test func `only proportions matter`() {
        var weights = ScoreWeights()
        (weights.location, weights.name, weights.age, weights.size, weights.structure) = (1, 1, 0, 0, 0)
        #expect(weights.normalised == [0.5, 0.5, 0, 0, 0])
        #expect(zip(ScoreWeights().normalised, [0.25, 0.25, 0.2, 0.15, 0.15]).allSatisfy { abs($0 - $1) < 1e-15 })
    }

    @Test func `a score that counts nothing, and a weight that is none, are refused`() {
        var weights = ScoreWeights()
        weights.age = 1.5
        #expect(throws: TendError.self) { try weights.validate() }
        (weights.location, weights.name, weights.age, weights.size, weights.structure) = (0, 0, 0, 0, 0)
        #expect(throws: TendError.self) { try weights.validate() }
        #expect(throws: Never.self) { try ScoreWeights().validate() }
    }
}
