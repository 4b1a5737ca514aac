import TestSupport
import Testing

@testable import Decision

/// What may go by itself over all runs: spent first, earned by what proves right.
@Suite struct ErrorBudgetTests {
    @Test func `spending and being wrong cost, being right earns`() throws {
        var budget = try #require(ErrorBudget(alpha: 0.05))
        #expect(abs(budget.wealth - 0.0475) < 1e-12)
        let first = budget.level
        budget.record(.spent)
        #expect(abs(budget.wealth - 0.02375) < 1e-12 && budget.sinceSuccess == 1 && budget.level < first)
        budget.record(.refuted)
        #expect(budget.wealth < 0.02375 && budget.sinceSuccess == 2)
        let before = budget.wealth
        budget.record(.confirmed)
        #expect(abs(budget.wealth - before - 0.05) < 1e-12 && budget.sinceSuccess == 0)
        budget.record(.agreed)
        #expect(abs(budget.wealth - before - 0.1) < 1e-12)
    }

    @Test func `a long good past is no licence`() throws {
        var budget = try #require(ErrorBudget(alpha: 0.05))
        for _ in 0..<100 { budget.record(.confirmed) }
        #expect(budget.wealth <= 0.5 && budget.level < 0.21)
        #expect(!budget.affords(localRate: 0.3, pValue: 0))
    }

    @Test func `both the chance of a mistake and the evidence have to do, and no number never does`() throws {
        let budget = try #require(ErrorBudget(alpha: 0.05))
        #expect(budget.affords(localRate: budget.level, pValue: budget.level))
        #expect(!budget.affords(localRate: 0.03, pValue: 0.001))
        #expect(!budget.affords(localRate: 0.001, pValue: 0.03))
        #expect(!budget.affords(localRate: .nan, pValue: 0) && !budget.affords(localRate: 0, pValue: .nan))
    }

    @Test(arguments: [(0.0, 0.1, 0), (1, 0.1, 0), (0.05, 0, 0), (0.05, .nan, 0), (0.05, 0.1, -1)])
    func `numbers that make no sense make no budget`(alpha: Double, wealth: Double, count: Int) {
        #expect(ErrorBudget(alpha: alpha, wealth: wealth, sinceSuccess: count) == nil)
    }

    /// Mistakes at the stated chance, outcomes told late, many of them never: E[mistakes] ≤ α(1 - α) + α E[confirmed].
    @Test(arguments: [0.001, 0.01, 0.05, 0.5, 1])
    func `however often it is asked, few of what goes by itself is wrong`(badShare: Double) throws {
        var random = Chance(seed: 2026)
        var (mistakes, confirmed) = (0.0, 0.0)
        let worlds = 400
        for _ in 0..<worlds {
            var budget = try #require(ErrorBudget(alpha: 0.05))
            var open: [Bool] = []
            for _ in 0..<300 {
                // As calibrated as can be: what is said to be wrong with chance q is wrong with chance q.
                let rate =
                    Double.random(in: 0...1, using: &random) < badShare
                    ? Double.random(in: 0...0.3, using: &random) : Double.random(in: 0...0.005, using: &random)
                if budget.affords(localRate: rate, pValue: rate) {
                    budget.record(.spent)
                    let isWrong = Double.random(in: 0...1, using: &random) < rate
                    mistakes += isWrong ? 1 : 0
                    open.append(isWrong)
                }
                // Some time later it shows, or never does.
                guard let oldest = open.first, Double.random(in: 0...1, using: &random) < 0.3 else { continue }
                open.removeFirst()
                guard Double.random(in: 0...1, using: &random) < 0.8 else { continue }
                budget.record(oldest ? .refuted : .confirmed)
                confirmed += oldest ? 0 : 1
            }
        }
        #expect(mistakes / Double(worlds) <= 0.0475 + 0.05 * confirmed / Double(worlds), "\(mistakes) \(confirmed)")
    }

    @Test func `without any success the wealth shrinks and never ends`() throws {
        var budget = try #require(ErrorBudget(alpha: 0.05))
        for _ in 0..<100_000 {
            budget.record(.spent)
            #expect(budget.wealth > 0)
        }
        #expect(budget.wealth < 1e-5)
        #expect(ErrorBudget(alpha: 0.05, wealth: budget.wealth, sinceSuccess: budget.sinceSuccess) == budget)
    }
}
