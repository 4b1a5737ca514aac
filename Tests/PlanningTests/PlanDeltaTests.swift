import Decision
import Model
import Primitives
import Testing

@testable import Planning

struct PlanDeltaTests {
    private func process(_ pid: Int32, _ recommendation: ProcessRecommendation, boot: String = "b") -> PlannedProcess {
        var process = PlannedProcess()
        process.target.identity = ProcessIdentity(pid: pid, startTicks: UInt64(pid), bootID: boot, userID: 0)
        process.recommendation = recommendation
        return process
    }

    private func plan(_ processes: [PlannedProcess], boot: String = "b") -> ProcessPlan {
        var plan = ProcessPlan()
        plan.bootID = boot
        plan.candidates = processes
        return plan
    }

    private func delta(_ prior: [PlannedProcess], _ current: [PlannedProcess], known: Set<Int32> = []) -> PlanDelta {
        PlanDelta(
            prior: plan(prior), current: plan(current), known: { known.contains($0.pid) },
            present: Set(current.map(\.target.identity)), ended: [])
    }

    /// Then, now, and where the change is told.
    @Test(
        arguments: [
            (.review, .stop, "worsened"), (.review, .pause, "worsened"), (.stop, .review, "improved"),
            (.stop, .keep, "improved"), (.stop, .stop, "persistent"), (.stop, .stopUnit, "persistent"),
            (.keep, .review, "worsened"), (nil, .review, "new"), (nil, .keep, ""), (.keep, .keep, ""),
        ] as [(ProcessRecommendation?, ProcessRecommendation, String)])
    func `each change is told once, in its place`(
        then: ProcessRecommendation?, now: ProcessRecommendation, place: String
    ) {
        let prior = then.map { $0 == .keep ? [] : [process(7, $0)] } ?? []
        let delta = delta(prior, [process(7, now)], known: then == nil ? [] : [7])
        let told = [
            ("new", delta.new), ("worsened", delta.worsened), ("improved", delta.improved),
            ("resolved", delta.resolved), ("persistent", delta.persistent),
        ].filter { !$0.1.isEmpty }
        #expect(told.map(\.0) == (place.isEmpty ? [] : [place]))
        #expect(told.first?.1.first?.prior == (place.isEmpty ? nil : then))
    }

    @Test func `another process under the same number is new, and the old one gone`() {
        var other = process(7, .stop)
        other.target.identity.startTicks = 99
        let delta = delta([process(7, .stop)], [other])
        #expect(delta.new.map(\.pid) == [7] && delta.resolved.map(\.reason) == ["exited"])
    }

    @Test func `what died is gone before it is reaped, and what was dead already is not`() {
        var dead = process(7, .reapParent)
        dead.state = .zombie
        let died = delta([process(7, .stop)], [dead])
        #expect(died.resolved.map(\.reason) == ["exited"] && died.worsened.isEmpty)
        let stays = delta([dead], [dead])
        #expect(stays.persistent.map(\.pid) == [7] && stays.resolved.isEmpty)
    }

    @Test func `what hangs in the kernel is not said to be gone`() {
        let delta = PlanDelta(
            prior: plan([process(7, .stop), process(8, .stop)]), current: plan([]), known: { _ in true }, present: [],
            unread: [7], ended: [])
        #expect(delta.resolved.map(\.pid) == [8])
    }

    @Test func `after a reboot everything is gone`() {
        let delta = PlanDelta(
            prior: plan([process(7, .stop, boot: "a")], boot: "a"), current: plan([]), known: { _ in false },
            present: [], ended: [])
        #expect(delta.resolved.map(\.reason) == ["rebooted"])
    }
}
