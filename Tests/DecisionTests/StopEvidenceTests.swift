import Testing

@testable import Decision

struct StopEvidenceTests {
    @Test func `298 stops without a wrong one show what is asked for, and 297 do not`() {
        #expect(StopEvidence(trials: 298).isSufficient)
        #expect(!StopEvidence(trials: 297).isSufficient)
        #expect(StopEvidence().stillNeeded == 298)
        #expect(StopEvidence(trials: 290).stillNeeded == 8)
        #expect(StopEvidence(trials: 298).stillNeeded == 0)
    }

    @Test(arguments: [1, 2, 5])
    func `a wrong stop asks for more than it takes away`(wrong: Int) {
        let evidence = StopEvidence(trials: 298, wrong: wrong)
        #expect(!evidence.isSufficient)
        let needed = evidence.stillNeeded
        #expect(needed > 100)
        #expect(StopEvidence(trials: 298 + needed, wrong: wrong).isSufficient)
        #expect(!StopEvidence(trials: 298 + needed - 1, wrong: wrong).isSufficient)
    }

    @Test func `Seeger's bound is wider, and widens with the policies that were chosen among`() {
        let one = StopEvidence(trials: 298, wrong: 3)
        #expect(one.pacBayesUpperBound > one.credibleUpperBound)
        #expect(StopEvidence(trials: 298, wrong: 3, policies: 20).pacBayesUpperBound > one.pacBayesUpperBound)
        #expect(StopEvidence().pacBayesUpperBound == 1)
    }

    @Test func `only enforce asks for evidence`() {
        #expect(PolicyMode.allCases.filter(\.needsEvidence) == [.enforce])
    }
}

struct CalibrationCurveTests {
    private func points(_ said: [(Double, Bool)]) -> [CalibrationCurve.Point] {
        said.enumerated().map { .init(said: $1.0, isSo: $1.1, at: Int64($0)) }
    }

    @Test func `bins hold equal mass, and the error is their mean distance`() throws {
        // Said 0.2 and 0.8, so in 1 of 5 and in 3 of 5.
        let low = (0..<50).map { (0.2, $0 % 5 == 0) }
        let high = (0..<50).map { (0.8, $0 % 5 < 3) }
        let curve = CalibrationCurve(points(low + high))
        #expect(curve.bins.count == 10)
        #expect(curve.bins.allSatisfy { $0.count == 10 })
        #expect(abs(try #require(curve.error) - 0.1) < 1e-9)
        #expect(curve.bins.allSatisfy { $0.interval.contains($0.seen) })
        #expect(curve.bins.prefix(5).allSatisfy { abs($0.seen - 0.2) < 1e-9 })
    }

    @Test func `few points promise nothing, and none are no error of 0`() {
        #expect(CalibrationCurve([]).error == nil)
        #expect(CalibrationCurve([]).conformalRadius == nil)
        let few = CalibrationCurve(points((0..<8).map { _ in (0.9, true) }))
        #expect(few.conformalRadius == nil)
        #expect(few.bins.count == 8)
    }

    @Test func `a conformal radius covers nine in ten of what was seen`() throws {
        let curve = CalibrationCurve(points((0..<99).map { (0.9, $0 % 20 != 0) }))
        let radius = try #require(curve.conformalRadius)
        #expect(abs(radius - 0.1) < 1e-9)
        // All were given on one day, so there is one block and no promise.
        #expect(curve.conformalRadiusByDay == nil)
        let days = (0..<99).map { CalibrationCurve.Point(said: 0.9, isSo: true, at: Int64($0) * 86_400_000) }
        #expect(CalibrationCurve(days).conformalRadiusByDay != nil)
    }
}
