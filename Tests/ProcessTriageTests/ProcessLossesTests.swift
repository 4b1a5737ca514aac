import Testing

@testable import ProcessTriage

@Suite struct ProcessLossesTests {
    @Test(arguments: [0, 1, 7, 100_000], [Int.min, 0, 1, 8, 1_000_001, .max])
    func `the load of any machine, forged ones included, is a probability`(running: Int, processors: Int) {
        let wait = ProcessLosses.waitProbability(running: running, processors: processors)
        #expect((0...1).contains(wait))
        #expect(running < processors || wait == 1)
    }
}
