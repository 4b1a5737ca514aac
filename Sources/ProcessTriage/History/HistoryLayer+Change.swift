internal import Formats
internal import Model
internal import Primitives
internal import Statistics

/// Whether its load has become another.
extension HistoryLayer {
    /// A later half that is busier than the earlier one, beyond chance.
    static let loadShift = HistoryLayer(
        name: "load_shift", topic: .change, shortest: 24,
        equation: "W₁(earlier half, later half) > 0.3 cores upwards, and Kolmogorov-Smirnov p < 0.001",
        source: "Vallender 1974; Stephens 1970"
    ) { past in
        let shares = past.series.shares
        let half = shares.count / 2
        let earlier = Array(shares[..<half])
        let later = Array(shares[half...])
        let distance = SampleDistance.wasserstein1(earlier, later)
        let gap = SampleDistance.kolmogorovSmirnov(earlier, later)
        let chance = SampleDistance.kolmogorovSmirnovTail(distance: gap, counts: (earlier.count, later.count))
        let isUp = later.reduce(0, +) / Double(later.count) > earlier.reduce(0, +) / Double(earlier.count)
        let holds = distance > 0.3 && chance < 0.001 && isUp
        return HistoryAnswer(
            holds: holds, value: distance,
            inputs: [
                .init("W₁ (cores)", distance.text(decimals: 4)), .init("KS distance", gap.text(decimals: 4)),
                .init("p", chance.text(decimals: 6)),
            ],
            sentence: holds ? "It uses far more processor than before." : "Its processor use is of one kind.")
    }

    /// A load that rose above what it was, and stays there.
    static let loadAlarm = HistoryLayer(
        name: "load_alarm", topic: .change, shortest: 24,
        equation:
            "CUSUM of load against the first third's Huber location and scale, slack ½σ, threshold 8σ, unbroken at the end",
        source: "Page 1954"
    ) { past in
        let series = past.series
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

    /// A load beyond what its own spikes let expect.
    static let extremeLoad = HistoryLayer(
        name: "extreme_load", topic: .change, shortest: 96,
        equation:
            "P(X > x) = p_u (1 + ξ (x - u)/σ)^(-1/ξ) < 0.001 for x, the least of the last three steps; u, the 88 % "
            + "quantile of all but the last twelfth",
        source: "peaks over threshold: Coles 2001, 4; fit: Zhang and Stephens 2009"
    ) { past in
        let shares = past.series.shares
        // What rose just before belongs to what is asked about, not to what was usual.
        let before = Array(shares.dropLast(shares.count / 12))
        guard let now = shares.suffix(3).min(), before.contains(where: { $0 > 0.05 }) else { return nil }
        let threshold = before.sorted()[before.count * 88 / 100]
        // A load that is no peak is not asked how high a one it is.
        guard now > threshold, let tail = PeaksOverThreshold.fit(before, threshold: threshold) else { return nil }
        let chance = tail.survival(now)
        let holds = chance < 0.001 && now > threshold + 0.3
        return HistoryAnswer(
            holds: holds, value: chance,
            inputs: [
                .init("u (cores)", threshold.text(decimals: 4)), .init("p_u", tail.exceedanceShare.text(decimals: 4)),
                .init("ξ", tail.shape.text(decimals: 4)), .init("σ", tail.scale.text(decimals: 4)),
                .init("x", now.text(decimals: 4)),
                .init("once in 100 steps (cores)", tail.level(exceededWith: 0.01).text(decimals: 4)),
            ],
            sentence: holds ? "Its load is beyond all its earlier peaks." : "Its load stays within its earlier peaks.")
    }

    /// A load that drifts over many steps rather than flickers.
    static let slowLoad = HistoryLayer(
        name: "slow_load", topic: .change, shortest: 32,
        equation:
            "variation a Haar coefficient at the coarsest of 4 scales over that at the finest > 12 (1 where nothing "
            + "lasts), the last quarter 0.3 cores above the first",
        source: "Haar wavelets: Mallat 2009, 7.2"
    ) { past in
        let shares = past.series.shares
        guard shares.contains(where: { $0 > 0.05 }), let energy = Wavelets.variationShares(shares, levels: 4) else {
            return nil
        }
        // A scale has half as many coefficients as the one below it.
        let ratio = energy[0] > 0 ? 8 * energy[3] / energy[0] : energy[3] > 0 ? 1e6 : 0
        let quarter = shares.count / 4
        let rise = shares.suffix(quarter).reduce(0, +) - shares.prefix(quarter).reduce(0, +)
        let holds = ratio > 12 && rise / Double(quarter) > 0.3
        return HistoryAnswer(
            holds: holds, value: min(ratio, 1e6),
            inputs: [
                .init("shares, finest first", energy.map { $0.text(decimals: 3) }.joined(separator: ", ")),
                .init("rise (cores)", (rise / Double(quarter)).text(decimals: 4)),
            ],
            sentence: holds
                ? "Its load has drifted upwards for long." : "Its load flickers or stays, and does not drift upwards.")
    }
}
