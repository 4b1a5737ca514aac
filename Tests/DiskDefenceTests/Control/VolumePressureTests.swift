import DiskDefence
import Model
import Primitives
import Testing

struct VolumePressureTests {
    private static let untimely = [0.0, -7200, .nan, .infinity, 86_400]

    @Test func `a calm volume is green and asks for nothing`() {
        var volume = VolumePressure()
        for second in 0..<100 {
            let decision = volume.observe(free(50), at: Double(second))
            #expect(decision.level == .green && decision.urgency == 0 && !decision.boosted && decision.unread == nil)
            #expect(decision.ballast == .none && decision.deleteBatch == 2 && decision.scanInterval == 60)
        }
    }

    @Test(arguments: [
        (50.0, PressureLevel.green, 60.0, 2), (15, .yellow, 30, 5), (12, .orange, 15, 10), (7, .red, 7.5, 20),
        (2, .critical, 0.1, 40),
    ])
    func `each level has its interval and its batch`(
        percent: Double, level: PressureLevel, interval: Double, batch: Int
    ) {
        var volume = VolumePressure()
        let decision = volume.observe(free(percent), at: 0)
        #expect(decision.level == level && decision.scanInterval == interval && decision.deleteBatch == batch)
    }

    @Test(arguments: [
        (0.0, BallastRelease.none), (0.299, .none), (0.3, .one), (0.599, .one), (0.6, .three), (0.9, .three),
        (0.901, .all), (1, .all),
    ])
    func `ballast goes by urgency, and wholly at critical`(urgency: Double, ballast: BallastRelease) {
        #expect(PressureResponse().ballast(at: .yellow, urgency: urgency) == ballast)
        #expect(PressureResponse().ballast(at: .critical, urgency: urgency) == .all)
    }

    @Test func `what was released in this episode is not released again`() {
        #expect(BallastRelease.one.files(of: 5, released: 0) == 1)
        #expect(BallastRelease.one.files(of: 4, released: 1) == 0)
        #expect(BallastRelease.three.files(of: 4, released: 1) == 2)
        #expect(BallastRelease.three.files(of: 1, released: 0) == 1)
        #expect(BallastRelease.three.files(of: 1, released: 7) == 0)
        #expect(BallastRelease.all.files(of: 4, released: 9) == 4)
        #expect(BallastRelease.none.files(of: 4, released: 0) == 0)
    }

    @Test func `critical is as urgent as can be, whatever the controller says`() {
        var volume = VolumePressure()
        #expect(volume.observe(free(2.9), at: 0).urgency == 1)
    }

    @Test func `red within half an hour raises urgency, and later than that does not`() throws {
        // 1e12 bytes, 30 % free: 2e11 bytes above red, which take 1000 s and 4000 s.
        for (rate, boosts) in [(0.02, true), (0.005, false)] {
            var volume = VolumePressure()
            var decision = PressureDecision()
            for second in 0..<10 { decision = volume.observe(free(30 - rate * Double(second)), at: Double(second)) }
            #expect(decision.boosted == boosts)
            #expect(decision.urgency == (boosts ? 0.7 : 0))
            #expect(try #require(decision.forecast.secondsUntilRed) < 4000)
        }
    }

