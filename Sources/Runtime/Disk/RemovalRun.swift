internal import Model
internal import Planning
internal import Primitives

/// One removal after the other: until there is room enough, somebody interrupts, or the circuit opens.
///
/// Everything that was approved gets a row of the report, also what was not begun, but for what lies beyond the limit.
struct RemovalRun {
    var isDryRun = false
    /// After so many removals it ends, and what is left gets no row.
    var limit = Int.max
    /// Opens after some failures running; whoever removes again later keeps it.
    var circuit = RemovalCircuit()
    /// Whether there is room enough, with so much freed already and so much expected on top of what is free.
    let isEnough: (_ freed: ByteCount, _ expected: ByteCount) -> Bool
    let isInterrupted: () -> Bool
    /// Removes one thing; told its number among all.
    let remove: (ApprovedRemoval, _ number: Int) throws(TendError) -> ArtifactOutcome

    mutating func run(_ approved: [ApprovedRemoval], into report: inout RemovalReport) throws(TendError) {
        var expected = ByteCount.zero
        for (place, removal) in approved.enumerated() where report.removed.count < limit {
            let outcome: ArtifactOutcome
            if let reason = obstacle(report.freedBytes, expected, &report) {
                outcome = reason
            } else if isDryRun {
                outcome = ArtifactOutcome(result: .wouldDo, sentence: "Would be removed; nothing was done.")
            } else {
                outcome = try remove(removal, place + 1)
                if outcome.result == .pending { report.isInterrupted = true }
                circuit.observe(outcome)
            }
            // What is kept gives its room back later; more need not be taken away for that.
            if outcome.result == .wouldDo || outcome.quarantine != nil {
                expected = expected + removal.artifact.reclaimableBytes
            }
            report.add(RemovalReport.Row(removal.artifact, outcome))
        }
    }

    /// Why the next one is not begun.
    private func obstacle(
        _ freed: ByteCount, _ expected: ByteCount, _ report: inout RemovalReport
    ) -> ArtifactOutcome? {
        if isInterrupted() {
            report.isInterrupted = true
            return ArtifactOutcome(
                result: .pending, reasonCode: "interrupted", sentence: "Not begun before the interruption.")
        }
        if circuit.isOpen {
            report.isBroken = true
            return ArtifactOutcome(
                result: .blocked, reasonCode: "circuit_open",
                sentence: "Not begun: \(RemovalCircuit.limit) removals failed one after the other. Try again in "
                    + "\(Int(RemovalCircuit.pause)) s.")
        }
        guard isEnough(freed, expected) else { return nil }
        return ArtifactOutcome(
            result: .blocked, reasonCode: "target_met", sentence: "There is room enough without it.")
    }
}

/// Stops removals where one after the other fails: a file system in trouble is not to be worked on.
package struct RemovalCircuit: Sendable, Equatable {
    /// Failures running that open it.
    package static let limit = 3
    /// Seconds for which it stays open, where somebody stays that long.
    package static let pause = 30.0

    private var failures = 0
    private var openedAt: Double?

    package init() {}

    package var isOpen: Bool { failures >= Self.limit }

    /// Takes in how a removal went; what was left alone says nothing.
    mutating func observe(_ outcome: ArtifactOutcome) {
        failures = outcome.isError ? failures + 1 : outcome.result == .done ? 0 : failures
    }

    /// Closes it again once the pause is over, in seconds on a clock that never steps; the first failure then opens it anew.
    package mutating func wait(until now: Double) {
        guard isOpen else {
            openedAt = nil
            return
        }
        guard let opened = openedAt else {
            openedAt = now
            return
        }
        if now - opened >= Self.pause { (failures, openedAt) = (Self.limit - 1, nil) }
    }
}
