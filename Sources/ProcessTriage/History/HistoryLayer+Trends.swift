internal import Formats
internal import Model
internal import Primitives
internal import Statistics

extension HistoryLayer {
    /// Memory that grows along a line, whatever jumps about it.
    static let memoryTrend = HistoryLayer(
        name: "memory_trend", question: .health, shortest: 20,
        equation: "Theil-Sen slope of memory over time: lower end of its 95 % interval > 0, and doubling within a day",
        source: "Sen 1968"
    ) { series in
        var moment = 0.0
        let times = series.durations.map { seconds in
            moment += seconds
            return moment
        }
        // A few hundred points say no more than a hundred, and pairs are many.
        let step = max(1, series.count / 100)
        let places = stride(from: 0, to: series.count, by: step)
        guard
            let trend = RobustTrend(
                times: places.map { times[$0] }, values: places.map { series.memory[$0] }, confidence: 0.95),
            let last = series.memory.last, last > 0
        else { return nil }
        let lowest = trend.slopeInterval.lowerBound
        let untilDoubled = trend.slope > 0 ? last / trend.slope : .infinity
        let holds = lowest > 0 && untilDoubled < 86_400
        return HistoryAnswer(
            holds: holds, value: trend.slope * 3600,
            inputs: [
                .init("slope (MiB/h)", (trend.slope * 3600).text(decimals: 3)),
                .init("lower end", (lowest * 3600).text(decimals: 3)),
                .init(
                    "time to double",
                    untilDoubled.isFinite ? HumanDuration.text(seconds: min(untilDoubled, 1e9)) : "never"),
            ],
            sentence: holds
                ? "Its memory grows by \((trend.slope * 3600).text(decimals: 0)) MiB an hour and doubles in "
                    + "\(HumanDuration.text(seconds: untilDoubled))." : "Its memory shows no steady growth.")
    }

    /// A load that rose above what it was, and stays there.
    static let loadAlarm = HistoryLayer(
        name: "load_alarm", question: .health, shortest: 24,
        equation:
            "CUSUM of load against the first third's Huber location and scale, slack ½σ, threshold 8σ, unbroken at the end",
        source: "Page 1954"
    ) { series in
        let first = Array(series.shares.prefix(series.count / 3))
        guard let usual = RobustLocation.huber(first),
            var sum = CumulativeSum(
                mean: usual.location, standardDeviation: max(usual.scale, 0.02), slack: 0.5, threshold: 8)
        else { return nil }
        var lastAlarm: Int?
        for (index, share) in series.shares.enumerated().dropFirst(first.count) where sum.observe(share) != nil {
            lastAlarm = index
        }
        let tail = series.shares.suffix(3).reduce(0, +) / 3
        let isRaised = tail > usual.location + 0.3
        let holds = lastAlarm != nil && isRaised
        return HistoryAnswer(
            holds: holds, value: tail - usual.location,
            inputs: [
                .init("location (cores)", usual.location.text(decimals: 4)),
                .init("scale", usual.scale.text(decimals: 4)),
                .init("last alarm (step)", lastAlarm.map { "\($0)" } ?? "none"), .init("now", tail.text(decimals: 4)),
            ],
            sentence: holds ? "Its load left what was usual for it and stayed up." : "Its load is what is usual for it."
        )
    }

    /// Bursts that call forth more of themselves: somebody uses it now and then.
    static let bursts = HistoryLayer(
        name: "bursts", question: .need, shortest: 24,
        equation: "branching ratio of a Hawkes process fitted to the active steps > 0.3, its log-likelihood gain > 3",
        source: "Hawkes 1971; Ozaki 1979"
    ) { series in
        var moment = 0.0
        var times: [Double] = []
        for (index, seconds) in series.durations.enumerated() {
            moment += seconds
            if series.shares[index] > 0.01 { times.append(moment) }
        }
        // Work that ended long ago is one change, which another layer asks for, and no burst.
        guard times.count < series.count * 3 / 4, (times.last ?? 0) > moment * 2 / 3,
            let fit = HawkesFit.fit(times: times, end: moment)
        else { return nil }
        let holds = fit.branchingRatio > 0.3 && fit.logLikelihoodGain > 3
        return HistoryAnswer(
            holds: holds, value: fit.branchingRatio,
            inputs: [
                .init("events", "\(times.count)"), .init("branching ratio", fit.branchingRatio.text(decimals: 4)),
                .init("gain (nats)", fit.logLikelihoodGain.text(decimals: 3)),
            ],
            sentence: holds ? "It works in bursts, as what is used does." : "Its work does not come in bursts.")
    }

    /// A clock rather than a user drives it.
    static let rhythm = HistoryLayer(
        name: "rhythm", question: .need, shortest: 32,
        equation: "largest share of the periodogram of load by Fisher's g: p < 0.001, evenly spaced steps only",
        source: "Fisher 1929"
    ) { series in
        let mean = series.span / Double(series.count)
        guard series.durations.allSatisfy({ abs($0 - mean) < 0.2 * mean }),
            series.shares.contains(where: { $0 > 0.002 }),
            let peak = Periodogram.peak(series.shares), peak.period < Double(series.count) / 4
        else { return nil }
        let holds = peak.pValue < 0.001
        return HistoryAnswer(
            holds: holds, value: peak.share,
            inputs: [
                .init("period (s)", (peak.period * mean).text(decimals: 0)),
                .init("share", peak.share.text(decimals: 4)),
                .init("p", peak.pValue.text(decimals: 6)),
            ],
            sentence: holds
                ? "It wakes up every \(HumanDuration.text(seconds: peak.period * mean)), as a clock does."
                : "Its work has no fixed rhythm.")
    }
}
