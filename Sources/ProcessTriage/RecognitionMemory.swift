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
    private var programs: [Key: (recognition: Recognition, number: Int)] = [:]
    private var owners: [ForeignText: SupervisorFacts?] = [:]

    init(packs: ProcessPacks) {
        self.packs = packs
    }

    /// What a process is, and a number that processes with the same program and arguments share; nil for a kernel thread.
    mutating func recognition(of process: borrowing ProcessObservation) -> (recognition: Recognition, number: Int?) {
        guard !process.isKernelThread else {
            return (Recognition(category: .daemon, title: "kernel thread"), nil)
        }
        let key = Key(
            name: process.name, arguments: process.arguments.value, executable: process.executable.value)
        let known = programs[key]
        var (recognition, number) = known ?? (packs.recognise(process), programs.count)
        if known == nil { programs[key] = (recognition, number) }
        recognition.controlGroupOwner = process.controlGroups.value.flatMap { owner(of: $0) }
        return (recognition, number)
    }

    private mutating func owner(of groups: ForeignText) -> SupervisorFacts? {
        if let known = owners[groups] { return known }
        let owner = packs.owner(controlGroups: groups)
        owners[groups] = owner
        return owner
    }
}
