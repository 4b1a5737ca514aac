internal import Collectors
internal import Decision
internal import Model
internal import Primitives

/// What a judged scan already knows of the surroundings of a suspect and a closer look does not see by itself.
struct DeepSurroundings {
    private let assessed: ProcessEngine.Assessed
    private let descent: Descent
    /// Places of the shells and editors that have a terminal.
    private let used: [Int]

    init(_ assessed: ProcessEngine.Assessed) {
        self.assessed = assessed
        descent = Descent(assessed.sample)
        used = assessed.findings.indices.filter { place in
            let process = assessed.raw.processes[place]
            return [.shell, .editor].contains(assessed.findings[place].facts.category) && process.terminal != 0
                && process.state != .zombie
        }
    }

    func suspect(_ place: Int, probes: Set<ProcessProbe>) -> DeepSuspect {
        DeepSuspect(
            assessed.raw.processes[place], probes: probes, adopter: adopter(of: place),
            neighbours: neighbours(of: place))
    }

    private func adopter(of place: Int) -> ProcessOrigin.Adopter {
        switch assessed.findings[place].facts.attachment.parent {
        case .living: return .none
        case .unknown: return .unknown
        case .reaper(1): return .initProcess
        case .reaper(let pid):
            let isManager = assessed.raw.processes.contains {
                $0.pid == pid && $0.name.bytes.starts(with: "systemd".utf8)
            }
            return isManager ? .userManager : .subreaper
        }
    }

    /// Those outside its own tree; where they work may be unknown, and then they count for nobody.
    private func neighbours(of place: Int) -> [DeepSuspect.Neighbour] {
        let own = Set(descent.tree(below: place))
        return used.compactMap { other in
            let process = assessed.raw.processes[other]
            guard !own.contains(other), case .measured(let directory) = process.workingDirectory else { return nil }
            return DeepSuspect.Neighbour(
                Companion(
                    pid: process.pid, category: assessed.findings[other].facts.category,
                    quiet: assessed.sample.host.terminalQuiet[process.terminal]),
                directory: directory)
        }
    }
}
