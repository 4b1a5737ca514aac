import Decision
import Formats
import History
import Model
import Planning
import Primitives
import ProcessTriage
import Reporting
import SystemCalls
import TestSupport
import Testing

@testable import Runtime

/// How well the committed scenarios are judged, and what is said of a scenario that is broken.
@Suite struct ScenarioTests {
    private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    private static let scenarios = "\(root)/Scenarios/processes"
    private static let second = "\(root)/Scenarios/second-author"

    private static func engine(_ scratch: Scratch) throws -> ProcessEngine {
        // Neither key nor record is written: judging needs none.
        ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: scratch.directory)),
            redactor: Redactor(home: nil),
            key: GroupingKey.load(directory: scratch.directory), packs: ProcessPacks.embedded)
    }

    @Test func `nothing that is needed is stopped, and most of what is not is found`() throws {
        let scratch = try Scratch()
        let evaluation = try Self.engine(scratch).evaluate(Self.scenarios)
        #expect(evaluation.scenarios >= 42)
        #expect(evaluation.processes >= 1284)
        #expect(evaluation.failures.filter(\.isHarmful).map { "\($0.scenario) \($0.pid) \($0.command)" } == [])
        #expect(try #require(evaluation.recall) >= 0.9)
        #expect(evaluation.expectedCalibrationError < 0.05)
    }

    /// What is composed shows what its author knows; what is recorded, how machines are.
    @Test func `at least half of the scenarios are recordings of real programs`() throws {
        let descriptions = try FileSystem.names(in: "\(Self.root)/scripts/scenarios")
        let composed = Set(descriptions.map { $0.replacing("_", with: "-").replacing(".py", with: "") })
        let names = try FileSystem.names(in: Self.scenarios)
        let recorded = names.filter { !composed.contains($0) }
        #expect(recorded.count * 2 >= names.count && recorded.count < names.count)
    }

    /// A hundred copies of one orphan are one thing found: without this they would hide everything else.
    @Test func `most of the programs to be stopped are found, copies counted once`() throws {
        let scratch = try Scratch()
        let failures = try Self.engine(scratch).evaluate(Self.scenarios).failures
        var wanted: Set<[String]> = []
        for name in try FileSystem.names(in: Self.scenarios) {
            let scenario = try Scenario(folder: "\(Self.scenarios)/\(name)", name: name)
            for process in scenario.sample.processes where scenario.verdicts[process.pid] == .stop {
                wanted.insert([name, process.commandText])
            }
        }
        let missed = Set(failures.filter { $0.verdict == "stop" }.map { [$0.scenario, $0.command] })
        #expect(Double(wanted.count - missed.count) / Double(wanted.count) >= 0.82)
    }

    /// Somebody else wrote these machines and verdicts, before tend had seen them.
    @Test func `nothing that is needed is stopped on a second author's machines`() throws {
        let scratch = try Scratch()
        let evaluation = try Self.engine(scratch).evaluate(Self.second)
        #expect(evaluation.scenarios >= 27)
        #expect(evaluation.failures.filter(\.isHarmful).map { "\($0.scenario) \($0.pid) \($0.command)" } == [])
        #expect(try #require(evaluation.recall) >= 0.9)
        #expect(evaluation.expectedCalibrationError < 0.05)
    }

    @Test(arguments: [(scenarios, 20), (second, 3)])
    func `nothing that is needed is stopped under another name, at another age, or half unreadable`(
        set: String, copies: Int
    ) throws {
        let scratch = try Scratch()
        var request = ProcessEngine.EvaluationRequest()
        request.perturbations = copies
        let evaluation = try Self.engine(scratch).evaluate(set, request)
        #expect(evaluation.harmfulPerturbed.map { "\($0.scenario) \($0.pid) \($0.command)" } == [])
    }

    /// As if every suspect had been undecided for a month: what is then to be paused, a must-keep among it, is harmful.
    @Test(arguments: [scenarios, second])
    func `nothing that is needed is paused, however long it was undecided`(set: String) throws {
        let scratch = try Scratch()
        var request = ProcessEngine.EvaluationRequest()
        request.undecidedSeconds = 30 * 86_400
        request.perturbations = 2
        let evaluation = try Self.engine(scratch).evaluate(set, request)
        let harmful = evaluation.failures.filter(\.isHarmful) + evaluation.harmfulPerturbed
        #expect(harmful.map { "\($0.scenario) \($0.pid) \($0.command)" } == [])
        #expect(evaluation.failures.contains { $0.recommendation == .pause })
    }

    @Test func `each miss names the gate that held it back, or the term that spoke against it`() throws {
        let scratch = try Scratch()
        let misses = try Self.engine(scratch).evaluate(Self.scenarios).failures
        #expect(!misses.isEmpty)
        for miss in misses {
            let isChoice = miss.deciding.contains { $0.hasPrefix("choice ") }
            #expect(miss.deciding.contains { $0.hasPrefix(isChoice ? "term " : "gate ") }, "\(miss.pid)")
            #expect(miss.margin != nil)
        }
    }

    @Test func `a gate that is not heard lets through what it alone held back, and the stricter the fewer`() throws {
        let scratch = try Scratch()
        var request = ProcessEngine.EvaluationRequest()
        request.ablatesGates = true
        let evaluation = try Self.engine(scratch).evaluate(Self.scenarios, request)
        let recall = try #require(evaluation.recall)
        #expect(evaluation.gateAblation.last?.group == "all of them")
        #expect(evaluation.gateAblation.allSatisfy { ($0.recall ?? 0) >= recall })
        #expect(try #require(evaluation.gateAblation.last?.recall) > recall)
    }

    @Test func `no procedure against false discoveries is harmful, and none finds more than the mean of the chances`()
        throws
    {
        let scratch = try Scratch()
        var recalls: [DiscoveryMethod: Double] = [:]
        for method in DiscoveryMethod.allCases {
            var settings = ProcessSettings()
            settings.planning.discoveryMethod = method
            let engine = ProcessEngine(
                settings: settings, journal: Journal(settings: HistorySettings(directory: scratch.directory)),
                redactor: Redactor(home: nil), key: GroupingKey.load(directory: scratch.directory),
                packs: ProcessPacks.embedded)
            let evaluation = try engine.evaluate(Self.second)
            #expect(evaluation.harmful == 0, "\(method)")
            recalls[method] = evaluation.recall
        }
        #expect(recalls.values.max() == recalls[.lfdr])
        #expect(recalls.values.min() == recalls[.strictest])
        #expect(try #require(recalls[.eBH]) >= 0.8)
    }

    @Test(arguments: [scenarios, second])
    func `whatever could not be read, and whatever is read wrongly, stops nothing that is needed`(set: String) throws {
        let scratch = try Scratch()
        var request = ProcessEngine.EvaluationRequest()
        request.isFaulted = true
        let faults = try Self.engine(scratch).evaluate(set, request).faults
        #expect(faults.map(\.name) == ReadingFault.allCases.map(\.rawValue))
        #expect(faults.filter(\.isWithstood).map(\.harmful) == [0, 0, 0, 0, 0])
        // Blind, it ends nothing; and the faults were really made: the false ones do harm.
        #expect(faults.first { $0.name == "everything_missing" }?.stops == 0)
        #expect(faults.first { $0.name == "descriptors_missing" }?.stops == 0)
        #expect(try #require(faults.first { $0.name == "everybody_orphaned" }).harmful > 0)
    }

    @Test func `a perturbed machine follows from its seed and leaves init and kernel alone`() throws {
        let name = try #require(FileSystem.names(in: Self.scenarios).sorted().first)
        let sample = try Scenario(folder: "\(Self.scenarios)/\(name)", name: name).sample
        var (one, same, other) = (Perturbation(seed: 7), Perturbation(seed: 7), Perturbation(seed: 8))
        let perturbed = one.apply(to: sample)
        #expect(perturbed == same.apply(to: sample))
        #expect(perturbed != other.apply(to: sample))
        #expect(perturbed != sample)
        for (before, after) in zip(sample.processes, perturbed.processes) where before.pid == 1 || before.isKernelThread
        {
            #expect(before == after)
        }
    }

    @Test func `leaving out attachment loses what there is to find, and nothing becomes harmful`() throws {
        let scratch = try Scratch()
        var request = ProcessEngine.EvaluationRequest()
        request.isAblated = true
        let ablation = try Self.engine(scratch).evaluate(Self.scenarios, request).ablation
        let names = ProcessPriors.groups + ProcessPriors.layers + [LearnedPriors.ablationName]
        #expect(ablation.map(\.group) == names)
        #expect(ablation.allSatisfy { $0.harmful == 0 })
        #expect(try #require(ablation.first { $0.group == "attachment" }?.recallOfPrograms) < 0.1)
    }

    @Test(arguments: [scenarios, second])
    func `every process of every scenario has a verdict and a reason`(set: String) throws {
        for name in try FileSystem.names(in: set) {
            let folder = "\(set)/\(name)"
            let scenario = try Scenario(folder: folder, name: name)
            let pids = Set(scenario.sample.processes.filter { !$0.isKernelThread }.map(\.pid))
            #expect(Set(scenario.verdicts.keys) == pids, "\(name)")
            let file = "\(folder)/verdicts.toml"
            let table = try TOMLDocument.parse(FileSystem.read(file, limit: 1 << 20), file: file)
            let entries = try #require(table["verdict"]?.array)
            #expect(entries.allSatisfy { $0.table?["because"]?.string?.isEmpty == false }, "\(name)")
        }
    }

    @Test(arguments: [
        ("[[verdict]]\npids = [1]\nverdict = \"keep\"\n", "says nothing of PID 20 (sleep 9)"),
        ("[[verdict]]\npids = [1, 20]\nverdict = \"kill\"\n", "verdicts.toml:1: a verdict needs"),
        ("[[verdict]]\nverdict = \"keep\"\n", "verdicts.toml:1: a verdict needs"),
        ("[[verdict]\n", "verdicts.toml"),
        ("", "says nothing of PID 1 (init)"),
    ])
    func `a broken verdict file is named with what is wrong in it`(verdicts: String, complaint: String) throws {
        let scratch = try Scratch()
        try scratch.write("broken/recording.jsonl", Self.recording)
        try scratch.write("broken/verdicts.toml", verdicts)
        let engine = try Self.engine(scratch)
        let error = #expect(throws: TendError.self) { try engine.evaluate(scratch.directory) }
        #expect(error?.message.contains(complaint) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        (Scenario.Verdict.keep, [.keep, .review], true),
        (.stop, [.stop, .stopUnit, .restart], false),
        (.reap, [.reapParent], false),
        (.route, [.keep, .review, .stopUnit, .restart], true),
        (.either, ProcessRecommendation.allCases, false),
    ])
    func `a verdict accepts what does it justice, and some are harmed by what is not`(
        verdict: Scenario.Verdict, right: [ProcessRecommendation], isHarmed: Bool
    ) {
        #expect(Set(ProcessRecommendation.allCases.filter(verdict.accepts)) == Set(right))
        #expect(verdict.isHarmedByOthers == isHarmed)
    }

    @Test func `a folder without scenarios is an error`() throws {
        let scratch = try Scratch()
        let engine = try Self.engine(scratch)
        let error = #expect(throws: TendError.self) { try engine.evaluate(scratch.directory) }
        #expect(error?.code == .notFound)
    }

    /// Probability and truth of each prediction, and the error that follows by hand.
    @Test(
        arguments: [
            ([], 0),
            ([(1, true)], 0),
            ([(0.25, false)], 0.25),
            // Fewer than ten: each stands alone.
            ([(0.9, true), (0.2, false), (0.6, true)], (0.1 + 0.2 + 0.4) / 3),
            // Right on average within each bin of two is right enough.
            (Array(repeating: [(0.5, true), (0.5, false)], count: 10).flatMap { $0 }, 0),
            (Array(repeating: (0.8, false), count: 20), 0.8),
        ] as [([(Double, Bool)], Double)])
    func `the calibration error is the mean distance within bins`(
        predictions: [(Double, Bool)], expected: Double
    ) {
        let error = ProcessEvaluation.calibrationError(predictions.map { (probability: $0.0, isTrue: $0.1) })
        #expect(abs(error - expected) < 1e-12)
    }

    private static let recording: String = {
        let host = HostFacts(
            hostID: "", bootID: "boot", kernel: "", capturedAt: 0, uptime: 1000, window: 0, samples: 1,
            ticksPerSecond: 100, pageSize: 4096, processors: 1, memoryTotal: .zero, memoryAvailable: .zero,
            initStartTicks: 0, hasSystemd: false, viewer: Viewer(pid: 20, userID: 0, chain: []))
        let processes = [(1, "init"), (20, "sleep 9")].map { pid, command in
            ProcessObservation(
                identity: ProcessIdentity(pid: Int32(pid), startTicks: 0, bootID: "boot", userID: 0), parent: 0,
                processGroup: 0, session: 0, name: ForeignText(command),
                arguments: .measured(ForeignText(command.split(separator: " ").map { "\($0)\0" }.joined())))
        }
        return String(decoding: Recording.encode(MachineSample(host: host, processes: processes)), as: UTF8.self)
    }()
}

/// A directory of its own for one test, removed with it.
private final class Scratch {
    let directory: String

    init() throws {
        directory = "/tmp/tend-scenarios-\(Host.processID)-\(UInt64.random(in: .min ... .max))"
        try FileSystem.makeDirectories(directory)
    }

    deinit {
        // What cannot be removed lies under /tmp and harms nothing.
        for name in (try? FileSystem.names(in: directory)) ?? [] {
            for file in (try? FileSystem.names(in: "\(directory)/\(name)")) ?? [] {
                try? FileSystem.remove("\(directory)/\(name)/\(file)")
            }
            try? FileSystem.removeDirectory("\(directory)/\(name)")
            try? FileSystem.remove("\(directory)/\(name)")
        }
        try? FileSystem.removeDirectory(directory)
    }

    func write(_ path: String, _ text: String) throws {
        let parts = path.split(separator: "/")
        try FileSystem.makeDirectories("\(directory)/\(parts[0])")
        try FileDescriptor.open("\(directory)/\(path)", [.writeOnly, .create]).write(Array(text.utf8))
    }
}
