import Testing

@testable import Decision

@Suite struct GateTests {
    private func gate(_ verdict: GateVerdict) -> GateFinding {
        GateFinding(gate: "g", verdict: verdict, reasonCode: "r", sentence: "s")
    }

    @Test(
        arguments: [
            ([], GateCeiling.act), ([.pass], .act), ([.penalty, .pass], .act), ([.needsApproval, .pass], .ask),
            ([.pass, .veto, .pass, .pass], .nothing), ([.postponed, .needsApproval], .nothing),
        ] as [([GateVerdict], GateCeiling)])
    func `the strictest gate decides, and no number of passes outvotes it`(
        verdicts: [GateVerdict], ceiling: GateCeiling
    ) {
        #expect(verdicts.map(gate).ceiling == ceiling)
    }

    @Test func `observe and fallback preselect nothing, canary a few, enforce all`() {
        #expect(PolicyMode.observe.preselectionLimit(canary: 3) == 0)
        #expect(PolicyMode.fallback.preselectionLimit(canary: 3) == 0)
        #expect(PolicyMode.canary.preselectionLimit(canary: 3) == 3)
        #expect(PolicyMode.enforce.preselectionLimit(canary: 3) == nil)
    }

    @Test func `promotion goes one step at a time`() {
        #expect(PolicyMode.fallback.promoted == .observe)
        #expect(PolicyMode.observe.promoted == .canary)
        #expect(PolicyMode.canary.promoted == .enforce)
        #expect(PolicyMode.enforce.promoted == nil)
    }
}
