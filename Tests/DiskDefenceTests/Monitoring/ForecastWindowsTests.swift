import DiskDefence
import Model
import Primitives
import Testing

struct ForecastWindowsTests {
    private typealias Entry = (mount: ForeignText, space: VolumeSpace, forecast: SpaceForecast)

    private func entry(
        _ mount: String, available: UInt64, rate: Double?, exhaustion: Double? = nil, isFallback: Bool = false
    ) -> Entry {
        var forecast = SpaceForecast()
        forecast.rate = rate
        forecast.earliestExhaustion = exhaustion
        forecast.isFallback = isFallback
        let total: UInt64 = 1 << 40
        let space = VolumeSpace(
            totalBytes: ByteCount(total), usedBytes: ByteCount(total - available), availableBytes: ByteCount(available),
            inodesTotal: 0, inodesAvailable: 0)
        return (ForeignText(mount), space, forecast)
    }

    @Test func `a window compares the rate that was foretold with what went`() throws {
        var windows = ForecastWindows(settings: WatchSettings())
        #expect(windows.look([entry("/", available: 6_000_000, rate: 1000, exhaustion: 5000)], at: 0) == nil)
        #expect(windows.look([entry("/", available: 5_999_000, rate: 1)], at: 30) == nil)
        let seen = windows.look([entry("/", available: 5_880_000, rate: 1)], at: 60)
        let window = try #require(seen)
        #expect(window.predictedRate == 1000 && window.actualRate == 2000)
        #expect(window.predictedExhaustion == 5000 && window.actualExhaustion == 3000)
        #expect(!window.isConservative)
    }

    @Test func `the volume that would be full first speaks, and idle ones do not outvote it`() throws {
        var windows = ForecastWindows(settings: WatchSettings())
        let idle = (0..<9).map { entry("/idle\($0)", available: 1 << 39, rate: 0) }
        _ = windows.look(idle + [entry("/busy", available: 1_000_000, rate: 100, exhaustion: 10_000)], at: 0)
        let seen = windows.look(idle + [entry("/busy", available: 400_000, rate: 0)], at: 60)
        let window = try #require(seen)
        #expect(window.actualRate == 10_000)
    }

    @Test func `where nothing is at stake the window was right, whatever the rates`() throws {
        var windows = ForecastWindows(settings: WatchSettings())
        _ = windows.look([entry("/", available: 1 << 39, rate: 5000, exhaustion: 1e8)], at: 0)
        let seen = windows.look([entry("/", available: (1 << 39) - 60_000, rate: 0)], at: 60)
        let window = try #require(seen)
        #expect(window == CalibrationWindow(predictedRate: 0, actualRate: 0))
    }

    @Test func `who foretold nothing is not judged`() {
        var windows = ForecastWindows(settings: WatchSettings())
        for second in stride(from: 0.0, to: 600, by: 10) {
            #expect(windows.look([entry("/", available: 1000, rate: 1, isFallback: true)], at: second) == nil)
        }
    }

    @Test func `what was removed there, a gap and a clock that went back make no window`() {
        var windows = ForecastWindows(settings: WatchSettings())
        let busy = entry("/", available: 1_000_000, rate: 100, exhaustion: 10_000)
        _ = windows.look([busy], at: 0)
        windows.disturb(busy.mount)
        #expect(windows.look([busy], at: 60) == nil)
        #expect(windows.look([busy], at: 400) == nil)
        #expect(windows.look([busy], at: 100) == nil)
        #expect(windows.look([busy], at: 160) != nil)
    }
}