    @Test func `a forecast raises nothing once the level is red, and nothing where it is switched off`() {
        var settings = ControlSettings()
        settings.predicts = false
        var (volume, other) = (VolumePressure(), VolumePressure(settings: settings))
        for second in 0..<60 {
            let percent = 25 - 0.4 * Double(second)
            let (decision, unboosted) = (
                volume.observe(free(percent), at: Double(second)), other.observe(free(percent), at: Double(second))
            )
            #expect(!unboosted.boosted)
            if decision.level >= .red { #expect(!decision.boosted) }
            if second == 5 { #expect(decision.boosted) }
        }
    }

    @Test(arguments: [
        (SpaceForecast.Trend.stable, 1800.0 as Double?, 0.7 as Double?), (.accelerating, 0, 0.7),
        (.stable, 1800.1, nil), (.stable, nil, nil), (.recovering, 60, nil),
    ])
    func `a forecast asks for urgency where red is near and nothing comes back`(
        trend: SpaceForecast.Trend, seconds: Double?, urgency: Double?
    ) {
        var forecast = SpaceForecast()
        forecast.trend = trend
        forecast.secondsUntilRed = seconds
        for level in PressureLevel.allCases {
            let boost = PressureResponse().boost(at: level, forecast: forecast)
            #expect(boost == (level < .red ? urgency : nil))
        }
        #expect(PressureResponse().boost(at: .green, forecast: nil) == nil)
    }

    @Test func `neither noise nor the end of a great deletion raises urgency`() {
        var noise = Noise(seed: 6)
        var volume = VolumePressure()
        var percent = 25.0
        for second in 0..<3000 {
            percent += second < 60 ? 0.3 : -0.00005 * (1 + noise.next())
            #expect(volume.observe(free(percent), at: Double(second)).urgency == 0)
        }
    }

    @Test func `the scarcer of bytes and inodes counts`() {
        var place = VolumeSpace(
            totalBytes: ByteCount(1000), usedBytes: ByteCount(500), availableBytes: ByteCount(500), inodesTotal: 1000,
            inodesAvailable: 80)
        var volume = VolumePressure()
        var decision = volume.observe(.measured(place), at: 0)
        #expect(decision.resource == .inodes && decision.level == .red && decision.freePercent == 8)
        #expect(decision.reason == "8.0 % of inodes is free")
        place.inodesAvailable = 900
        decision = volume.observe(.measured(place), at: 1)
        #expect(decision.resource == .bytes && decision.level == .red && decision.isHeld)
        #expect(decision.reason == "50.0 % of bytes is free, and red holds until that is confirmed")
        #expect(volume.observe(.measured(place), at: 2).level == .green)
    }

    @Test func `inodes are foretold as bytes are, and raise urgency too`() throws {
        var place = VolumeSpace(
            totalBytes: ByteCount(1 << 40), usedBytes: ByteCount(1 << 39), availableBytes: ByteCount(1 << 39),
            inodesTotal: 1_000_000)
        var volume = VolumePressure()
        var decision = PressureDecision()
        for second in 0..<10 {
            place.inodesAvailable = 600_000 - UInt64(second) * 500
            decision = volume.observe(.measured(place), at: Double(second))
        }
        let forecast = try #require(decision.inodeForecast)
        #expect(forecast.resource == .inodes && forecast.rate == 500)
        #expect(forecast.secondsUntilRed == 991 && forecast.secondsToExhaustion == 1191)
        #expect(decision.forecast.rate == 0 && decision.resource == .bytes)
        #expect(decision.boosted && decision.urgency == 0.7 && decision.ballast == .none)
        let reason = "50.0 % of bytes is free, and red is expected in 16.5 minutes for want of inodes"
        #expect(decision.reason == reason)
        #expect(volume.observe(free(50), at: 10).inodeForecast == nil)
    }

    @Test func `a fall that is steep enough releases ballast before any forecast`() {
        var volume = VolumePressure()
        _ = volume.observe(free(100), at: 0)
        let decision = volume.observe(free(20.5), at: 1)
        #expect(decision.level == .green && decision.forecast.isFallback && !decision.boosted)
        #expect(decision.urgency > 0.6 && decision.ballast == .three)
    }

    @Test func `ballast is kept where only inodes are short, and released where bytes are too`() {
        for (available, ballast) in [(UInt64(500), BallastRelease.none), (150, .all)] {
            let place = VolumeSpace(
                usedBytes: ByteCount(1000 - available), availableBytes: ByteCount(available), inodesTotal: 1000,
                inodesAvailable: 20)
            var volume = VolumePressure()
            let decision = volume.observe(.measured(place), at: 0)
            #expect(decision.level == .critical && decision.resource == .inodes && decision.deleteBatch == 40)
            #expect(decision.ballast == ballast)
        }
    }

    @Test func `the share is that of df, and a volume without blocks is not full`() {
        // 5 % are reserved for root.
        let place = VolumeSpace(
            totalBytes: ByteCount(1000), usedBytes: ByteCount(855), availableBytes: ByteCount(95))
        #expect(place.freePercent == 10)
        #expect(VolumeSpace().freePercent == 100 && VolumeSpace().inodeFreePercent == 100)
        var volume = VolumePressure()
        for second in 0..<9 {
            let decision = volume.observe(.measured(VolumeSpace()), at: Double(second))
            #expect(decision.level == .green && decision.urgency == 0 && decision.forecast.secondsUntilRed == nil)
        }
        let huge = VolumeSpace(usedBytes: ByteCount(.max), availableBytes: ByteCount(.max))
        #expect(volume.observe(.measured(huge), at: 9).freePercent == 50)
    }

    @Test func `a reading that is missing keeps the level, ages the forecast and releases nothing`() throws {
        var volume = VolumePressure()
        for second in 0..<60 { _ = volume.observe(free(14 - 0.1 * Double(second)), at: Double(second)) }
        let before = volume.observe(free(8), at: 60)
        let missing = volume.observe(.unavailable(.timedOut), at: 70)
        #expect(missing.level == .red && missing.urgency == before.urgency && missing.unread == .timedOut)
        #expect(missing.ballast == .none && missing.deleteBatch == 0 && missing.freePercent == nil)
        let left = try #require(missing.forecast.secondsToExhaustion)
        #expect(isClose(left + 10, try #require(before.forecast.secondsToExhaustion)))
        #expect(missing.forecast.confidence < before.forecast.confidence)
        #expect(volume.observe(.unavailable(.timedOut), at: 700).forecast.isFallback)
        #expect(missing.reason == "the volume could not be read (timed_out), so nothing is released or deleted")
    }

    @Test func `two better looks with a missing one between them do not confirm each other`() {
        var volume = VolumePressure()
        _ = volume.observe(free(9), at: 0)
        #expect(volume.observe(free(30), at: 1).level == .red)
        #expect(volume.observe(.unavailable(.timedOut), at: 2).level == .red)
        #expect(volume.observe(free(30), at: 3).level == .red)
        #expect(volume.observe(free(30), at: 4).level == .green)
    }

    @Test func `a volume that was never read is not said to be under pressure`() {
        var volume = VolumePressure()
        let decision = volume.observe(.unavailable(.notPermitted), at: 0)
        #expect(decision.level == .green && decision.unread == .notPermitted && decision.forecast == SpaceForecast())
    }

    @Test func `a volume that went away comes back as a new one`() {
        var volume = VolumePressure()
        for second in 0..<60 { _ = volume.observe(free(8), at: Double(second)) }
        #expect(volume.observe(.unavailable(.gone), at: 60).level == .red)
        let back = volume.observe(free(15), at: 61)
        #expect(back.level == .yellow && back.forecast.samples == 1)
        var fresh = VolumePressure()
        #expect(back == fresh.observe(free(15), at: 61))
    }

    @Test(arguments: untimely)
    func `no jump of the clock makes a rate or sums anything up, and the level follows all the same`(jump: Double) {
        var volume = VolumePressure()
        for second in 0..<10 { _ = volume.observe(free(17.5), at: Double(second)) }
        let before = volume.observe(free(17.5), at: 10)
        let after = volume.observe(free(16), at: 10 + jump)
        // Of the error alone: 0.25 · 2 and, where the clock did not start anew, the 10 s at 0.5 points.
        #expect(after.urgency < 1 - (1 - before.urgency) * 0.68)
        #expect(after.forecast.rate == nil || after.forecast.rate == 0)
        #expect(volume.observe(free(9), at: 10 + jump).level == .red)
    }

    @Test func `after a gap everything about rates is forgotten, and learned again`() {
        var volume = VolumePressure()
        for second in 0..<60 { _ = volume.observe(free(60 - 0.1 * Double(second)), at: Double(second)) }
        let after = volume.observe(free(50), at: 4000)
        #expect(after.forecast.isFallback && after.forecast.samples == 1 && !after.boosted)
        var decision = after
        for second in 1..<4 { decision = volume.observe(free(50 - 0.01 * Double(second)), at: 4000 + Double(second)) }
        #expect(areClose(decision.forecast.rate, 1e8, within: 1e-6))
    }

    @Test func `a volume that is resized was neither written nor emptied`() {
        for available: UInt64 in [20, 900] {
            var volume = VolumePressure()
            for second in 0..<30 {
                _ = volume.observe(.measured(space(used: 80, available: 100)), at: Double(second))
            }
            let resized = volume.observe(.measured(space(used: 80, available: available)), at: 30)
            #expect(resized.forecast.rate == 0 && !resized.boosted && resized.urgency == 0)
            let later = volume.observe(.measured(space(used: 80, available: available)), at: 31)
            #expect(later.forecast.rate == 0)
            #expect(later.level == .green)
        }
    }

    @Test func `a volume that shrinks under its files is short at once`() {
        var volume = VolumePressure()
        _ = volume.observe(.measured(space(used: 80, available: 100)), at: 0)
        let decision = volume.observe(.measured(space(used: 80, available: 2)), at: 1)
        #expect(decision.level == .critical && decision.forecast.rate == nil)
    }

    @Test func `what others take from a shared pool is used up`() throws {
        var volume = VolumePressure()
        var decision = PressureDecision()
        for second in 0..<30 {
            decision = volume.observe(
                .measured(space(used: 50, available: 500 - UInt64(second) * 2)), at: Double(second))
        }
        #expect(decision.forecast.rate == 2e9)
        #expect(decision.boosted)
    }

    @Test func `the same readings give the same decisions, whatever they are`() {
        for seed: UInt64 in 0..<20 {
            #expect(wander(seed: seed) == wander(seed: seed))
        }
    }

    @Test func `every decision is within its bounds, whatever is read and whenever`() {
        for decision in (0..<20).flatMap({ wander(seed: $0) }) {
            #expect(0...1 ~= decision.urgency && 0...1 ~= decision.forecast.confidence)
            #expect((decision.forecast.secondsToExhaustion ?? 0) >= 0)
            #expect(decision.scanInterval > 0)
            if decision.unread != nil { #expect(decision.ballast == .none && decision.deleteBatch == 0) }
            if decision.level == .critical && decision.unread == nil { #expect(decision.ballast == .all) }
            if let free = decision.freePercent {
                #expect(0...100 ~= free && decision.level >= PressureLevels().level(at: free))
            }
        }
    }

    private func wander(seed: UInt64) -> [PressureDecision] {
        var noise = Noise(seed: seed)
        var volume = VolumePressure()
        var (percent, clock) = (50.0, 0.0)
        return (0..<400).map { _ in
            let dice = noise.next()
            percent = min(100, max(0, percent + noise.next() * 8))
            clock += dice > 0.95 ? 90_000 * noise.next() : 1
            if dice < -0.95 { return volume.observe(.unavailable(dice < -0.98 ? .gone : .timedOut), at: clock) }
            return volume.observe(free(percent), at: dice > 0.9 && dice < 0.92 ? .nan : clock)
        }
    }
}
