internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import SystemCalls

/// A recorded machine with a verdict for every process.
struct Scenario: Sendable {
    /// What ought to happen to a process.
    enum Verdict: String, CaseIterable {
        case keep, stop
        /// Dead already; its parent has to reap it.
        case reap
        /// Whether it goes on is for whoever runs it: its supervisor may be told, itself it gets no signal.
        case route
        /// Reasonable people differ: counts neither way.
        case either

        /// Whether this is what ought to be recommended.
        func accepts(_ recommendation: ProcessRecommendation) -> Bool {
            switch self {
            case .keep: [.keep, .review].contains(recommendation)
            case .stop: recommendation.endsProcess
            case .reap: recommendation == .reapParent
            case .route: [.keep, .review, .stopUnit, .restart].contains(recommendation)
            case .either: true
            }
        }

        /// Whether to recommend otherwise may harm somebody, rather than miss something.
        var isHarmedByOthers: Bool { [.keep, .route].contains(self) }
    }

    var name: String
    var sample: MachineSample
    var verdicts: [Int32: Verdict]

    /// Reads `recording.jsonl` and `verdicts.toml` of one folder.
    init(folder: String, name: String) throws(TendError) {
        self.name = name
        sample = try Recording.decode(
            ProcessEngine.read("\(folder)/recording.jsonl"), file: "\(folder)/recording.jsonl")
        verdicts = try Self.verdicts(file: "\(folder)/verdicts.toml")
        for process in sample.processes where !process.isKernelThread && verdicts[process.pid] == nil {
            throw TendError(
                .malformedInput, "\(folder)/verdicts.toml says nothing of PID \(process.pid) (\(process.commandText))",
                area: "processes", hint: "give every process a verdict; \"either\" where reasonable people differ")
        }
    }

    /// `[[verdict]]` tables with `pids`, `verdict` and `because`.
    private static func verdicts(file: String) throws(TendError) -> [Int32: Verdict] {
        let table = try TOMLDocument.parse(ProcessEngine.read(file), file: file)
        var verdicts: [Int32: Verdict] = [:]
        for entry in table["verdict"]?.array ?? [] {
            guard let word = entry.table?["verdict"]?.string, let verdict = Verdict(rawValue: word),
                let pids = entry.table?["pids"]?.array
            else {
                throw TendError(
                    .malformedInput,
                    "\(file):\(entry.line): a verdict needs pids and keep, stop, reap, route or either",
                    area: "processes")
            }
            for pid in pids.compactMap(\.integer).compactMap(Int32.init(exactly:)) { verdicts[pid] = verdict }
        }
        return verdicts
    }
}
