package import Model
internal import Primitives

/// What a judgement depends on, as one number: as long as it stays, a process need not be judged again.
///
/// Times enter by their logarithm in steps of a tenth, for evidence moves with it and never by more than 0.3 nats a
/// step; shares of a processor in steps of a twentieth; windows in steps of 5 s, which add a fifth of a look. The same facts
/// give the same number in every run (FNV-1a, 64 bits).
package struct FactDigest: Sendable, Equatable {
    package private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

    /// - Returns: nil of what was looked at closely: no number stands for all that was found.
    package init?(_ facts: borrowing ProcessFacts) {
        guard !facts.isLookedAt else { return nil }
        add(facts.category.ordinal)
        add(facts.role.ordinal)
        add(facts.state.rawValue.asciiValue.map { Int($0) } ?? 0)
        for level in facts.levels { add(level.ordinal) }
        add(step(facts.age))
        add(facts.quiet.map(step) ?? -1)
        add(twentieths(facts.cores.value.map { max($0, facts.demand ?? 0) }))
        add(twentieths(facts.lifetimeShare))
        add(facts.window.isFinite ? Int(max(0, min(facts.window, 1e6)) / 5) : 0)
        add(truth(facts.progress.value))
        add(truth(facts.hostIsAlive))
        add(truth(facts.workingDirectoryDeleted.value))
        add(truth(facts.exceedsMemory))
        add(min(facts.copies, 5))
        add(facts.attachment.clients ?? -1)
        add(facts.filesAtRisk.value?.count ?? -1)
        add(facts.protections.count)
        add(facts.respawns == nil ? 0 : 1)
        add(facts.signature.map { $0.held.count } ?? -1)
        for byte in (facts.signature?.claim.label ?? "").utf8 { add(Int(byte)) }
        // A past grows with every scan: below the shortest that is heard it says nothing, and a tenth more something new.
        let past = facts.series?.count ?? 0
        add(past < HistoryLayer.shortestHeard ? 0 : step(Double(past)))
        for members in facts.offspring?.generations ?? [] { add(step(Double(members))) }
        add(truth(facts.offspring?.isMultiplying))
        add(facts.novelty.map { twentieths($0.anomalyShare) } ?? -1)
        add(truth(facts.attachment.isViewersOwn))
        add(truth(facts.supervisor != nil))
    }

    private mutating func add(_ number: Int) {
        withUnsafeBytes(of: Int64(number).littleEndian) { bytes in
            for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
    }

    private func step(_ amount: Double) -> Int {
        guard amount.isFinite, amount > 0 else { return 0 }
        return Int(logarithm(1 + min(amount, 1e12)) * 10)
    }

    private func twentieths(_ share: Double?) -> Int {
        guard let share, share.isFinite else { return -1 }
        return Int((max(0, min(share, 1e6)) * 20).rounded())
    }

    private func truth(_ answer: Bool?) -> Int { answer.map { $0 ? 1 : 0 } ?? 2 }
}
