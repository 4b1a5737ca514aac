import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct PointProcessesTests {
    private func times(_ count: Int, end: Double, seed: UInt64) -> [Double] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.uniform(0...end) }.sorted()
    }

    @Test func `without jumps it is a Poisson process`() {
        let times = times(25, end: 50, seed: 40)
        let likelihood = PointProcesses.hawkesLogLikelihood(times: times, end: 50, base: 0.7, jump: 0, decay: 1)
        #expect(agree(likelihood, 25 * log(0.7) - 35, within: 1e-12))
        #expect(PointProcesses.hawkesLogLikelihood(times: [], end: 50, base: 0.7, jump: 3, decay: 1) == -35)
    }

    @Test func `two events have a closed form and one moment does not excite itself`() {
        let pair = PointProcesses.hawkesLogLikelihood(times: [1, 3], end: 4, base: 0.5, jump: 2, decay: 1)
        let compensator = 0.5 * 4 + 2 * (1 - exp(-3)) + 2 * (1 - exp(-1))
        #expect(agree(pair, log(0.5) + log(0.5 + 2 * exp(-2)) - compensator, within: 1e-13))
        let twins = PointProcesses.hawkesLogLikelihood(times: [1, 1], end: 1, base: 0.5, jump: 2, decay: 1)
        #expect(agree(twins, 2 * log(0.5) - 0.5, within: 1e-13))
    }

    @Test func `kinds that do not excite one another are separate processes`() {
        let (first, second) = (times(12, end: 20, seed: 41), times(9, end: 20, seed: 42))
        let merged = (first.map { ($0, 0) } + second.map { ($0, 1) }).sorted { $0.0 < $1.0 }
        let joint = PointProcesses.hawkesLogLikelihood(
            times: merged.map(\.0), kinds: merged.map(\.1), end: 20, bases: [0.4, 0.2], jumps: [[0.5, 0], [0, 0.3]],
            decay: 2)
        let apart =
            PointProcesses.hawkesLogLikelihood(times: first, end: 20, base: 0.4, jump: 0.5, decay: 2)
            + PointProcesses.hawkesLogLikelihood(times: second, end: 20, base: 0.2, jump: 0.3, decay: 2)
        #expect(agree(joint, apart, within: 1e-12))
    }

    @Test func `one kind exciting another speaks for pairs in that order`() {
        let (there, back) = ([[0.0, 0], [2, 0]], [[0.0, 2], [0, 0]])
        let likelihood = { (jumps: [[Double]]) in
            PointProcesses.hawkesLogLikelihood(
                times: [1, 1.1, 5, 5.1, 9, 9.1], kinds: [0, 1, 0, 1, 0, 1], end: 10, bases: [0.3, 0.3], jumps: jumps,
                decay: 4)
        }
        #expect(likelihood(there) > likelihood(back) + 3)
    }

    @Test func `equal sizes are the plain process with their density`() {
        let times = times(15, end: 30, seed: 43)
        let plain = PointProcesses.hawkesLogLikelihood(times: times, end: 30, base: 0.4, jump: 0.5, decay: 1.5)
        let marked = PointProcesses.markedLogLikelihood(
            times: times, sizes: times.map { _ in 6 }, end: 30, base: 0.4, jump: 0.5, decay: 1.5, shape: 2, scale: 3)
        let density = Distributions.gammaLogDensity(6, shape: 2, scale: 3)
        #expect(agree(marked, plain + 15 * density, within: 1e-12))
    }

    @Test func `a large event before a burst explains it better`() {
        let likelihood = { (sizes: [Double]) in
            PointProcesses.markedLogLikelihood(
                times: [1, 2, 2.1, 2.2], sizes: sizes, end: 10, base: 0.2, jump: 0.5, decay: 2, shape: 1, scale: 1)
        }
        #expect(likelihood([0.5, 3, 0.5, 0.5]) > likelihood([3, 0.5, 0.5, 0.5]))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers do no harm`(x: Double) {
        for y in hostileNumbers {
            _ = PointProcesses.hawkesLogLikelihood(times: [1, 2], end: 3, base: x, jump: y, decay: 1)
            _ = PointProcesses.hawkesLogLikelihood(times: [1, x], end: y, base: 1, jump: 1, decay: 1)
            _ = PointProcesses.markedLogLikelihood(
                times: [1, 2], sizes: [x, y], end: 3, base: 1, jump: 1, decay: x, shape: y, scale: 1)
        }
        #expect(PointProcesses.hawkesLogLikelihood(times: [2, 1], end: 3, base: 1, jump: 1, decay: 1).isNaN)
        #expect(PointProcesses.hawkesLogLikelihood(times: [1, 4], end: 3, base: 1, jump: 1, decay: 1).isNaN)
        let unknownKind = PointProcesses.hawkesLogLikelihood(
            times: [1], kinds: [1], end: 3, bases: [1], jumps: [[0]], decay: 1)
        #expect(unknownKind.isNaN)
        let shape = PointProcesses.hawkesLogLikelihood(
            times: [1], kinds: [0], end: 3, bases: [1], jumps: [[0, 0]], decay: 1)
        #expect(shape.isNaN)
    }
}
