internal import Model
internal import Primitives

/// Recognises each distinct program once a scan: a machine of agents runs the same few over and over.
struct RecognitionMemory {
    private struct Key: Hashable {
        var name: ForeignText
        var arguments: ForeignText?
        var executable: ForeignText?
    }

    private let packs: ProcessPacks
    private var programs: [Key: Recognition] = [:]
    private var owners: [ForeignText: SupervisorFacts?] = [:]

    init(packs: ProcessPacks) {
        self.packs = packs
    }

    mutating func recognition(of process: ProcessObservation) -> Recognition {
        guard !process.isKernelThread else { return Recognition(category: .daemon, title: "kernel thread") }
        let key = Key(
            name: process.name, arguments: process.arguments.value, executable: process.executable.value)
        var recognition = programs[key] ?? packs.recognise(process)
        programs[key] = recognition
        recognition.controlGroupOwner = process.controlGroups.value.flatMap { owner(of: $0) }
        return recognition
    }

    private mutating func owner(of groups: ForeignText) -> SupervisorFacts? {
        if let known = owners[groups] { return known }
        let owner = packs.owner(controlGroups: groups)
        owners[groups] = owner
        return owner
    }
}
