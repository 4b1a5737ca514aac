import Decision
import Model
import Planning
import Primitives
import Testing

@testable import Cockpit

@Suite struct ApprovalItemTests {
    private static let supervised = GateFinding(
        gate: "supervised", verdict: .veto, reasonCode: "supervised", sentence: "systemd runs it.")

    private func item(main: Int32?, gates: [GateFinding] = [supervised]) -> ApprovalItem {
        var process = SamplePlan.process(44, .stopUnit, gates: gates)
        process.supervisor = SupervisorFacts(
            kind: "systemd", unit: "a.service", stopCommand: "systemctl stop -- a.service", restartCommand: nil)
        process.supervisor?.mainPID = main
        return ApprovalItem(process)
    }

    @Test func `a unit's main process may be ticked, for its supervisor will stop it`() {
        #expect(item(main: 44).obstacle == nil)
        #expect(item(main: 44).reservations == ["systemd runs it."])
    }

    @Test func `without the supervisor's word, or against another veto, it may not`() {
        #expect(item(main: nil).obstacle == "systemd runs it.")
        #expect(item(main: 7).obstacle == "systemd runs it.")
        let other = GateFinding(gate: "owner", verdict: .veto, reasonCode: "other_user", sentence: "Not yours.")
        #expect(item(main: 44, gates: [Self.supervised, other]).obstacle == "Not yours.")
    }
}
