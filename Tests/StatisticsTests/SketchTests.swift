import Statistics
import Testing

@Suite struct CountMinSketchTests {
    @Test func `no count is too small and few are much too large`() throws {
        var generator = SeededGenerator(seed: 72)
        var sketch = try #require(CountMinSketch(error: 0.01, failure: 0.01, seed: 5))
        var truth: [UInt8: UInt64] = [:]
        for _ in 0..<20_000 {
            let key = UInt8(generator.uniform(0...1) * generator.uniform(0...1) * 255)
            truth[key, default: 0] += 1
            sketch.add([key, 0, 9])
        }
        #expect(sketch.total == 20_000)
        let tooLarge = truth.count { sketch.estimate([$0.key, 0, 9]) > $0.value + 200 }
        #expect(truth.allSatisfy { sketch.estimate([$0.key, 0, 9]) >= $0.value } && tooLarge <= 5)
        #expect(sketch.estimate([1, 2, 3, 4]) <= 200)
    }

    @Test func `keys are their bytes, and counts stop at the largest number`() throws {
        var sketch = try #require(CountMinSketch(error: 0.001, failure: 0.001, seed: 1))
        sketch.add([], count: 3)
        sketch.add("abc".utf8, count: .max)
        sketch.add("abc".utf8)
        #expect(sketch.estimate([]) == 3 && sketch.estimate([UInt8](97...99)) == .max && sketch.total == .max)
        #expect(sketch.estimate([0]) == 0)
    }

    @Test(arguments: hostileNumbers)
    func `a senseless size is refused`(x: Double) {
        for y in hostileNumbers {
            let sketch = CountMinSketch(error: x, failure: y, seed: 0)
            #expect(sketch == nil || x > 0 && x < 1 && y > 0 && y < 1)
        }
        #expect(CountMinSketch(error: 1e-12, failure: 0.5, seed: 0) == nil)
    }
}

@Suite struct HeavyHittersTests {
    @Test func `whoever makes up a large share is kept and no count is too small`() throws {
        var generator = SeededGenerator(seed: 73)
        var summary = try #require(HeavyHitters(capacity: 10))
        var truth: [[UInt8]: UInt64] = [:]
        for _ in 0..<5000 {
            let isHeavy = generator.uniform(0...1) < 0.5
            let key = [UInt8(generator.uniform(0...(isHeavy ? 3.99 : 255)))]
            truth[key, default: 0] += 1
            summary.add(key)
        }
        let ranked = summary.ranked
        #expect(ranked.count == 10 && ranked.reduce(0) { $0 + $1.count } == 5000)
        for (key, count) in truth where count > 500 { #expect(ranked.contains { $0.key == key }) }
        for entry in ranked {
            let count = truth[entry.key] ?? 0
            #expect(count <= entry.count && entry.count - entry.error <= count)
        }
    }

    @Test func `few keys are counted exactly, in the order of their counts`() throws {
        var summary = try #require(HeavyHitters(capacity: 3))
        for (key, count) in [("b", 2), ("a", 2), ("c", 7)] { summary.add(Array(key.utf8), count: UInt64(count)) }
        summary.add(Array("a".utf8), count: 0)
        #expect(summary.ranked.map(\.count) == [7, 2, 2] && summary.ranked.map(\.key) == [[99], [97], [98]])
        #expect(summary.ranked.allSatisfy { $0.error == 0 })
        summary.add(Array("d".utf8), count: .max)
        #expect(summary.ranked.first == HeavyHitters.Entry(key: [100], count: .max, error: 2))
        #expect(summary.total == .max && !summary.ranked.contains { $0.key == [97] })
        #expect(HeavyHitters(capacity: 0) == nil)
    }
}
