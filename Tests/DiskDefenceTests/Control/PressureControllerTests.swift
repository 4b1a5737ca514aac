import DiskDefence
import Model
import Testing

import func Glibc.exp

struct PressureControllerTests {
    @Test func `urgency is that of the formula`() {
        var controller = PressureController()
        // error 2: 0.25 · 2
        #expect(isClose(controller.observe(freePercent: 16, elapsed: nil), 1 - exp(-0.5)))
        // error 3 for 2 s: 0.25 · 3 + 0.08 · 6 + 0.02 · 0.5
        #expect(isClose(controller.observe(freePercent: 15, elapsed: 2), 1 - exp(-1.24)))
        // error 1 for 1 s: 0.25 · 1 + 0.08 · 7 − 0.02 · 2
        #expect(isClose(controller.observe(freePercent: 17, elapsed: 1), 1 - exp(-0.77)))
        #expect(controller.integral == 7)
    }

    @Test func `a long calm leaves no debt: urgency rises as soon as space is short`() {
        let calm = Array(repeating: 60.0, count: 3600)
        let fall = Array(stride(from: 53.0, through: 4, by: -7))
        var controller = PressureController()
        var literal = LiteralController()
        for free in calm { #expect(controller.observe(freePercent: free, elapsed: 1) == 0) }
        for free in calm { _ = literal.observe(free) }
        let urgencies = fall.map { controller.observe(freePercent: $0, elapsed: 1) }
        // With a negative integral, as the formula has it, nothing is done down to 4 %.
        #expect(fall.map { literal.observe($0) } == fall.map { _ in 0 })
        #expect(urgencies[fall.count - 2] > 0.8)
        #expect(urgencies[fall.count - 1] > 0.99)
    }

    @Test func `the integral is capped, and gone at the target`() {
        var controller = PressureController()
        for _ in 0..<1000 { _ = controller.observe(freePercent: 5, elapsed: 1) }
        #expect(controller.integral == 100)
        #expect(controller.observe(freePercent: 18, elapsed: 1) == 0)
        #expect(controller.integral == 0)
        #expect(controller.observe(freePercent: 17, elapsed: 1) < 0.32)
    }

    @Test(arguments: [nil, 0, -3600, Double.nan, Double.infinity])
    func `a time that is none sums nothing up and has no derivative`(elapsed: Double?) {
        var controller = PressureController()
        _ = controller.observe(freePercent: 50, elapsed: 1)
        #expect(isClose(controller.observe(freePercent: 14, elapsed: elapsed), 1 - exp(-1)))
        #expect(controller.integral == 0)
    }

    @Test func `what is no number changes nothing`() {
        var controller = PressureController()
        _ = controller.observe(freePercent: 15, elapsed: 1)
        let before = controller
        #expect(controller.observe(freePercent: .nan, elapsed: 1) == before.urgency)
        #expect(controller == before)
    }

    @Test func `urgency stays within 0 and 1, and grows as less is free`() {
        var noise = Noise(seed: 1)
        var controller = PressureController()
        for _ in 0..<5000 {
            let urgency = controller.observe(freePercent: 50 + noise.next() * 50, elapsed: 0.01 + abs(noise.next()))
            #expect(0...1 ~= urgency)
        }
        let urgencies = stride(from: 30.0, through: 0, by: -0.5).map { free in
            var fresh = PressureController()
            return fresh.observe(freePercent: free, elapsed: nil)
        }
        #expect(urgencies == urgencies.sorted())
    }
}

/// The controller whose integral may fall to −100.
private struct LiteralController {
    private var integral = 0.0
    private var last: Double?

    mutating func observe(_ free: Double) -> Double {
        let error = 18 - free
        integral = min(100, max(-100, integral + error))
        let derivative = last.map { error - $0 } ?? 0
        last = error
        return 1 - exp(-max(0, 0.25 * error + 0.08 * integral + 0.02 * derivative))
    }
}
