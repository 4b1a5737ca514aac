internal import Model
internal import Primitives

/// Recognises each distinct program once a scan: a machine of agents runs the same few over and over.
struct RecognitionMemory {
    private struct Key: Hashable {
        var name: ForeignText
        var arguments: ForeignText?
        var executable: ForeignText?
    }

    /// systemd puts the manager of a user, and nothing else that has children, there (systemd.special(7)).
    private static let managerEnd = Array("/init.scope\n".utf8)
    private static let managerUnit = Array("/user@".utf8)
    private static let kernelThread = ProgramRecognition(category: .daemon, title: "kernel thread")

    private let packs: ProcessPacks
    private let processes: [ProcessObservation]
    private var programs: [Key: ProgramRecognition] = [:]
    private var latestProgram: (key: Key, program: ProgramRecognition)?
    private var groups: [ForeignText: ControlGroupRecognition] = [:]
    private var latestGroups: (text: ForeignText, found: ControlGroupRecognition)?

    init(packs: ProcessPacks, processes: [ProcessObservation]) {
        self.packs = packs
        self.processes = processes
    }

    /// By place, for copying an observation costs more than what is asked of it.
    mutating func recognition(of place: Int) -> Recognition {
        guard !processes[place].isKernelThread else { return Recognition(program: Self.kernelThread) }
        let program = program(place)
        guard case .measured(let groups) = processes[place].controlGroups else { return Recognition(program: program) }
        return Recognition(program: program, controlGroups: recognition(of: groups))
    }

    // Neighbours are mostly alike, and the same text is cheaper to compare than to hash.

    private mutating func program(_ place: Int) -> ProgramRecognition {
        let key = Key(
            name: processes[place].name, arguments: processes[place].arguments.value,
            executable: processes[place].executable.value)
        if let latestProgram, latestProgram.key == key { return latestProgram.program }
        let program = programs[key] ?? packs.recognise(processes[place], number: programs.count)
        programs[key] = program
        latestProgram = (key, program)
        return program
    }

    private mutating func recognition(of text: ForeignText) -> ControlGroupRecognition {
        if let latestGroups, latestGroups.text == text { return latestGroups.found }
        let found = groups[text] ?? recognised(text)
        groups[text] = found
        latestGroups = (text, found)
        return found
    }

    private func recognised(_ text: ForeignText) -> ControlGroupRecognition {
        let isManager = text.bytes.contains(Self.managerUnit) && (text.bytes + [10]).contains(Self.managerEnd)
        return ControlGroupRecognition(owner: packs.owner(controlGroups: text), isManager: isManager)
    }
}
