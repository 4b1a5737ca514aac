import DiskDefence
import Testing

struct ExhaustionTests {
    private struct Case: Sendable {
        var amount: Double
        var rate: Double
        var acceleration: Double
        var time: Double?

        init(_ amount: Double, _ rate: Double, _ acceleration: Double, _ time: Double?) {
            (self.amount, self.rate, self.acceleration, self.time) = (amount, rate, acceleration, time)
        }
    }

    /// Worked out with 80 digits; the second block is where the textbook form is off by up to half the result.
    private static let cases = [
        Case(1e9, 1e6, 0, 1000), Case(1e9, 0, 50, 6324.555320336759), Case(5e8, 1e6, -1000, 1000),
        Case(3.3e11, 8.1e6, -99.4, 80709.66129855005), Case(7, 1e-5, 1e5, 0.011832159466199232),
        Case(1e9, -1e6, 600, 4138.732829031887),

        Case(1e9, 1e6, 1e-9, 999.9999999995), Case(1e9, 1e6, -1e-9, 1000.0000000005), Case(1e12, 1e8, 1e-12, 10000),
        Case(1e9, -1e6, 1e-6, 2000000001000.0), Case(1.0, 1e15, -3, 1e-15),
        Case(1e18, -3e3, 7e-9, 17337088784734.668), Case(499_999_999.9999999, 1e6, -1000, 999.9999845591911),

        Case(1e9, 0, 0, nil), Case(1e9, -1e6, 0, nil), Case(1e9, -1e6, -5, nil), Case(500_000_001, 1e6, -1000, nil),
        Case(0, 1e6, 0, 0), Case(-5, -1e6, 0, 0), Case(1e9, .nan, 0, nil), Case(.infinity, 1, 1, nil),
        Case(1e9, 1, .infinity, nil), Case(1e300, 1e-300, 0, nil),
    ]

    @Test func `times are right to the last digits, also where terms nearly cancel`() {
        for item in Self.cases {
            let time = Exhaustion.time(toUse: item.amount, rate: item.rate, acceleration: item.acceleration)
            #expect(areClose(time, item.time, within: 1e-14), "\(item): \(String(describing: time))")
        }
    }

    @Test func `at the time that is found so much has been used, and never at an earlier one`() throws {
        var noise = Noise(seed: 3)
        for _ in 0..<2000 {
            let (amount, rate, acceleration) = (abs(noise.next()) * 1e12, noise.next() * 1e8, noise.next() * 1e4)
            func used(_ time: Double) -> Double { rate * time + acceleration * time * time / 2 }
            guard let time = Exhaustion.time(toUse: amount, rate: rate, acceleration: acceleration) else {
                #expect(acceleration < 0 && (rate <= 0 || used(-rate / acceleration) < amount * (1 + 1e-9)))
                continue
            }
            let scale = amount + abs(rate * time) + abs(acceleration * time * time)
            #expect(abs(used(time) - amount) <= 1e-9 * scale)
            for share in stride(from: 0.05, to: 1, by: 0.1) { #expect(used(time * share) < amount) }
        }
    }

    @Test func `more to use never takes less time, and a higher rate never more`() throws {
        var noise = Noise(seed: 5)
        for _ in 0..<1000 {
            let (amount, rate, acceleration) = (abs(noise.next()) * 1e12, noise.next() * 1e8, noise.next() * 1e4)
            func time(_ amount: Double, _ rate: Double) -> Double {
                Exhaustion.time(toUse: amount, rate: rate, acceleration: acceleration) ?? .infinity
            }
            #expect(time(amount, rate) <= time(amount * 1.01, rate))
            #expect(time(amount, rate + 1e5) <= time(amount, rate))
        }
    }
}
