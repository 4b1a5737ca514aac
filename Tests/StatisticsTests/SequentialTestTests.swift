import Statistics
import Testing

private import func Glibc.log

@Suite struct SequentialTestTests {
    @Test func `boundaries are Wald's`() throws {
        let test = try #require(SequentialTest(falseAlarm: 0.01, miss: 0.05))
        #expect(agree(test.upperBoundary, log(95), within: 1e-14))
        #expect(agree(test.lowerBoundary, log(0.05 / 0.99), within: 1e-14))
    }

    @Test(arguments: [(0.2, 0), (0.5, 1)])
    func `errors are as rare as promised`(truth: Double, wrong: Int) throws {
        var generator = SeededGenerator(seed: 50)
        var wrongs = 0
        for _ in 0..<2000 {
            var test = try #require(SequentialTest(falseAlarm: 0.05, miss: 0.05))
            while test.verdict == .undecided {
                let isSuccess = generator.uniform(0...1) < truth
                test.observe(
                    logRatio: SequentialTest.bernoulliLogRatio(isSuccess: isSuccess, null: 0.2, alternative: 0.5))
            }
            if test.verdict == (wrong == 0 ? .alternative : .null) { wrongs += 1 }
        }
        // At most 0.05 / 0.95, and five standard errors more.
        #expect(Double(wrongs) / 2000 < 0.053 + 0.025)
    }

    @Test func `the first verdict stays and no observation says nothing`() throws {
        var test = try #require(SequentialTest(falseAlarm: 0.1, miss: 0.1))
        let verdicts = [Double.nan, 1e300, -.infinity].map { test.observe(logRatio: $0) }
        #expect(verdicts == [.undecided, .alternative, .alternative])
        var other = try #require(SequentialTest(falseAlarm: 0.1, miss: 0.1))
        other.observe(logRatio: -.infinity)
        #expect(other.verdict == .null)
    }

    @Test func `what the null hypothesis excludes decides at once`() {
        #expect(SequentialTest.bernoulliLogRatio(isSuccess: true, null: 0, alternative: 0.5) == .infinity)
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers make no test, or one that decides`(x: Double) {
        for y in hostileNumbers {
            #expect((SequentialTest(falseAlarm: x, miss: y) != nil) == (x > 0 && y > 0 && x + y < 1))
            let ratio = SequentialTest.bernoulliLogRatio(isSuccess: false, null: x, alternative: y)
            #expect(ratio.isNaN || (0...1).contains(x) && (0...1).contains(y))
        }
    }
}
