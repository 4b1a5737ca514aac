package import Model
internal import Primitives

/// Puts together what was read of all processes into the facts that the judge sees of each.
package struct FactDerivation: Sendable {
    private let packs: ProcessPacks

    package init(packs: ProcessPacks) {
        self.packs = packs
    }

    /// The facts of every process, in the order of the sample.
    ///
    /// - Complexity: O(*n*) processes times the depth of the tree; clients are followed until nothing changes, at most
    ///   eight times.
    package func facts(_ sample: MachineSample) -> [ProcessFacts] {
        let recognitions = recognise(sample)
        let genealogy = Genealogy(sample, recognitions)
        let supervision = Supervision(genealogy, answers: sample.host.supervisors ?? [], packs: packs)
        let copies = Copies(genealogy)
        let chain = ViewerChain(sample.host.viewer, genealogy)
        let births = childrenBorn(sample)
        let lastBirths = genealogy.youngestDescendants(sample.host)
        var facts = sample.processes.indices.map { index in
            single(index, sample.host, genealogy, supervision, births: births, lastBirth: lastBirths[index])
        }
        let protections = Protections(sample.host, genealogy, chain)
        let respawning = Respawning(genealogy, ticksPerSecond: sample.host.ticksPerSecond)
        for index in facts.indices {
            facts[index].copies = copies.count(index)
            facts[index].copyGroup = copies.group(index)
            facts[index].respawns = respawning.loop(index)
            facts[index].protections = protections.of(index, facts[index].category)
            facts[index].attachment.isViewersOwn = chain.contains(genealogy.kin[index].pid)
        }
        AttachmentLevels(genealogy).settle(&facts)
        for (index, family) in FamilyActivity.all(facts).enumerated() where family != nil {
            facts[index].family = family
        }
        for (index, offspring) in Offspring.all(genealogy) { facts[index].offspring = offspring }
        for index in facts.indices where !genealogy.recognitions[index].signatures.isEmpty {
            let match = SignaturePack.match(recognitions[index].signatures, facts[index], sample.processes[index])
            if let match { facts[index].signature = match }
        }
        return facts
    }

    /// What supervisors would have to be asked in order to know who runs these processes and how to ask for their end.
    ///
    /// - Parameters:
    ///   - places: of the processes, in the sample.
    ///   - sample: with its secrets, for a command line says where a supervisor is to be reached.
    /// - Returns: each question once; none where no supervisor is to be seen.
    /// - Complexity: as for the facts.
    package func questions(about places: [Int], in sample: MachineSample) -> [SupervisorQuestion] {
        let supervision = supervision(of: sample)
        var questions: [SupervisorQuestion] = []
        for place in places {
            guard let question = supervision.question(place), !questions.contains(question) else { continue }
            questions.append(question)
        }
        return questions
    }

    /// Who runs a process and how to ask for its end, as far as the sample tells.
    package func supervisor(of place: Int, in sample: MachineSample) -> SupervisorFacts? {
        supervision(of: sample).answer(place).by
    }

    private func supervision(of sample: MachineSample) -> Supervision {
        Supervision(
            Genealogy(sample, recognise(sample)), answers: sample.host.supervisors ?? [], packs: packs)
    }

    private func recognise(_ sample: MachineSample) -> [Recognition] {
        var memory = RecognitionMemory(packs: packs, processes: sample.processes)
        return sample.processes.indices.map { memory.recognition(of: $0) }
    }

    /// Everything about one process that needs no other's level.
    ///
    /// By place, field by field: an observation is large, and copying one costs more than what is asked of it.
    private func single(
        _ index: Int, _ host: HostFacts, _ genealogy: Genealogy, _ supervision: Supervision, births: Set<Int32>,
        lastBirth: Double?
    ) -> ProcessFacts {
        let processes = genealogy.processes
        let category = genealogy.recognitions[index].category
        let role = packs.priors.categories[category].role
        let age = max(0, host.uptime - Double(genealogy.kin[index].startTicks) / Double(host.ticksPerSecond))
        let answer = supervision.answer(index)
        let descriptors = processes[index].descriptors.value
        let attachment = AttachmentFacts(
            isSupervised: answer.isSupervised, clients: nil, hasTerminal: processes[index].terminal != 0,
            parent: genealogy.parent(of: index), standardInput: descriptors?.standardInput ?? .unknown,
            standardOutput: descriptors?.standardOutput ?? .unknown, ignoresHangup: processes[index].ignoresHangup,
            leader: genealogy.leader(of: index), listens: descriptors?.listeners.value.map { !$0.isEmpty }, role: role
        )
        let isFrozen = processes[index].isFrozen
        let state = processes[index].counters.last?.state ?? .unknown
        let rates = ProcessRates(processes[index].counters, host)
        var facts = ProcessFacts(
            category: category, title: genealogy.recognitions[index].title, role: role, age: age, cores: rates.cores,
            lifetimeShare: rates.lifetimeShare(age: age), window: host.window,
            progress: births.contains(genealogy.kin[index].pid) ? .measured(true) : rates.progress,
            state: isFrozen && state != .zombie ? .stopped : state,
            attachment: attachment, levels: [],
            quiet: quiet(processes[index].terminal, host, lastBirth: lastBirth),
            hostIsAlive: hostIsAlive(processes[index].host, descriptors?.standardOutput ?? .unknown),
            workingDirectoryDeleted: processes[index].workingDirectoryDeleted,
            exceedsMemory: exceedsMemory(processes[index].counters, category),
            filesAtRisk: processes[index].descriptors.map(\.filesAtRisk), supervisor: answer.by)
        facts.isFrozen = isFrozen
        facts.demand = rates.demand
        facts.ordinaryMemory = packs.categories.memoryLimit(category)
        if !processes[index].history.isEmpty { facts.series = ProcessSeries(processes[index], host) }
        facts.novelty = processes[index].isNovel ? Novelty(anomalyShare: host.anomalyShare ?? 0) : nil
        if let reading = processes[index].deepReadings.first { facts.deep = reading }
        facts.pid = genealogy.kin[index].pid
        facts.parentPlace = genealogy.kin[index].parentPlace
        facts.isIdentified = processes[index].arguments.value != nil
        return facts
    }

    /// Since its terminal was used or a descendant of it was started, whichever is later: both show that it is at work.
    private func quiet(_ terminal: Int32, _ host: HostFacts, lastBirth: Double?) -> Double? {
        let terminal = terminal == 0 ? nil : host.terminalQuiet[terminal]
        guard let terminal, let lastBirth else { return terminal ?? lastBirth }
        return min(terminal, lastBirth)
    }

    private func exceedsMemory(_ counters: [ProcessCounters], _ category: ProcessCategory) -> Bool {
        guard let last = counters.last else { return false }
        return last.residentMemory > packs.categories.memoryLimit(category)
    }

    /// A terminal multiplexer outlives its windows: it holds nothing any more that wrote to one that is gone.
    private func hostIsAlive(_ host: Reading<HostProgram>, _ output: StreamKind) -> Bool? {
        guard case .measured(.named(let marker, _, let isAlive)) = host else { return nil }
        if isAlive, output == .deadTerminal, HostProgram.multiplexers.contains(marker) { return nil }
        return isAlive
    }

    /// Parents of which a child appeared within the window: that is progress.
    private func childrenBorn(_ sample: MachineSample) -> Set<Int32> {
        Set(
            sample.processes.indices
                .filter { (sample.processes[$0].counters.first?.sample ?? 0) > 0 }
                .map { sample.processes[$0].parent })
    }
}

/// How many processes of one owner run one program with the very same arguments.
struct Copies {
    private struct Key: Hashable {
        var owner: UInt32
        var program: Int
    }

    private var groups: [Int] = []
    private var counts: [Int] = []

    /// A kernel thread has no copies.
    init(_ genealogy: Genealogy) {
        var numbers: [Key: Int] = [:]
        groups.reserveCapacity(genealogy.kin.count)
        for (own, recognition) in zip(genealogy.kin, genealogy.recognitions) {
            var group = counts.count
            if let program = recognition.program.number {
                let key = Key(owner: own.owner, program: program)
                group = numbers[key] ?? group
                numbers[key] = group
            }
            if group == counts.count { counts.append(0) }
            counts[group] += 1
            groups.append(group)
        }
    }

    func count(_ index: Int) -> Int { counts[groups[index]] }

    /// A number that identical processes share.
    func group(_ index: Int) -> Int { groups[index] }
}
