import Statistics
import Testing

@Suite struct ConformalTests {
    @Test func `the radius covers as often as it says`() {
        var generator = SeededGenerator(seed: 14)
        var covered = 0
        for _ in 0..<4000 {
            let scores = (0..<19).map { _ in generator.uniform(0...1) }
            if generator.uniform(0...1) <= Conformal.splitRadius(scores: scores, alpha: 0.2) { covered += 1 }
        }
        // 0.8 exactly; five standard errors are 0.032.
        #expect(abs(Double(covered) / 4000 - 0.8) < 0.032)
    }

    @Test(arguments: [(8, 0.1), (9, 0.1), (0, 0.5), (1, 0.5), (18, 0.05), (19, 0.05)])
    func `too few scores promise nothing`(count: Int, alpha: Double) {
        let scores = (0..<count).map(Double.init)
        let isEnough = Double(count) >= (1 / alpha).rounded(.up) - 1
        #expect(Conformal.splitRadius(scores: scores, alpha: alpha).isFinite == isEnough)
    }

    @Test func `an unknown score counts as the worst`() {
        #expect(Conformal.splitRadius(scores: [1, .nan, 2], alpha: 0.5) == 2)
        #expect(Conformal.splitRadius(scores: [.nan, .nan, 2], alpha: 0.5) == .infinity)
    }

    @Test func `blocks take their worst score and leave the oldest remainder out`() {
        let scores: [Double] = [99, 1, 5, 2, 3, 4, 1]
        #expect(Conformal.blockedRadius(scores: scores, blockLength: 2, alpha: 0.25) == 5)
        #expect(Conformal.blockedRadius(scores: scores, blockLength: 2, alpha: 0.5) == 4)
        #expect(Conformal.blockedRadius(scores: scores, blockLength: 7, alpha: 0.5) == 99)
        #expect(Conformal.blockedRadius(scores: scores, blockLength: 8, alpha: 0.5) == .infinity)
        #expect(Conformal.blockedRadius(scores: [1, .nan], blockLength: 1, alpha: 0.3) == .infinity)
        #expect(Conformal.blockedRadius(scores: [1, .nan], blockLength: 2, alpha: 0.5) == .infinity)
    }

    @Test(arguments: [0, 1, -0.5, Double.nan, .infinity])
    func `a senseless level gives no number`(alpha: Double) {
        #expect(Conformal.splitRadius(scores: [1, 2], alpha: alpha).isNaN)
        #expect(Conformal.blockedRadius(scores: [1, 2], blockLength: 1, alpha: alpha).isNaN)
        #expect(Conformal.blockedRadius(scores: [1, 2], blockLength: 0, alpha: 0.5).isNaN)
        #expect(Conformal.blockedRadius(scores: [1, 2], blockLength: .max, alpha: 0.5) == .infinity)
    }
}
