import Statistics
import Testing

private import func Glibc.expm1
private import func Glibc.log

@Suite struct BoundsTests {
    private func upper(_ errors: Int, _ trials: Int, _ delta: Double) -> Double {
        Bounds.betaCredibleUpper(errors: errors, trials: trials, a: 1, b: 1, delta: delta)
    }

    @Test(arguments: [0.05, 1e-9, 1e-200])
    func `without errors the bound has a closed form`(delta: Double) {
        // (1 − x)^(n+1) = δ
        #expect(agree(upper(0, 99, delta), -expm1(log(delta) / 100), within: 1e-12))
    }

    @Test func `more errors, fewer trials and more caution raise the bound`() {
        #expect(upper(3, 100, 0.05) < upper(4, 100, 0.05))
        #expect(upper(3, 100, 0.05) > upper(3, 101, 0.05))
        #expect(upper(3, 100, 0.05) < upper(3, 100, 0.01))
    }

    @Test func `certainty allows anything`() {
        #expect(upper(3, 100, 0) == 1)
        #expect(upper(3, 100, 1) == 0)
    }

    @Test(arguments: [(-1, 5, 0.1), (6, 5, 0.1), (1, 5, Double.nan), (1, 5, -0.1), (1, 5, 1.1), (0, Int.min, 0.1)])
    func `senseless arguments give no number`(errors: Int, trials: Int, delta: Double) {
        #expect(upper(errors, trials, delta).isNaN)
    }

    @Test func `the largest counts are only large`() {
        #expect(agree(upper(.max / 2, .max, 0.1), 0.5, within: 1e-6))
    }
}
