internal import Collectors
internal import Decision
internal import Model
internal import Planning
package import Primitives
internal import ProcessTriage

extension ProcessEngine {
    /// Looks closely at the suspects of a judged scan of this machine and judges it again with what was found.
    ///
    /// What needs no window comes first; then `ProbeChooser` says of each suspect whether the rest is worth the window.
    ///
    /// - Parameters:
    ///   - assessed: the judgement of a scan of this machine, made moments ago.
    ///   - named: processes to be looked at with every probe, whatever is thought of them; nobody else is then.
    ///   - deadline: past it the closer look ends as if its budget had.
    /// - Returns: the judgement with what was found in its samples, the summary in `host.deepScan`, and how was chosen.
    /// - Throws: `TendError` where `/proc` cannot be read.
    package func deepened(
        _ assessed: Assessed, naming named: Set<Int32> = [], deadline: Deadline
    ) throws(TendError) -> Assessed {
        guard named.isEmpty else { return try deepened(assessed, wholly: named, deadline: deadline) }
        let settings = settings.deepScan
        var suspects = assessed.chooser.choose(
            among: assessed.findings, isOpen: assessed.mayBeActedOn, limit: self.settings.deepSuspects,
            budget: settings.budget * settings.overhead)
        var first = settings
        first.window = 0
        first.looks = 1
        var told = try looked(suspects, in: assessed, first, deadline: deadline) { !$0.isRate }
        var going: [ProbeChooser.Suspect] = []
        for index in suspects.indices where !suspects[index].choice.chosen.isEmpty {
            let place = suspects[index].place
            let taken = suspects[index].choice.chosen.filter { !$0.isRate }
            let goesOn = assessed.chooser.goesOn(
                &suspects[index].choice, before: assessed.findings[place], after: told.findings[place], taken: taken)
            if goesOn { going.append(suspects[index]) }
        }
        var second = settings
        second.budget = max(0, settings.budget - (told.raw.host.deepScan?.wall ?? 0))
        told = try looked(going, in: told, second, deadline: deadline) { $0.isRate }
        told.probing = Dictionary(uniqueKeysWithValues: suspects.map { ($0.place, $0.choice) })
        return told
    }

    /// Takes those of the chosen probes that are wanted now, and judges again; the same judgement where there are none.
    private func looked(
        _ suspects: [ProbeChooser.Suspect], in assessed: Assessed, _ settings: DeepScanSettings, deadline: Deadline,
        _ isWanted: (ProcessProbe) -> Bool
    ) throws(TendError) -> Assessed {
        let chosen = suspects.compactMap { suspect in
            let probes = Set(suspect.choice.chosen.filter(isWanted))
            return probes.isEmpty ? nil : (place: suspect.place, probes: probes)
        }
        guard !chosen.isEmpty || assessed.raw.host.deepScan == nil else { return assessed }
        return try assess(
            looked(at: chosen, in: assessed, settings, deadline: deadline), mode: assessed.mode)
    }

    private func deepened(
        _ assessed: Assessed, wholly named: Set<Int32>, deadline: Deadline
    ) throws(TendError) -> Assessed {
        let places = assessed.raw.processes.indices.filter { named.contains(assessed.raw.processes[$0].pid) }
        let chosen = places.map { (place: $0, probes: Set(ProcessProbe.allCases)) }
        var told = try assess(
            looked(at: chosen, in: assessed, settings.deepScan, deadline: deadline), mode: assessed.mode)
        for place in places {
            var choice = assessed.chooser.choice(assessed.findings[place], budget: .infinity)
            choice.ended = "it was named: every probe was taken"
            told.probing[place] = choice
        }
        return told
    }
}

extension ProcessEngine.Assessed {
    /// Whether anything could be done about a process if it turned out to be abandoned.
    func mayBeActedOn(_ place: Int) -> Bool {
        findings[place].facts.protections.isEmpty && findings[place].facts.age >= gates.minimumAge
    }
}
