/// What to do next about one process: as advised, after a closer look, or after a while.
///
/// Values are in the unit of the losses of actions: what is saved against doing now what is advised.
package struct NextStep: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable { case act, measure, wait }

    package var kind = Kind.act
    /// Worth taking, the best first; empty unless the next step is to measure.
    package var probes: [ProcessProbe] = []
    /// How long to wait; nil unless the next step is to wait.
    package var seconds: Double?
    /// Saved by this step, its cost taken off; 0 for acting.
    package var value = 0.0
    /// Saved by knowing everything: no step is worth more.
    package var perfect = 0.0
    /// Saved by all probes worth taking, and by waiting, their costs taken off; below 0 where they cost more.
    package var measuring = 0.0
    package var waiting = 0.0

    package init() {}

    /// `act`, `measure: switches, directory`, `wait 30 min`.
    package var words: String {
        switch kind {
        case .act: "act"
        case .measure: "measure: \(probes.map(\.rawValue).joined(separator: ", "))"
        case .wait: "wait \(Int(((seconds ?? 0) / 60).rounded())) min"
        }
    }
}

/// How the probes of one suspect were chosen.
package struct ProbeChoice: Sendable, Equatable {
    /// One probe and what was decided about it.
    package struct Item: Sendable, Equatable {
        package var probe = ProcessProbe.storage
        package var isChosen = false
        /// Loss saved by this probe alone, before its cost.
        package var value = 0.0
        /// What it added, in that unit, to those chosen before it: its share of what is not known yet.
        package var gain = 0.0
        /// Processor seconds expected.
        package var seconds = 0.0
        /// Why it was not chosen; nil where it was.
        package var reason: String?

        package init() {}
    }

    /// Its place among all suspects, from 1; nil where it was not ranked.
    package var rank: Int?
    /// Loss saved by knowing everything.
    package var perfect = 0.0
    /// Whittle index of the chance that the advice is wrong, times what finding that out saves.
    package var priority: Double?
    /// Gittins index of another probe that tells something; nil where nobody asked whether to go on.
    package var persistence: Double?
    /// Loss saved by all chosen probes together, before their cost.
    package var value = 0.0
    /// Processor seconds expected of them.
    package var seconds = 0.0
    /// Why it was left without a closer look, or without a second one; nil where it had all that was chosen.
    package var ended: String?
    package var items: [Item] = []

    package init() {}

    package var chosen: [ProcessProbe] { items.filter(\.isChosen).map(\.probe) }
}
