import Decision
import DiskDefence
import Model
import Testing

struct PolicyGuardTests {
    /// A guard that has seen so many windows.
    private func watched(_ mode: PolicyMode, _ window: CalibrationWindow = .good, windows: Int = 50) -> PolicyGuard {
        var watched = PolicyGuard(mode: mode)
        for index in 0..<windows { _ = watched.observe(window, at: Double(index)) }
        return watched
    }

    @Test func `it goes up by command only`() {
        var policy = watched(.observe, windows: 500)
        #expect(policy.mode == .observe)
        policy.adopt(.canary)
        #expect(policy.mode == .canary && policy.deletes)
        policy.adopt(.fallback)
        #expect(policy.before == .canary && !policy.deletes)
        policy.adopt(.observe)
        #expect(policy.mode == .observe)
    }

    @Test func `three failed windows running lead into fallback`() {
        var settings = GuardSettings()
        settings.driftAlarm = 1e6
        var policy = PolicyGuard(mode: .enforce, settings: settings)
        var failures: [PolicyTransition] = []
        for index in 0..<9 { _ = policy.observe(.bad, at: Double(index)) }
        for index in 9..<12 {
            let (report, transition) = policy.observe(.bad, at: Double(index))
            #expect(report.status == .fail)
            if let transition { failures.append(transition) }
            #expect((policy.mode == .fallback) == (index == 11))
        }
        #expect(failures.map(\.reason) == [.calibrationBreach])
        #expect(failures.first?.sentence == "calibration failed in 3 windows running")
        #expect(policy.before == .enforce)
    }

    @Test func `a window that does not fail ends the run of failed ones`() {
        var settings = GuardSettings()
        settings.driftAlarm = 1e6
        settings.rollingWindows = 10
        var policy = PolicyGuard(mode: .canary, settings: settings)
        let windows: [CalibrationWindow] = [
            .late, .late, .late, .late, .good, .good, .good, .good, .good, .good, .late, .good, .late, .late, .late,
            .good,
        ]
        let statuses = windows.enumerated().map { policy.observe($1, at: Double($0)).report.status }
        #expect(statuses.suffix(7) == [.fail, .fail, .pass, .pass, .pass, .fail, .fail])
        #expect(policy.mode == .canary)
        #expect(policy.observe(.good, at: 16).transition?.reason == .calibrationBreach)
    }

    /// From good times calibration fails first: in the 16th, 17th and 18th wrong window fewer than 35 of 50 are conservative.
    @Test(arguments: [
        (0, 3, 8, PolicyTransition.Reason.guardrailDrift), (500, 3, 18, .calibrationBreach),
        (500, 1000, 20, .guardrailDrift),
    ])
    func `wrong windows lead into fallback after the exact number`(
        good: Int, failedWindows: Int, wrong: Int, reason: PolicyTransition.Reason
    ) {
        var settings = GuardSettings()
        settings.failedWindows = failedWindows
        var policy = PolicyGuard(mode: .canary, settings: settings)
        for index in 0..<good { _ = policy.observe(.good, at: Double(index)) }
        var count = 0
        var last: PolicyTransition?
        while policy.mode == .canary, count < 100 {
            last = policy.observe(.bad, at: Double(count)).transition
            count += 1
        }
        #expect(count == wrong)
        #expect(last?.reason == reason)
    }

