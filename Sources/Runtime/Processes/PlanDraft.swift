internal import Decision
internal import Formats
internal import History
internal import Model
internal import Planning
internal import Primitives
internal import ProcessTriage

/// Writes findings into a plan: texts, identities, what ending a process would take with it.
struct PlanDraft {
    let engine: ProcessEngine
    let assessed: ProcessEngine.Assessed
    private let descent: Descent

    init(_ engine: ProcessEngine, _ assessed: ProcessEngine.Assessed) {
        self.engine = engine
        self.assessed = assessed
        descent = Descent(assessed.sample)
    }

    func planned(_ index: Int) -> PlannedProcess {
        let process = assessed.sample.processes[index]
        let finding = assessed.findings[index]
        let decision = assessed.decisions[index]
        var planned = PlannedProcess()
        planned.target = engine.target(assessed.raw.processes[index])
        planned.parent = process.parent
        planned.command = process.commandText
        planned.title = finding.facts.title
        planned.category = finding.facts.category
        planned.ageSeconds = finding.facts.age
        planned.state = process.state
        planned.terminal = process.terminalText
        planned.workingDirectory = process.workingDirectory.value?.sanitised ?? ""
        planned.cores = finding.facts.cores.value
        planned.residentMemory = process.counters.last?.residentMemory ?? .zero
        planned.levels = Array(finding.facts.levels)
        planned.ledger = finding.ledger
        planned.posterior = finding.posterior
        planned.expectedLoss = finding.expectedLoss
        planned.choice = finding.choice
        planned.recommendation = decision.recommendation
        planned.isPreselected = decision.isPreselected
        planned.gates = decision.gates.isEmpty ? assessed.gates.findings(finding) : decision.gates
        planned.supervisor = finding.facts.supervisor
        planned.signature = finding.facts.signature.map { match in
            PlannedSignature(match, isHeard: planned.ledger.weighsSignature)
        }
        planned.respawns = finding.facts.respawns
        planned.blastRadius = blastRadius(index)
        planned.oddsMargin = finding.stopBoundary?.margin
        if [.review, .pause].contains(decision.recommendation) { planned.undecided = undecidedTime(index) }
        planned.deep = process.deep
        planned.nextStep = assessed.chooser.nextStep(finding)
        planned.probing = assessed.probing[index]
        return planned
    }

    private func undecidedTime(_ index: Int) -> UndecidedTime {
        var time = assessed.assessment.undecidedTime(assessed.findings[index])
        time.passed = assessed.undecided[index]
        return time
    }

    /// It and its living descendants, depth first, children by PID.
    func tree(_ index: Int) -> [ProcessExplanation.Branch] {
        var tree: [ProcessExplanation.Branch] = []
        var waiting = [(index: index, depth: 0)]
        var seen: Set<Int> = [index]
        while let (next, depth) = waiting.popLast() {
            tree.append(branch(next, depth))
            for child in descent.children(of: next).reversed() where seen.insert(child).inserted {
                waiting.append((child, depth + 1))
            }
        }
        return tree
    }

    private func branch(_ index: Int, _ depth: Int) -> ProcessExplanation.Branch {
        let process = assessed.sample.processes[index]
        let facts = assessed.findings[index].facts
        var branch = ProcessExplanation.Branch()
        branch.pid = process.pid
        branch.depth = depth
        branch.title = facts.title
        branch.command = process.commandText
        branch.residentMemory = process.counters.last?.residentMemory ?? .zero
        branch.ports = process.listeningPorts
        branch.clients = facts.attachment.clients ?? 0
        branch.filesAtRisk = facts.filesAtRisk.value?.count ?? 0
        return branch
    }

    private func blastRadius(_ index: Int) -> BlastRadius {
        var radius = BlastRadius()
        let tree = descent.tree(below: index)
        radius.memory = descent.memory(of: tree)
        radius.descendants = tree.count - 1
        radius.clients = assessed.findings[index].facts.attachment.clients ?? 0
        radius.ports = assessed.sample.processes[index].listeningPorts
        return radius
    }
}

extension Ledger<ProcessClass> {
    fileprivate var weighsSignature: Bool {
        groups.contains { group in
            group.name == EvidenceGroup.signature
                && group.contribution(classes: ProcessClass.count).contains { $0 != 0 }
        }
    }
}

extension ProcessEngine {
    /// Exactly which process this is; the arguments only as a keyed hash.
    func target(_ process: ProcessObservation) -> ProcessTarget {
        var target = ProcessTarget()
        target.identity = process.identity
        target.executable = process.executableFile.value
        target.argumentsHash = process.arguments.value.map { key.hash($0.bytes) }
        target.processGroup = process.processGroup
        target.session = process.session
        return target
    }
}

extension ProcessObservation {
    /// The arguments with blanks between, or the kernel's name in brackets where there are none.
    var commandText: String {
        guard var bytes = arguments.value?.bytes, !bytes.isEmpty else { return "[\(name.sanitised)]" }
        if bytes.last == 0 { bytes.removeLast() }
        return ForeignText(bytes.map { $0 == 0 ? UInt8(ascii: " ") : $0 }).sanitised
    }

    /// `pts/3`, `tty1`, `major:minor` for others; empty without a terminal.
    var terminalText: String {
        guard terminal != 0 else { return "" }
        let number = UInt32(bitPattern: terminal)
        let major = (number >> 8) & 0xFFF
        let minor = (number & 0xFF) | ((number >> 12) & 0xFFF00)
        switch major {
        case 136...143: return "pts/\((major - 136) * 256 + minor)"
        case 4: return minor < 64 ? "tty\(minor)" : "ttyS\(minor - 64)"
        default: return "\(major):\(minor)"
        }
    }
}
