import Statistics
import Testing

private import func Glibc.sin

@Suite struct PeriodogramTests {
    @Test func `a rhythm on a growing noisy series is found`() throws {
        var generator = SeededGenerator(seed: 62)
        let series = (0..<96).map { 0.5 * Double($0) + 2 * sin(Double($0) * .pi / 6) + generator.uniform(-1...1) }
        let peak = try #require(Periodogram.peak(series))
        #expect(peak.period == 12 && peak.share > 0.6 && peak.pValue < 1e-9)
    }

    @Test func `chance is called a rhythm as often as it says`() throws {
        var generator = SeededGenerator(seed: 63)
        var found = 0
        for _ in 0..<400 {
            // The sum of twelve is near enough to normal.
            let series = (0..<30).map { _ in (0..<12).reduce(0) { sum, _ in sum + generator.uniform(-1...1) } }
            if try #require(Periodogram.peak(series)).pValue < 0.1 { found += 1 }
        }
        #expect((16...72).contains(found))
    }

    @Test func `Fisher's tail has closed forms`() {
        #expect(Periodogram.fisherTail(share: 0.3, frequencies: 1) == 1)
        #expect(agree(Periodogram.fisherTail(share: 0.7, frequencies: 2), 0.6, within: 1e-12))
        // 3 (1−g)² − 3 (1−2g)².
        #expect(agree(Periodogram.fisherTail(share: 0.4, frequencies: 3), 3 * 0.36 - 3 * 0.04, within: 1e-12))
        #expect(Periodogram.fisherTail(share: 0.001, frequencies: 1000) == 1)
        #expect(Periodogram.fisherTail(share: 1, frequencies: 5) == 0)
        // Fisher's table: 0.1975 at 5 % for m = 30.
        #expect(agree(Periodogram.fisherTail(share: 0.19784, frequencies: 30), 0.05, within: 0.05))
        var previous = 1.0
        for step in 1...1000 {
            let tail = Periodogram.fisherTail(share: Double(step) / 1000, frequencies: 60)
            #expect(tail <= previous + 1e-6 && tail >= 0)
            previous = tail
        }
    }

    @Test func `short, straight and senseless series have no rhythm`() {
        #expect(Periodogram.peak([1, 2, 1, 2, 1, 2, 1]) == nil)
        #expect(Periodogram.peak((0..<20).map { Double($0) * 3 - 1 }) == nil)
        #expect(Periodogram.peak([Double](repeating: 0, count: 9)) == nil)
        for x in hostileNumbers {
            let peak = Periodogram.peak([1, 2, x, 4, 3, 2, 1, x, 5])
            #expect((peak != nil) == x.isFinite)
            if let peak { #expect((0...1).contains(peak.pValue) && peak.period > 2) }
            let tail = Periodogram.fisherTail(share: x, frequencies: .max)
            #expect(tail.isNaN || (0...1).contains(tail))
        }
    }
}
