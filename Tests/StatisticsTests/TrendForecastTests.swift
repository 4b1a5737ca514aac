import Foundation
import TestSupport
import Testing

@testable import Statistics

/// Forecasts of simulated courses: how often the truth lies in the interval that was promised.
@Suite struct TrendForecastTests {
    private static func noise(_ random: inout Chance) -> Double {
        // Twelve uniforms: normal enough, and no dependence on a library.
        (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0...1, using: &random) }
    }

    private static let times = (0..<96).map { Double($0) / 4 }

    /// Of 200 simulated series, how often the number a quarter of the span later lies in the 90 % interval, and which course
    /// was taken.
    private func coverage(
        seed: UInt64, alike: Double = 0, scale: Double = 5, course: (Double) -> Double
    ) throws -> (share: Double, courses: [TrendForecast.Course: Int], refused: Int) {
        var random = Chance(seed: seed)
        var (inside, all, refused) = (0, 0, 0)
        var courses: [TrendForecast.Course: Int] = [:]
        for _ in 0..<200 {
            var error = 0.0
            var values: [Double] = []
            for time in Self.times + [29.75] {
                error = alike * error + Self.noise(&random) * scale * (1 - alike * alike).squareRoot()
                values.append(course(time) + error)
            }
            do {
                let forecast = try TrendForecast(times: Self.times, values: Array(values.dropLast()))
                courses[forecast.course, default: 0] += 1
                all += 1
                if forecast.interval(after: 6).contains(values[96]) { inside += 1 }
            } catch { refused += 1 }
        }
        return (Double(inside) / Double(max(1, all)), courses, refused)
    }

    @Test func `nine in ten truths lie in the interval, whichever the course`() throws {
        let line = try coverage(seed: 1) { 300 + 12 * $0 }
        #expect(line.share > 0.84 && line.courses[.linear, default: 0] > 120 && line.refused < 30, "\(line)")
        let flat = try coverage(seed: 2) { _ in 300 }
        #expect(flat.share > 0.84 && flat.courses[.level, default: 0] > 120 && flat.refused < 30, "\(flat)")
        let growth = try coverage(seed: 3, scale: 3) { 100 * pow2($0 / 6) }
        #expect(
            growth.share > 0.8 && growth.courses[.exponential, default: 0] > 120 && growth.refused < 40, "\(growth)")
        let plateau = try coverage(seed: 4) { 900 - 600 * pow2(-$0 / 3) }
        #expect(
            plateau.share > 0.84 && plateau.courses[.plateau, default: 0] > 120 && plateau.refused < 40, "\(plateau)")
    }

    @Test func `errors that hang together widen the interval`() throws {
        let line = try coverage(seed: 5, alike: 0.6) { 300 + 12 * $0 }
        #expect(line.share > 0.8, "\(line)")
        let wandering = try coverage(seed: 6, alike: 0.98, scale: 40) { _ in 300 }
        #expect(wandering.share > 0.8, "\(wandering)")
    }

    @Test func `the time to a threshold holds the true one nine times in ten`() throws {
        var random = Chance(seed: 9)
        var (inside, all) = (0, 0)
        for _ in 0..<200 {
            let values = Self.times.map { 300 + 12 * $0 + Self.noise(&random) * 5 }
            guard let forecast = try? TrendForecast(times: Self.times, values: values), forecast.course == .linear,
                let time = forecast.time(to: 900)
            else { continue }
            all += 1
            // 300 + 12 t = 900 at t = 50, and the last time is 23.75.
            if time.earliest <= 26.25, time.latest >= 26.25 { inside += 1 }
            #expect(abs(time.expected - 26.25) < 2)
        }
        #expect(all > 120 && Double(inside) / Double(all) > 0.85, "\(inside) of \(all)")
    }

    @Test func `a change of course ends the old one, and one that is young foretells nothing`() throws {
        var random = Chance(seed: 11)
        let turned = Self.times.map { 300 + 40 * min($0, 12) + Self.noise(&random) }
        let forecast = try TrendForecast(times: Self.times, values: turned)
        #expect(forecast.count < 60 && forecast.direction == .stable && forecast.time(to: 2000)?.expected == .infinity)
        let freed = Self.times.map { ($0 < 21.9 ? 900 : 200) + Self.noise(&random) }
        #expect(throws: TrendForecast.Obstacle.changed(8)) {
            try TrendForecast(times: Self.times, values: freed)
        }
        #expect(throws: TrendForecast.Obstacle.tooShort(15)) {
            try TrendForecast(times: Array(Self.times.prefix(15)), values: Array(turned.prefix(15)))
        }
    }

    @Test func `a staircase is a course, and a spike is none`() throws {
        var random = Chance(seed: 17)
        let stairs = Self.times.map { 500 + 200 * ($0 / 5).rounded(.down) + Self.noise(&random) }
        let climbing = try TrendForecast(times: Self.times, values: stairs)
        #expect(climbing.count == 96 && climbing.direction == .rising && abs(climbing.rate - 40) < 10)
        var spiky = Self.times.map { _ in 100 + Self.noise(&random) }
        for place in [20, 50, 80, 95] { spiky[place] += 900 }
        #expect(try TrendForecast(times: Self.times, values: spiky).count == 96)
    }

    @Test func `a plateau is never passed and growth is, sooner than by a line`() throws {
        var random = Chance(seed: 13)
        let plateau = Self.times.map { 900 - 600 * pow2(-$0 / 3) + Self.noise(&random) }
        let levelled = try TrendForecast(times: Self.times, values: plateau)
        #expect(levelled.course == .plateau && abs((levelled.plateau ?? 0) - 900) < 10)
        #expect(levelled.time(to: 1500)?.expected == .infinity)
        let growth = Self.times.map { 100 * pow2($0 / 6) + Self.noise(&random) }
        let growing = try TrendForecast(times: Self.times, values: growth)
        #expect(growing.course == .exponential && growing.direction == .rising)
        // 100 · 2^(t/6) = 6400 at t = 36.
        #expect(abs((growing.time(to: 6400)?.expected ?? 0) - 12.25) < 1)
    }

    @Test func `numbers that are all the same are a level for ever`() throws {
        let forecast = try TrendForecast(times: Self.times, values: Self.times.map { _ in 64 })
        #expect(forecast.direction == .stable && forecast.now == 64 && forecast.interval(after: 100) == 64...64)
        #expect(forecast.time(to: 65)?.earliest == .infinity)
        #expect(throws: TrendForecast.Obstacle.notNumbers) {
            try TrendForecast(times: Self.times, values: Self.times.map { _ in .nan })
        }
    }

    private func pow2(_ x: Double) -> Double { pow(2, x) }
}
