import DiskDefence
import Model
import Testing

struct ScanRhythmTests {
    private func rhythm() -> ScanRhythm { ScanRhythm(settings: WatchSettings(), baseInterval: 60) }

    /// Begins and ends scans for some time, looking every second; returns when they began.
    private func starts(
        _ rhythm: inout ScanRhythm, _ level: PressureLevel, interval: Double, seconds: Range<Int>, brought: Bool,
        cost: Double = 0
    ) -> [Int] {
        seconds.filter { second in
            guard rhythm.begin(at: level, interval: interval, seconds: Double(second)) != nil else { return false }
            rhythm.finish(brought: brought, cost: cost)
            return true
        }
    }

    @Test func `it backs off to the idle interval while scans bring nothing`() {
        var rhythm = rhythm()
        let starts = starts(&rhythm, .green, interval: 60, seconds: 0..<20_000, brought: false)
        let gaps = zip(starts, starts.dropFirst()).map { $1 - $0 }
        #expect(gaps.prefix(5) == [120, 240, 480, 960, 1920])
        #expect(gaps.count > 7 && gaps.dropFirst(5).allSatisfy { $0 == 3600 })
    }

    @Test func `it keeps the interval while scans bring something`() {
        var rhythm = rhythm()
        #expect(starts(&rhythm, .yellow, interval: 30, seconds: 0..<100, brought: true) == [0, 30, 60, 90])
    }

    @Test func `a volume that stays full is scanned at the base interval and no oftener`() {
        var rhythm = rhythm()
        let starts = starts(&rhythm, .critical, interval: 0.1, seconds: 0..<1000, brought: false)
        #expect(starts.count < 30)
        #expect(zip(starts, starts.dropFirst()).suffix(5).allSatisfy { $1 - $0 == 60 })
    }

    @Test(arguments: [(PressureLevel.green, 1000), (.critical, 50)])
    func `dear scans that bring nothing take no more than their share`(level: PressureLevel, multiple: Int) {
        var rhythm = rhythm()
        let starts = starts(&rhythm, level, interval: 1, seconds: 0..<100_000, brought: false, cost: 10)
        #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= 10 * multiple })
        #expect(starts.count > 2)
    }

    @Test func `a level that gets worse is answered at once, also while a scan runs`() {
        var rhythm = rhythm()
        #expect(rhythm.begin(at: .green, interval: 60, seconds: 0) == false)
        #expect(rhythm.begin(at: .green, interval: 60, seconds: 61) == nil)
        #expect(rhythm.begin(at: .orange, interval: 15, seconds: 62) == false)
        #expect(rhythm.begin(at: .orange, interval: 15, seconds: 100) == nil)
        rhythm.finish(brought: false, cost: 0)
        #expect(rhythm.begin(at: .yellow, interval: 30, seconds: 101) == nil)
    }

    @Test func `whoever asks is answered at once and once`() {
        var rhythm = rhythm()
        _ = rhythm.begin(at: .green, interval: 60, seconds: 0)
        rhythm.ask()
        rhythm.ask()
        #expect(rhythm.begin(at: .green, interval: 60, seconds: 1) == nil, "one runs")
        rhythm.finish(brought: false, cost: 0)
        #expect(rhythm.begin(at: .green, interval: 60, seconds: 1) == true)
        #expect(rhythm.begin(at: .green, interval: 60, seconds: 2) == nil)
    }
}
