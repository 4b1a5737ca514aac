internal import Collectors
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
    package let packs: ProcessPacks
    package let journal: Journal
    let redactor: Redactor
    let key: GroupingKey
    private let assessment: ProcessAssessment
    private let planner: ProcessPlanner

    package init(
        settings: ProcessSettings, packs: ProcessPacks, journal: Journal, redactor: Redactor, key: GroupingKey
    ) {
        self.settings = settings
        self.packs = packs
        self.journal = journal
        self.redactor = redactor
        self.key = key
        assessment = ProcessAssessment(
            derivation: FactDerivation(packs: packs),
            judge: ProcessJudge(priors: packs.priors, packVersion: packs.version))
        let decision = packs.priors.decision
        planner = ProcessPlanner(
            gates: ProcessGates(
                minimumAge: settings.planning.minimumAge, corroboratingGroups: decision.corroboratingGroups,
                corroboratingNats: decision.corroboratingNats),
            errorRate: ErrorRate(alpha: decision.falseDiscoveryRate))
    }

    /// A scan, judged: the sample as it was judged, and one finding and decision a process, in its order.
    package struct Assessed: Sendable {
        /// As read; its arguments identify processes and are never stored.
        package var raw: MachineSample
        package var sample: MachineSample
        package var findings: [ProcessFinding]
        package var decisions: [ProcessPlanner.Decision]
        package var mode: PolicyMode
        /// Processor seconds that the judgement took, without scan and redaction.
        package var judgingSeconds: Double
    }

    /// Reads this machine's processes over the window.
    package func scan(deadline: Deadline) throws(TendError) -> MachineSample {
        let hostID = key.hostID(machineID: Self.machineID())
        let collector = ProcessCollector(hostID: hostID)
        return try collector.scan(
            window: .microseconds(Int64(settings.window * 1e6)), samples: settings.samples, deadline: deadline)
    }

    /// Reads a recording.
    package func load(_ path: String) throws(TendError) -> MachineSample {
        try Recording.decode(Self.read(path), file: path)
    }

    /// Judges a sample.
    ///
    /// - Complexity: O(*n* log *n*) processes.
    package func assess(_ raw: MachineSample, mode: PolicyMode) -> Assessed {
        let sample = raw.redacted(by: redactor)
        let start = Clocks.processorSeconds()
        let findings = assessment.findings(sample)
        let decisions = planner.decide(
            findings, copies: findings.map(\.facts.copyGroup),
            preselectionLimit: mode == .canary
                ? journal.canaryActionsLeft(of: "processes", limit: settings.planning.canaryActions)
                : mode.preselectionLimit(canary: 0))
        return Assessed(
            raw: raw, sample: sample, findings: findings, decisions: decisions, mode: mode,
            judgingSeconds: Clocks.processorSeconds() - start)
    }

    /// All gates of one finding, also where the judge chose to keep.
    package func gates(_ finding: ProcessFinding) -> [GateFinding] {
        planner.gates.findings(finding)
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

    private static func machineID() -> [UInt8] {
        // Without a machine id the host name has to do: both only name the machine in the record.
        (try? FileSystem.read("/etc/machine-id", limit: 256)) ?? Array(Host.name.utf8)
    }
}
