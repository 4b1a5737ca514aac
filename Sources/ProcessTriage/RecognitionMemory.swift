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

    private let packs: ProcessPacks
    private var programs: [Key: (recognition: Recognition, number: Int)] = [:]
    private var latest: (groups: ForeignText, found: (owner: SupervisorFacts?, isManager: Bool))?
    private var owners: [ForeignText: (owner: SupervisorFacts?, isManager: Bool)] = [:]

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
        if let groups = process.controlGroups.value {
            let (owner, isManager) = owner(of: groups)
            recognition.controlGroupOwner = owner
            // Told by its place, whatever it calls itself.
            if isManager { recognition.isReaper = true }
        }
        return (recognition, number)
    }

    private mutating func owner(of groups: ForeignText) -> (owner: SupervisorFacts?, isManager: Bool) {
        // Neighbours mostly share a control group, and the same text is cheaper to compare than to hash.
        if let latest, latest.groups == groups { return latest.found }
        if let known = owners[groups] {
            latest = (groups, known)
            return known
        }
        let isManager = groups.bytes.contains(Self.managerUnit) && (groups.bytes + [10]).contains(Self.managerEnd)
        let found = (owner: packs.owner(controlGroups: groups), isManager: isManager)
        owners[groups] = found
        latest = (groups, found)
        return found
    }
}
