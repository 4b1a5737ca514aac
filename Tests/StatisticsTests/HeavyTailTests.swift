import Statistics
import Testing

private import func Glibc.exp
private import func Glibc.log

@Suite struct HeavyTailTests {
    @Test func `one degree of freedom is Cauchy's distribution and many are the normal one`() {
        let cauchy = Distributions.studentTLogDensity(3, degreesOfFreedom: 1, location: 1, scale: 2)
        #expect(agree(cauchy, -log(Double.pi * 2 * 2), within: 1e-14))
        let normal = Distributions.studentTLogDensity(3, degreesOfFreedom: 1e12, location: 1, scale: 2)
        #expect(agree(normal, -0.5 * log(8 * Double.pi) - 0.5, within: 1e-10))
    }

    @Test(arguments: [0.3, 2, 30])
    func `the t distribution has mass 1`(degrees: Double) {
        // x = tan makes the line a bounded interval.
        let steps = 20_000
        var mass = 0.0
        for step in 0..<steps {
            let share = (Double(step) + 0.5) / Double(steps)
            let x = share / (1 - share)
            let density = exp(Distributions.studentTLogDensity(x, degreesOfFreedom: degrees, location: 0, scale: 1))
            mass += 2 * density / (1 - share) / (1 - share) / Double(steps)
        }
        #expect(abs(mass - 1) <= (degrees < 1 ? 0.2 : 1e-6))
    }

    @Test(arguments: [-1.5, -0.4, 0, 1e-12, 0.7])
    func `the Pareto density is the slope of its survival`(shape: Double) {
        for x in [0.01, 0.4, 1.2] {
            let survival = { Distributions.generalizedParetoSurvival($0, shape: shape, scale: 2) }
            let slope = (survival(x - 1e-6) - survival(x + 1e-6)) / 2e-6
            let density = exp(Distributions.generalizedParetoLogDensity(x, shape: shape, scale: 2))
            #expect(agree(density, slope, within: 1e-6))
        }
    }

    @Test func `a negative shape has an end`() {
        #expect(Distributions.generalizedParetoSurvival(4, shape: -0.5, scale: 2) == 0)
        #expect(Distributions.generalizedParetoLogDensity(5, shape: -0.5, scale: 2) == -.infinity)
        #expect(Distributions.generalizedParetoLogDensity(4, shape: -0.5, scale: 2) == -.infinity)
        #expect(Distributions.generalizedParetoLogDensity(2, shape: -1, scale: 2) == -log(2))
        #expect(Distributions.generalizedParetoLogDensity(1, shape: -2, scale: 2) == .infinity)
        #expect(Distributions.generalizedParetoLogDensity(-1, shape: 0, scale: 2) == -.infinity)
    }

    @Test func `a shape of nearly 0 is exponential`() {
        for shape in [-1e-200, .leastNonzeroMagnitude, 1e-12] {
            #expect(
                agree(Distributions.generalizedParetoLogDensity(3, shape: shape, scale: 2), -log(2) - 1.5, within: 1e-9)
            )
        }
    }

    @Test(arguments: hostileNumbers)
    func `hostile parameters give no number, or a sane one`(x: Double) {
        for y in hostileNumbers {
            for z in hostileNumbers {
                let survival = Distributions.generalizedParetoSurvival(x, shape: y, scale: z)
                #expect(survival.isNaN || (0...1).contains(survival))
                #expect(survival.isNaN == (x.isNaN || !y.isFinite || !(z > 0) || !z.isFinite))
                _ = Distributions.generalizedParetoLogDensity(x, shape: y, scale: z)
                let density = Distributions.studentTLogDensity(x, degreesOfFreedom: y, location: z, scale: 1)
                #expect(density.isNaN == (x.isNaN || !(y > 0) || !y.isFinite || !z.isFinite))
            }
        }
    }
}
