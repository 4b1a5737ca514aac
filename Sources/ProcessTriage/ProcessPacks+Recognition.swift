internal import Formats
internal import Model
internal import Primitives

extension ProcessPacks {
    /// What the packs say of one process by its words alone.
    func recognise(_ process: ProcessObservation) -> Recognition {
        let words = ProgramWords(process)
        let told = categories.classified(words)
        let reaper = supervisors.reaper(words)
        let supervisor = supervisors.supervisor(ancestor: words)
        var recognition = Recognition(
            category: told?.kind.category ?? .unknown, title: told?.kind.title ?? process.name.sanitised,
            protection: protected.protection(of: words).map {
                Protection(gate: "protected", reasonCode: $0.reasonCode, sentence: $0.sentence)
            },
            isReaper: reaper != nil, reaperSupervises: reaper?.supervises ?? false,
            supervises: supervisor.map(Self.facts), supervisionHolds: supervisor?.supervises ?? false)
        recognition.signatures = signatures.candidates(words, told)
        return recognition
    }

    /// The service or container that control groups belong to.
    func owner(controlGroups: ForeignText) -> SupervisorFacts? {
        supervisors.supervisor(controlGroups: controlGroups).map(Self.facts)
    }

    private static func facts(_ supervisor: Supervisor) -> SupervisorFacts {
        SupervisorFacts(
            kind: supervisor.type, unit: supervisor.unit?.sanitised, stopCommand: text(supervisor.stop),
            restartCommand: text(supervisor.restart))
    }

    private static func text(_ command: SupervisorCommand?) -> String? {
        command?.words.map(\.sanitised).joined(separator: " ")
    }
}
