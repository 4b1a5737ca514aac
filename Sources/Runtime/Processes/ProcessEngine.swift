package import Collectors
package import Decision
package import History
package import Model
package import Planning
package import Primitives
package import ProcessTriage
internal import Reporting
internal import SystemCalls

/// One way through for every command: sample, redact, judge, gate, plan.
package final class ProcessEngine {
    package let settings: ProcessSettings
    package let journal: Journal
    let redactor: Redactor
    let key: GroupingKey
    /// Nil: no supervisor is ever asked anything.
    let inquiry: SupervisorInquiry?
    private let loadPacks: () throws(TendError) -> ProcessPacks
    private var loaded: Judgement?
    /// What the record knew of this machine when it was last scanned.
    private var habits: MachineHabits?
    /// Where what was learned is kept.
    package var learnedPath: String { "\(journal.directory)/learned-priors.json" }
    /// What the record says of earlier actions; empty until this machine is scanned, for it says nothing of others.
    var recoveries = RecoveryTally()

    /// What an earlier session made of this machine's processes; those that are as they were are not judged again.
    package var earlier: EarlierPlan?

    /// What judges: made from the packs when first needed, or while a scan waits anyway.
    struct Judgement {
        let packs: ProcessPacks
        let derivation: FactDerivation
        let assessment: ProcessAssessment
        let planner: ProcessPlanner
        let chooser: ProbeChooser

        init(_ packs: ProcessPacks, _ planning: PlanningSettings) {
            self.packs = packs
            derivation = FactDerivation(packs: packs)
            assessment = ProcessAssessment(
                derivation: derivation, judge: ProcessJudge(priors: packs.judgingPriors, packVersion: packs.label),
                unlearned: packs.learned.map { _ in ProcessJudge(priors: packs.priors, packVersion: packs.version) })
            chooser = ProbeChooser(packs.priors)
            let decision = packs.priors.decision
            planner = ProcessPlanner(
                gates: ProcessGates(
                    minimumAge: planning.minimumAge, corroboratingGroups: decision.corroboratingGroups,
                    corroboratingNats: decision.corroboratingNats,
                    risk: RiskGates(
                        priorDoubt: decision.priorDoubt, divergenceRadius: decision.divergenceRadius,
                        transportRadius: decision.transportRadius, tailShare: decision.tailShare,
                        surprise: decision.surprise)),
                discovery: DiscoveryControl(alpha: decision.falseDiscoveryRate, method: planning.discoveryMethod),
                limits: planning.limits,
                recovery: RecoveryModel(settings: packs.priors.recovery, stopLosses: decision.stop))
        }

        private init(_ judgement: Judgement, _ planner: ProcessPlanner) {
            packs = judgement.packs
            derivation = judgement.derivation
            assessment = judgement.assessment
            chooser = judgement.chooser
            self.planner = planner
        }

        /// The same judge with another planner.
        func planning(by planner: ProcessPlanner) -> Judgement { Judgement(self, planner) }
    }

    package init(
        settings: ProcessSettings, journal: Journal, redactor: Redactor, key: GroupingKey,
        inquiry: SupervisorInquiry? = nil,
        packs: @escaping () throws(TendError) -> ProcessPacks
    ) {
        self.settings = settings
        self.journal = journal
        self.redactor = redactor
        self.key = key
        self.inquiry = inquiry
        loadPacks = packs
    }

    /// Has the next judgement read packs and learned priors anew.
    func forgetJudgement() { loaded = nil }

    /// - Throws: `TendError` for a pack that cannot be read or understood.
    func judgement() throws(TendError) -> Judgement {
        if let loaded { return loaded }
        var packs = try loadPacks()
        packs.learned = learnedLayer()
        let judgement = Judgement(packs, settings.planning)
        loaded = judgement
        return judgement
    }

    /// A scan, judged: the sample as it was judged, and one finding and decision a process, in its order.
    package struct Assessed: Sendable {
        /// As read; its arguments identify processes and are never stored.
        package var raw: MachineSample
        package var sample: MachineSample
        package var findings: [ProcessFinding]
        package var decisions: [ProcessPlanner.Decision]
        package var mode: PolicyMode
        /// Names the packs that judged.
        package var packs: String
        /// The gates as this judgement asks them.
        package var gates: ProcessGates
        /// What earlier actions brought, as this judgement asks it.
        var recovery: RecoveryModel?
        /// What judged, for what would be so otherwise or later.
        let assessment: ProcessAssessment
        /// Processor seconds that the judgement took, without scan and redaction.
        package var judgingSeconds: Double
        /// What may still go by itself, over all runs; nil where the mode lets nothing go by itself.
        package var budget: ErrorBudget?
        /// Seconds for which earlier scans have left processes undecided, by place; empty of a recording.
        var undecided: [Int: Double] = [:]
        /// What the record knows of this machine; nil for a recording.
        var habits: MachineHabits?
        /// Says what is worth looking at more closely.
        package var chooser: ProbeChooser
        /// How the probes of a deep scan were chosen, by the place of the process.
        var probing: [Int: ProbeChoice] = [:]
        /// TCP ports on which anybody listens; read for goals only.
        var openPorts: Set<Int>?
    }

    /// Reads this machine's processes over the window.
    package func scan(deadline: Deadline) throws(TendError) -> MachineSample {
        let collector = ProcessCollector(hostID: hostID)
        var earlier: [ScanHistory] = []
        var habits: MachineHabits?
        var sample = try collector.scan(
            window: .microseconds(Int64(settings.window * 1e6)), samples: settings.samples, deadline: deadline
        ) { [self] in
            // What fails here fails again, and is told, when it is needed.
            _ = try? judgement()
            earlier = earlierScans()
            habits = machineHabits()
            // Tables of fields are made when first used.
            (_, _) = (ProcessPlan.shape, ProcessObservation.shape)
        }
        sample.attach(earlier)
        recoveries = recordedRecoveries()
        RespawnRecord(journal, now: Clocks.wallMilliseconds()).annotate(&sample, key)
        if let habits { habits.annotate(&sample, try judgement().packs, key) }
        self.habits = habits
        var wanted = declarations()
        wanted.annotate(&sample)
        settleBudget(sample)
        return sample
    }

    /// The anonymous name of this machine.
    var hostID: String { key.hostID(machineID: Self.machineID()) }

    /// Reads a recording.
    package func load(_ path: String) throws(TendError) -> MachineSample {
        try Recording.decode(Self.read(path), file: path)
    }

    /// Judges a sample.
    ///
    /// - Complexity: O(*n* log *n*) processes.
    package func assess(_ raw: MachineSample, mode: PolicyMode) throws(TendError) -> Assessed {
        assess(raw, mode: mode, by: try judgement())
    }

    func assess(_ raw: MachineSample, mode: PolicyMode, by judgement: Judgement) -> Assessed {
        let sample = raw.redacted(by: redactor)
        let start = Clocks.processorSeconds()
        let descent = judgement.planner.limits.boundsBlastRadius ? Descent(sample) : nil
        var planner = judgement.planner
        planner.recovery?.tally = recoveries
        let limit = mode.preselectionLimit(
            canary: journal.canaryActionsLeft(of: "processes", limit: settings.planning.canaryActions))
        let budget = limit == 0 ? nil : journal.errorBudget(of: "processes", alpha: planner.discovery.alpha)
        func decide(_ findings: [ProcessFinding]) -> [ProcessPlanner.Decision] {
            planner.decide(
                findings, copies: findings.map(\.facts.copyGroup), parents: Self.livingParents(findings),
                preselectionLimit: limit, families: Self.families(sample, findings), budget: budget,
                reach: { descent?.reach(below: $0) ?? ActionLimits.Reach() })
        }
        let findings = judgement.assessment.findings(
            sample, known: earlier.map { earlier in { earlier.posterior(of: $0, $1) } })
        var decisions = decide(findings)
        // Judged once more by the packs alone only where there is something that learning must not have made.
        if let alone = judgement.assessment.withoutLearning, decisions.contains(where: \.acts) {
            Self.withhold(&decisions, unlessAlso: decide(alone.findings(sample)))
        }
        return Assessed(
            raw: raw, sample: sample, findings: findings, decisions: decisions, mode: mode,
            packs: judgement.packs.label, gates: planner.gates, recovery: planner.recovery,
            assessment: judgement.assessment, judgingSeconds: Clocks.processorSeconds() - start, budget: budget,
            habits: habits.flatMap { raw.host.hostID == hostID ? $0 : nil }, chooser: judgement.chooser)
    }

    /// What hangs together: the members of one unit or container that a supervisor runs, else those of one process group.
    static func families(_ sample: MachineSample, _ findings: [ProcessFinding]) -> [Int] {
        var units: [String: Int] = [:]
        return findings.indices.map { index in
            guard let supervisor = findings[index].facts.supervisor else {
                return Int(sample.processes[index].processGroup)
            }
            let unit = "\(supervisor.kind)\u{0}\(supervisor.unit ?? "")"
            // Process groups are never negative.
            let family = units[unit] ?? -1 - units.count
            units[unit] = family
            return family
        }
    }

    /// Leaves to a person whatever only what was learned would act on; both lists are in the order of the sample.
    private static func withhold(
        _ decisions: inout [ProcessPlanner.Decision], unlessAlso alone: [ProcessPlanner.Decision]
    ) {
        for index in decisions.indices where decisions[index].acts && !alone[index].acts {
            decisions[index].recommendation = .review
            decisions[index].isPreselected = false
            guard !decisions[index].gates.contains(where: { $0.reasonCode == GateFinding.learnedOnly.reasonCode })
            else { continue }
            decisions[index].gates.append(.learnedOnly)
        }
    }

    /// Where each finding's parent stands, if that lives and is no reaper.
    static func livingParents(_ findings: [ProcessFinding]) -> [Int?] {
        findings.indices.map { index in
            guard case .living = findings[index].facts.attachment.parent else { return nil }
            return findings[index].facts.parentPlace
        }
    }

    static func read(_ path: String) throws(TendError) -> [UInt8] {
        do {
            return path == "-"
                ? try FileSystem.readStandardInput(limit: 1 << 30) : try FileSystem.read(path, limit: 1 << 30)
        } catch {
            throw TendError(
                error.isGone ? .notFound : error.isRefused ? .notPermitted : .inputOutput, "cannot read \(path)",
                area: "processes", hint: error.isGone ? "check the path" : nil, cause: error)
        }
    }

    static func machineID() -> [UInt8] {
        // Without a machine id the host name has to do: both only name the machine in the record.
        (try? FileSystem.read("/etc/machine-id", limit: 256)) ?? Array(Host.name.utf8)
    }
}
