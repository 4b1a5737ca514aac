internal import Formats
internal import Model
internal import Primitives
internal import Statistics

/// Whether its memory grows.
extension HistoryLayer {
    /// Memory that climbs in steps and never comes down.
    static let memorySteps = HistoryLayer(
        name: "memory_steps", topic: .memory, shortest: 20,
        equation: "mean shifts of memory by PELT (L2, penalty 4 σ² ln n): at least 2, all upwards, in all above 25 %",
        source: "Killick, Fearnhead and Eckley 2012"
    ) { past in
        let memory = past.series.memory
        // The noise is told from neighbours, so that a climb does not count as noise.
        let steps = zip(memory, memory.dropFirst()).map { abs($1 - $0) }.sorted()
        let noise = max(steps[steps.count / 2] / 0.954, 0.25)
        let penalty = 4 * noise * noise * logarithm(Double(memory.count))
        guard let ends = ChangePoints.meanShifts(memory, penalty: penalty, minimumLength: 3) else { return nil }
        var levels: [Double] = []
        var start = 0
        for end in ends {
            levels.append(memory[start..<end].reduce(0, +) / Double(end - start))
            start = end
        }
        let climbs = zip(levels, levels.dropFirst()).allSatisfy { $0 < $1 }
        let growth = levels[0] > 0 ? levels[levels.count - 1] / levels[0] - 1 : 0
        let holds = ends.count > 2 && climbs && growth > 0.25
        return HistoryAnswer(
            holds: holds, value: growth,
            inputs: [
                .init("levels (MiB)", levels.prefix(8).map { $0.text(decimals: 0) }.joined(separator: ", ")),
                .init("σ of neighbours", noise.text(decimals: 2)), .init("n", "\(memory.count)"),
            ],
            sentence: holds
                ? "Its memory climbed by \((growth * 100).text(decimals: 0)) % in "
                    + "\(HumanDuration.text(seconds: past.series.span)) and never came down."
                : "Its memory does not climb without end.")
    }

    /// Memory that grows along a line, whatever jumps about it.
    static let memoryTrend = HistoryLayer(
        name: "memory_trend", topic: .memory, shortest: 20,
        equation:
            "Theil-Sen slope of memory over time: lower end of its 95 % interval > 0, and twice the level within a day",
        source: "Sen 1968"
    ) { past in
        let memory = past.series.memory
        guard let last = memory.last, last > 0 else { return nil }
        // A few hundred points say no more than some dozen, and pairs are many.
        let step = max(1, memory.count / 40)
        let places = stride(from: (memory.count - 1) % step, to: memory.count, by: step)
        guard
            let trend = RobustTrend(
                times: places.map { past.moments[$0] }, values: places.map { memory[$0] }, confidence: 0.95),
            let doubled = trend.timeToThreshold(2 * max(trend.level, .leastNormalMagnitude))
        else { return nil }
        let lowest = trend.slopeInterval.lowerBound
        let holds = lowest > 0 && doubled.expected < 86_400
        return HistoryAnswer(
            holds: holds, value: trend.slope * 3600,
            inputs: [
                .init("slope (MiB/h)", (trend.slope * 3600).text(decimals: 3)),
                .init("lower end", lowest.isFinite ? (lowest * 3600).text(decimals: 3) : "none"),
                .init("time to double", duration(doubled.expected)),
                .init("soonest, latest", "\(duration(doubled.earliest)), \(duration(doubled.latest))"),
            ],
            sentence: holds
                ? "Its memory grows by \((trend.slope * 3600).text(decimals: 0)) MiB an hour and doubles in "
                    + "\(HumanDuration.text(seconds: doubled.expected))." : "Its memory shows no steady growth.")
    }

    private static func duration(_ seconds: Double) -> String {
        seconds.isFinite ? HumanDuration.text(seconds: min(seconds, 1e9)) : "never"
    }

    /// Memory of the later half beside that of the earlier one, where noise is blurred away.
    static let memoryShift = HistoryLayer(
        name: "memory_shift", topic: .memory, shortest: 24,
        equation: "√S_ε(earlier half, later half) > a quarter of the earlier mean, upwards; ε = range² / 4",
        source: "Sinkhorn divergence: Genevay, Peyré and Cuturi 2018"
    ) { past in
        let memory = past.series.memory
        let half = memory.count / 2
        let (earlier, later) = (thinned(memory[..<half]), thinned(memory[half...]))
        let before = earlier.reduce(0, +) / Double(earlier.count)
        let after = later.reduce(0, +) / Double(later.count)
        guard before > 0, let lowest = memory.min(), let highest = memory.max() else { return nil }
        let range = highest - lowest
        // The plan of a blurred shift cannot be far longer than the range of the numbers.
        guard range > before / 4 else {
            return HistoryAnswer(
                holds: false, value: 0, inputs: [.init("range (MiB)", range.text(decimals: 1))],
                sentence: "Its memory stays where it was.")
        }
        let divergence = SampleDistance.sinkhornDivergence(earlier, later, epsilon: range * range / 4)
        guard divergence.isFinite else { return nil }
        let shift = max(0, divergence).squareRoot()
        let holds = shift > before / 4 && after > before
        return HistoryAnswer(
            holds: holds, value: shift,
            inputs: [
                .init("earlier mean (MiB)", before.text(decimals: 1)), .init("later mean", after.text(decimals: 1)),
                .init("ε", (range * range / 4).text(decimals: 1)),
            ],
            sentence: holds
                ? "It holds far more memory than before." : "It holds about as much memory as before.")
    }

    /// Eight numbers at equal distances: enough for a distribution that is to be blurred.
    private static func thinned(_ numbers: ArraySlice<Double>) -> [Double] {
        (0..<8).map { numbers[numbers.startIndex + $0 * numbers.count / 8] }
    }
}
