internal import Formats
package import Model
internal import Primitives

extension ProcessPacks {
    /// What the packs say of one process by its words alone; the number tells it from other programs.
    func recognise(_ process: ProcessObservation, number: Int) -> ProgramRecognition {
        let words = ProgramWords(process)
        let told = categories.classified(words)
        let reaper = supervisors.reaper(words)
        let supervisor = supervisors.supervisor(ancestor: words)
        return ProgramRecognition(
            category: told?.kind.category ?? .unknown, title: told?.kind.title ?? process.name.sanitised,
            protection: protected.protection(of: words).map {
                Protection(gate: "protected", reasonCode: $0.reasonCode, sentence: $0.sentence)
            },
            isReaper: reaper != nil, reaperSupervises: reaper?.supervises ?? false,
            supervises: supervisor.map(Self.facts), supervisionHolds: supervisor?.supervises ?? false,
            signatures: signatures.candidates(words, told), number: number)
    }

    /// By what name a machine knows a program: itself, and the script or module that it runs; nil for a kernel thread and
    /// where the arguments could not be read.
    package func groupingName(of process: borrowing ProcessObservation) -> String? {
        guard !process.isKernelThread, let arguments = process.arguments.value, !arguments.bytes.isEmpty else {
            return nil
        }
        let command = categories.launchers.command(
            ProgramWords(
                arguments: arguments.bytes, name: process.name.bytes,
                executable: process.executable.value?.bytes ?? []))
        return [command.program, command.module ?? command.script].compactMap { $0 }.joined(separator: " ")
    }

    /// The names of all processes; what shows the same words is read once.
    package func groupingNames(of processes: [ProcessObservation]) -> Set<String> {
        var seen: Set<[ForeignText]> = []
        var names: Set<String> = []
        for index in processes.indices {
            let words = [
                processes[index].name, processes[index].arguments.value ?? ForeignText(""),
                processes[index].executable.value ?? ForeignText(""),
            ]
            guard seen.insert(words).inserted, let name = groupingName(of: processes[index]) else { continue }
            names.insert(name)
        }
        return names
    }

    /// The service or container that control groups belong to.
    func owner(controlGroups: ForeignText) -> SupervisorFacts? {
        supervisors.supervisor(controlGroups: controlGroups).map(Self.facts)
    }

    /// What a supervisor runs under a name that it gave itself.
    func supervisor(kind: String, unit: ForeignText, address: [ForeignText]) -> SupervisorFacts? {
        supervisors.supervisor(type: kind, unit: unit, address: address).map(Self.facts)
    }

    private static func facts(_ supervisor: Supervisor) -> SupervisorFacts {
        var facts = SupervisorFacts(
            kind: supervisor.type, unit: supervisor.unit?.sanitised, stopCommand: text(supervisor.stop),
            restartCommand: text(supervisor.restart))
        facts.stopWords = words(supervisor.stop)
        facts.restartWords = words(supervisor.restart)
        return facts
    }

    private static func text(_ command: SupervisorCommand?) -> String? {
        command?.words.map(\.sanitised).joined(separator: " ")
    }

    /// The words as they can be run; a name that had to be made harmless would be another's name.
    private static func words(_ command: SupervisorCommand?) -> [String]? {
        guard let command, command.isComplete else { return nil }
        let words = command.words.map(\.sanitised)
        return zip(words, command.words).allSatisfy { Array($0.utf8) == $1.bytes } ? words : nil
    }
}
