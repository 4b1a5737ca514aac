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
    private var programs: [Key: ProgramRecognition] = [:]
    private var latestProgram: (key: Key, program: ProgramRecognition)?
    private var groups: [ForeignText: ControlGroupRecognition] = [:]
    private var latestGroups: (text: ForeignText, found: ControlGroupRecognition)?

    init(packs: ProcessPacks) {
        self.packs = packs
    }

    mutating func recognition(of process: borrowing ProcessObservation) -> Recognition {
        guard !process.isKernelThread else { return Recognition(program: Self.kernelThread) }
        let program = program(process)
        guard case .measured(let groups) = process.controlGroups else { return Recognition(program: program) }
        return Recognition(program: program, controlGroups: recognition(of: groups))
    }

    // Neighbours are mostly alike, and the same text is cheaper to compare than to hash.

    private mutating func program(_ process: borrowing ProcessObservation) -> ProgramRecognition {
        let key = Key(
            name: process.name, arguments: process.arguments.value, executable: process.executable.value)
        if let latestProgram, latestProgram.key == key { return latestProgram.program }
        let program = programs[key] ?? packs.recognise(process, number: programs.count)
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