    @Test func `more than ten deletions in an hour lead from canary into fallback`() {
        var policy = PolicyGuard(mode: .canary)
        for index in 0..<10 { #expect(policy.recordDeletions(1, at: Double(index)) == nil) }
        #expect(policy.deletionsLeft(at: 10) == 0)
        let transition = policy.recordDeletions(1, at: 3599)
        #expect(transition?.reason == .canaryBudget && transition?.to == .fallback)
        #expect(transition?.sentence == "11 deletions in an hour, of which canary allows 10")
        #expect(policy.deletionsLeft(at: 3599) == 0)
    }

    @Test func `the hour is any hour, and a clock that goes back gives no new budget`() {
        var policy = PolicyGuard(mode: .canary)
        _ = policy.recordDeletions(10, at: 1000)
        #expect(policy.deletionsLeft(at: 4599) == 0)
        #expect(policy.deletionsLeft(at: 4600) == 10)
        #expect(policy.deletionsLeft(at: -50_000) == 0)
        #expect(policy.deletionsLeft(at: .nan) == 0)
        #expect(policy.recordDeletions(0, at: 1001) == nil && policy.recordDeletions(-5, at: 1001) == nil)
        #expect(policy.recordDeletions(4, at: 4600) == nil)
        #expect(policy.deletionsLeft(at: 4600) == 6)
        let restarted = PolicyGuard(mode: .canary, deletions: policy.deletions)
        #expect(restarted.deletionsLeft(at: 4601) == 6)
        #expect(policy.recordDeletions(7, at: .nan)?.reason == .canaryBudget)
    }

    @Test func `only canary has a limit, and observe and fallback delete nothing`() {
        #expect(PolicyGuard(mode: .enforce).deletionsLeft(at: 0) == nil)
        #expect(PolicyGuard(mode: .canary).deletionsLeft(at: 0) == 10)
        for mode in [PolicyMode.observe, .fallback] {
            #expect(PolicyGuard(mode: mode).deletionsLeft(at: 0) == 0 && !PolicyGuard(mode: mode).deletes)
        }
        var policy = PolicyGuard(mode: .enforce)
        #expect(policy.recordDeletions(1000, at: 0) == nil && policy.mode == .enforce)
    }

    @Test func `a state that cannot be written leads into fallback, and out of it only once it can be`() {
        var policy = watched(.canary)
        #expect(policy.stateWritten(true, at: 50) == nil)
        #expect(policy.stateWritten(false, at: 51)?.reason == .stateUnwritable)
        #expect(policy.stateWritten(false, at: 52) == nil)
        for index in 53..<60 { #expect(policy.observe(.good, at: Double(index)).transition == nil) }
        #expect(policy.stateWritten(true, at: 60) == nil && policy.mode == .fallback)
        #expect(recoveryLength(&policy) == 3)
        #expect(policy.mode == .canary)
    }

    @Test func `the kill switch leads into fallback from every mode and holds it there`() {
        for mode in [PolicyMode.observe, .canary, .enforce] {
            var policy = watched(mode)
            let transition = policy.killSwitch(isOn: true, at: 50)
            #expect(transition?.from == mode && transition?.to == .fallback && transition?.reason == .killSwitch)
            for index in 0..<20 { #expect(policy.observe(.good, at: Double(index)).transition == nil) }
            policy.adopt(.canary)
            #expect(policy.killSwitch(isOn: true, at: 60)?.to == .fallback)
            #expect(policy.killSwitch(isOn: false, at: 61) == nil)
            #expect(policy.mode == .fallback)
        }
    }

    @Test(arguments: [(PolicyMode.observe, PolicyMode.observe), (.canary, .canary), (.enforce, .canary)])
    func `three clean windows lead back, to canary at most`(before: PolicyMode, after: PolicyMode) {
        var policy = watched(before)
        _ = policy.killSwitch(isOn: true, at: 50)
        _ = policy.killSwitch(isOn: false, at: 51)
        _ = policy.observe(.good, at: 52)
        _ = policy.observe(.good, at: 53)
        // It is not clean, and the count begins anew.
        _ = policy.observe(.late, at: 54)
        #expect(recoveryLength(&policy) == 3)
        #expect(policy.mode == after)
        #expect(policy.drift == DriftTest())
    }

    @Test func `what led into fallback does not do so again after the recovery`() {
        var policy = watched(.enforce)
        for index in 0..<30 { _ = policy.observe(.bad, at: Double(index)) }
        #expect(policy.mode == .fallback)
        // The record has to pass again: 35 of 50 windows conservative.
        let length = recoveryLength(&policy)
        #expect((3...50).contains(length))
        #expect(policy.mode == .canary && policy.drift.value == 1)
        for index in 0..<7 { #expect(policy.observe(.good, at: Double(index)).transition == nil) }
    }

    @Test func `few windows after a restart are not clean`() {
        var policy = PolicyGuard(mode: .fallback, before: .enforce)
        #expect(recoveryLength(&policy) == 12)
        #expect(policy.mode == .canary)
        #expect(PolicyGuard(mode: .fallback, before: .fallback).before == .observe)
    }

    @Test func `the eleventh deletion of an hour is refused, leads into fallback, and keeps it there for that hour`() {
        var policy = watched(.canary)
        for index in 0..<10 {
            #expect(policy.requestDeletion(at: 100 + Double(index)) == (true, nil))
            #expect(policy.recordDeletions(1, at: 100 + Double(index)) == nil)
        }
        let (isAllowed, transition) = policy.requestDeletion(at: 200)
        #expect(!isAllowed && transition?.reason == .canaryBudget && policy.mode == .fallback)
        for index in 0..<20 { #expect(policy.observe(.good, at: 201 + Double(index)).transition == nil) }
        for index in 0..<2 { #expect(policy.observe(.good, at: 3701 + Double(index)).transition == nil) }
        #expect(policy.observe(.good, at: 3703).transition?.to == .canary)
        for mode in [PolicyMode.observe, .fallback] {
            var other = PolicyGuard(mode: mode)
            #expect(other.requestDeletion(at: 0) == (false, nil))
        }
    }

    @Test func `whatever happens, nothing but a command raises the mode above canary, and fallback deletes nothing`() {
        for seed: UInt64 in 0..<15 {
            var noise = Noise(seed: seed)
            var policy = PolicyGuard(mode: .enforce)
            var wasFallback = false
            for index in 0..<500 {
                let (dice, now) = (noise.next(), Double(index) * 10)
                let windows: [CalibrationWindow] = [.good, .good, .good, .late, .bad]
                switch abs(dice) {
                case 0.95...: _ = policy.stateWritten(dice > 0, at: now)
                case 0.9...: _ = policy.killSwitch(isOn: dice > 0.93, at: now)
                case 0.8...: _ = policy.recordDeletions(policy.deletionsLeft(at: now) ?? 3, at: now)
                default: _ = policy.observe(windows[index / 60 % windows.count], at: now)
                }
                wasFallback = wasFallback || policy.mode == .fallback
                #expect(!wasFallback || policy.mode != .enforce)
                #expect(policy.mode != .fallback || policy.deletionsLeft(at: now) == 0)
            }
        }
    }

    /// Good windows until fallback is left; at most 100.
    private func recoveryLength(_ policy: inout PolicyGuard) -> Int {
        for index in 1...100 {
            guard policy.observe(.good, at: 1000 + Double(index)).transition != nil else { continue }
            return index
        }
        return .max
    }
}
