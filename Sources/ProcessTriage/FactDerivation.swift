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
        var memory = RecognitionMemory(packs: packs)
        var recognitions: [Recognition] = []
        var programs: [Int?] = []
        recognitions.reserveCapacity(sample.processes.count)
        for process in sample.processes {
            let (recognition, program) = memory.recognition(of: process)
            recognitions.append(recognition)
            programs.append(program)
        }
        let genealogy = Genealogy(sample, recognitions)
        let supervision = Supervision(genealogy)
        let copies = Copies(sample.processes, programs)
        let chain = ViewerChain(sample.host.viewer, genealogy)
        let births = childrenBorn(sample)
        let lastBirths = genealogy.youngestDescendants(sample.host)
        var facts = sample.processes.indices.map { index in
            single(index, sample, genealogy, supervision, births: births, lastBirth: lastBirths[index])
        }
        let protections = Protections(sample.host, genealogy, chain)
        for index in facts.indices {
            facts[index].copies = copies.count(index)
            facts[index].copyGroup = copies.group(index)
            facts[index].protections = protections.of(index, facts[index].category)
            facts[index].attachment.isViewersOwn = chain.contains(sample.processes[index].pid)
        }
        AttachmentLevels(genealogy).settle(&facts)
        return facts
    }

    /// Everything about one process that needs no other's level.
    private func single(
        _ index: Int, _ sample: MachineSample, _ genealogy: Genealogy, _ supervision: Supervision,
        births: Set<Int32>, lastBirth: Double?
    ) -> ProcessFacts {
        let process = sample.processes[index]
        let host = sample.host
        let recognition = genealogy.recognitions[index]
        let role = packs.priors.categories[recognition.category].role
        let age = max(0, host.uptime - Double(process.identity.startTicks) / Double(host.ticksPerSecond))
        let answer = supervision.answer(index)
        let descriptors = process.descriptors.value
        let attachment = AttachmentFacts(
            isSupervised: answer.isSupervised, clients: nil, hasTerminal: process.terminal != 0,
            parent: genealogy.parent(of: process), standardInput: descriptors?.standardInput ?? .unknown,
            standardOutput: descriptors?.standardOutput ?? .unknown, ignoresHangup: process.ignoresHangup,
            leader: genealogy.leader(of: process), listens: descriptors?.listeners.value.map { !$0.isEmpty }, role: role
        )
        let rates = ProcessRates(process, host)
        return ProcessFacts(
            category: recognition.category, title: recognition.title, role: role, age: age, cores: rates.cores,
            lifetimeShare: rates.lifetimeShare(age: age), window: host.window,
            progress: births.contains(process.pid) ? .measured(true) : rates.progress, state: process.state,
            attachment: attachment, levels: [],
            quiet: quiet(process, host, lastBirth: lastBirth),
            hostIsAlive: hostIsAlive(process), workingDirectoryDeleted: process.workingDirectoryDeleted,
            exceedsMemory: exceedsMemory(process, recognition.category),
            filesAtRisk: process.descriptors.map(\.filesAtRisk), supervisor: answer.by)
    }

    /// Since its terminal was used or a descendant of it was started, whichever is later: both show that it is at work.
    private func quiet(_ process: ProcessObservation, _ host: HostFacts, lastBirth: Double?) -> Double? {
        let terminal = process.terminal == 0 ? nil : host.terminalQuiet[process.terminal]
        guard let terminal, let lastBirth else { return terminal ?? lastBirth }
        return min(terminal, lastBirth)
    }

    private func exceedsMemory(_ process: ProcessObservation, _ category: ProcessCategory) -> Bool {
        guard let last = process.counters.last else { return false }
        return last.residentMemory > packs.categories.memoryLimit(category)
    }

    private func hostIsAlive(_ process: ProcessObservation) -> Bool? {
        guard case .measured(.named(_, _, let isAlive)) = process.host else { return nil }
        return isAlive
    }

    /// Parents of which a child appeared within the window: that is progress.
    private func childrenBorn(_ sample: MachineSample) -> Set<Int32> {
        Set(sample.processes.filter { ($0.counters.first?.sample ?? 0) > 0 }.map(\.parent))
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

    /// The programs are numbered; nil stands for a kernel thread, which has no copies.
    init(_ processes: [ProcessObservation], _ programs: [Int?]) {
        var numbers: [Key: Int] = [:]
        groups.reserveCapacity(processes.count)
        for (process, program) in zip(processes, programs) {
            var group = counts.count
            if let program {
                let key = Key(owner: process.identity.userID, program: program)
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
