import TestSupport
import Testing

@testable import Decision

/// What the procedures against false discoveries admit, and how they compare.
@Suite struct DiscoveryControlTests {
    private func verdicts(
        _ questions: [(rate: Double, evidence: Double)], method: DiscoveryMethod = .lfdr, asked: Int = 0,
        families: [Int]? = nil
    ) -> [DiscoveryVerdict] {
        let questions = questions.indices.map { index in
            DiscoveryQuestion(
                localRate: questions[index].rate, evidence: questions[index].evidence, family: families?[index] ?? index
            )
        }
        return DiscoveryControl(alpha: 0.05, method: method).verdicts(questions, asked: asked, families: 0)
    }

    @Test func `the largest set of the surest is admitted whose mean stays below alpha`() {
        func admitted(_ rates: [Double]) -> [Int] {
            let found = verdicts(rates.map { ($0, 1) })
            return found.indices.filter { found[$0].isAdmitted }
        }
        #expect(admitted([0.2, 0.01, 0.06, 0.02]) == [1, 2, 3])
        #expect(admitted([0.9, 0.5]) == [])
        #expect(admitted([]) == [])
    }

    @Test func `p-values and e-values answer for everything that was asked`() {
        // e ≥ m / (α k): 20 suffice for one of one, and not for one of ten.
        #expect(verdicts([(0.01, 21)]).first?.admittedBy.contains(.eBH) == true)
        #expect(verdicts([(0.01, 21)], asked: 10).first?.admittedBy.contains(.eBH) == false)
        #expect(verdicts([(0.01, 201)], asked: 10).first?.admittedBy.contains(.eBH) == true)
        // p m (1 + 1/2 + ... + 1/10) = 585.8 / e ≤ 0.05 · 20.
        #expect(verdicts([(0.01, 580)], asked: 10).first?.admittedBy.contains(.by) == false)
        #expect(verdicts([(0.01, 590)], asked: 10).first?.admittedBy.contains(.by) == true)
    }

    @Test func `a family that stands out admits its members, and only those that stand out in it`() {
        let found = verdicts(
            [(0.01, 1e6), (0.01, 1e6), (0.01, 1.5), (0.01, 2)], families: [1, 1, 1, 2])
        #expect(found.map { $0.admittedBy.contains(.group) } == [true, true, false, false])
    }

    @Test func `the strictest admits what all admit, and no evidence at all admits nothing by p or e`() {
        var random = Chance(seed: 11)
        for _ in 0..<300 {
            let questions = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                (
                    rate: Double.random(in: 0...1, using: &random),
                    evidence: [0, .nan, 1, 30, 1e3, 1e9, .infinity].randomElement(using: &random) ?? 0
                )
            }
            let families = questions.map { _ in Int.random(in: 0...4, using: &random) }
            let all = verdicts(questions, method: .strictest, asked: 40, families: families)
            for (question, verdict) in zip(questions, all) {
                #expect(verdict.isAdmitted == (verdict.admittedBy.count == 4))
                guard !(question.evidence > 1) else { continue }
                #expect(verdict.admittedBy.allSatisfy { $0 == .lfdr }, "\(question)")
            }
        }
    }

    /// Of what p- and e-values admit at most alpha is wrong on average where every null e-value has mean 1.
    @Test func `the share of mistakes stays below alpha when all hang together`() {
        var random = Chance(seed: 5)
        var shares: [DiscoveryMethod: Double] = [:]
        let rounds = 2000
        for _ in 0..<rounds {
            // One draw for all nulls: as dependent as can be. e = 1/(2 √u) has mean 1.
            let shared = 1 / (2 * Double.random(in: 1e-12...1, using: &random).squareRoot())
            let nulls = 30
            let questions = (0..<40).map { (rate: 0.0, evidence: $0 < nulls ? shared : 1e4) }
            let found = verdicts(questions, asked: 40)
            for method in [DiscoveryMethod.by, .eBH, .group] {
                let chosen = found.indices.filter { found[$0].admittedBy.contains(method) }
                guard !chosen.isEmpty else { continue }
                shares[method, default: 0] +=
                    Double(chosen.count { $0 < nulls }) / Double(chosen.count) / Double(rounds)
            }
        }
        for (method, share) in shares { #expect(share <= 0.05, "\(method): \(share)") }
    }
}
