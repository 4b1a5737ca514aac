import Collectors
import Decision
import History
import Model
import Primitives
import ProcessTriage
import Reporting
import Runtime
import SystemCalls

/// Processor time of reading all processes, beside `ps` and psutil reading the same fields.
///
/// The machine is filled up with sleeping children first, and they are ended exactly.
struct ProcessBenchmark {
    private var count = 1000
    private var repeats = 11
    private var isJSON = false
    /// A directory for what the measured runs store.
    private var work = ""
    private static let columns = "pid,ppid,pgid,sid,uid,stat,etimes,time,rss,nlwp,tty,args"
    private static let psutilScript = """
        import psutil
        fields = ['pid', 'ppid', 'uids', 'status', 'create_time', 'cpu_times', 'memory_info', 'num_threads', 'terminal', 'cmdline']
        list(psutil.process_iter(fields))
        """

    init(arguments: [String]) throws(TendError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": isJSON = true
            case "--count": count = try Self.number(argument, rest.popFirst())
            case "--work": work = rest.popFirst() ?? ""
            case "--repeats": repeats = try Self.number(argument, rest.popFirst())
            default: throw TendError(.usage, "unknown argument \(argument)", area: "bench")
            }
        }
        guard FileSystem.exists(work) else {
            throw TendError(.usage, "--work needs a directory for what is stored", area: "bench")
        }
    }

    static func number(_ name: String, _ text: String?) throws(TendError) -> Int {
        guard let text, let number = Int(text), number > 0 else {
            throw TendError(.usage, "\(name) needs a number above 0", area: "bench")
        }
        return number
    }

    func run() throws {
        var children: [ChildProcess] = []
        defer { for child in children { child.end() } }
        for _ in 0..<count { children.append(try ChildProcess.start(SpawnRequest("sleep", ["600"]))) }
        let rows = try measure()
        let text =
            isJSON
            ? MeasurementTable.json(rows, benchmark: "processes", count: count)
            : "processes: \(count) sleeping children, processor time, medians of \(repeats)\n"
                + MeasurementTable.text(rows)
        try writeAll(Array(text.utf8), to: 1)
    }

    private func measure() throws -> [Measurement] {
        let collector = ProcessCollector(hostID: "bench")
        let repeated = try collector.sampler(fields: .columns)
        try repeated.sample(expected: .max)
        let repeatedFull = try collector.sampler(fields: .full)
        try repeatedFull.sample(expected: .max)
        try repeatedFull.readDetails()
        let engine = ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: "\(work)/tend")),
            redactor: Redactor(), key: GroupingKey.load(directory: work), packs: ProcessPacks.embedded)
        let sample = try engine.scan(deadline: .none)
        let sampled = try Self.sampledThrice(work)
        let watched = Self.watched(sample)
        let crowded = Self.crowded(sample, 5000)
        let recording = "\(work)/crowded.jsonl"
        _ = try engine.record(crowded, to: recording)
        let learning = try Self.learning(work)
        let packs = try ProcessPacks.embedded()
        let hasPsutil = try runs("python3", ["-c", "import psutil"])
        var times: [String: [Double]] = [:]
        // In turn, so that whatever else the machine does falls on all of them alike.
        for _ in 0..<repeats {
            times["ps", default: []].append(try child("ps", ["-eo", Self.columns]))
            times["columns", default: []].append(try own { _ = try collector.quickScan(.columns) })
            times["repeated", default: []].append(try own { try repeated.sample(expected: .max) })
            times["repeated_full", default: []].append(try own { try repeatedFull.sample(expected: .max) })
            times["full", default: []].append(try own { _ = try collector.quickScan(.full) })
            times["whole", default: []].append(try own { _ = try collector.scan(window: .zero, samples: 2) })
            times["judging", default: []].append(try engine.assess(sample, mode: .observe).judgingSeconds * 1000)
            times["sampled", default: []].append(try engine.assess(sampled, mode: .observe).judgingSeconds * 1000)
            times["watched", default: []].append(try engine.assess(watched, mode: .observe).judgingSeconds * 1000)
            times["crowded", default: []].append(try engine.assess(crowded, mode: .observe).judgingSeconds * 1000)
            times["learned", default: []].append(
                try own {
                    var packs = packs
                    packs.learned = try learning.storedLayer()
                    _ = ProcessJudge(priors: packs.judgingPriors, packVersion: packs.label)
                })
            if let plan = try planWall(work) {
                times["plan", default: []].append(plan)
                times["beyond", default: []].append(plan - 500)
            }
            if hasPsutil { times["psutil", default: []].append(try child("python3", ["-c", Self.psutilScript])) }
        }
        // Each takes its whole window, so fewer have to do.
        for _ in 0..<min(3, repeats) {
            let deep = try Self.deepScan(sample)
            times["deep", default: []].append(deep.wall * 1000)
            times["deep_processor", default: []].append(deep.processorSeconds * 1000)
        }
        if let tend = Self.program("tend"), let bench = Self.program("bench") {
            let words = [tend, "processes", "plan", "--from", recording, "--format", "json"]
            times["memory"] = [try PeakMemory.megabytes(of: words, bench: bench, work: work)]
        }
        return Self.rows.compactMap { row in
            guard let values = times[row.name] else { return nil }
            var row = row
            row.value = median(values)
            if let reference = row.reference { row.ratio = row.value / median(times[reference] ?? []) }
            if row.name == "columns", let psutil = times["psutil"] {
                row.label += " (\(MeasurementTable.fixed(row.value / median(psutil), 3))x psutil, budget 0.10x)"
            }
            return row
        }
    }

    /// A scan of three samples.
    private static func sampledThrice(_ work: String) throws -> MachineSample {
        var settings = ProcessSettings()
        settings.samples = 3
        return try ProcessEngine(
            settings: settings, journal: Journal(settings: HistorySettings(directory: "\(work)/tend")),
            redactor: Redactor(), key: GroupingKey.load(directory: work), packs: ProcessPacks.embedded
        ).scan(deadline: .none)
    }

    /// An engine whose record holds what labels of every category and role have taught, up to every bound.
    private static func learning(_ work: String) throws -> ProcessEngine {
        let directory = "\(work)/learned"
        try FileSystem.makeDirectories(directory)
        var layer = LearnedPriors()
        layer.own.categories = ProcessCategory.allCases.map { category in
            var entry = CategoryEvidence(category)
            (entry.weight, entry.residual) = (150, [-90, 30, 60])
            return entry
        }
        layer.own.roles = ProcessRole.allCases.map { role in
            var entry = RoleEvidence(role)
            (entry.levelWeights, entry.modeWeights) = ([90, 60], [80, 10, 60])
            entry.levelResiduals = [[-40, -10, -20, 0, 0, 5, 5], [40, 10, 20, 0, 0, -5, -5]]
            entry.modeResiduals = [[-40, -10, 0, 0, 0, 0], [5, 0, 0, 5, 0, 0], [40, 10, 0, 0, 0, 0]]
            return entry
        }
        try FileSystem.replace("\(directory)/learned-priors.json", with: layer.json)
        return ProcessEngine(
            settings: ProcessSettings(), journal: Journal(settings: HistorySettings(directory: directory)),
            redactor: Redactor(), key: GroupingKey.load(directory: directory), packs: ProcessPacks.embedded)
    }

    /// The sample as it would be after 120 scans a minute apart: a third idle, a third at work, a third growing.
    private static func watched(_ sample: MachineSample) -> MachineSample {
        var sample = sample
        for index in sample.processes.indices {
            var history: [HistoryPoint] = []
            for step in 0..<120 {
                history.append(
                    HistoryPoint(
                        moment: Double(step) * 60, ticks: UInt64(index % 3 == 1 ? step * (index % 600) : 0),
                        residentMemory: ByteCount(UInt64((1 << 24) + (index % 3 == 2 ? step << 16 : 0))),
                        storage: UInt64(index % 3 == 1 ? step : 0), threads: 1))
            }
            sample.processes[index].history = history
        }
        return sample
    }

    /// The sample's processes over and over, each time with PIDs of their own.
    private static func crowded(_ sample: MachineSample, _ count: Int) -> MachineSample {
        var crowded = sample
        let highest = Int32(sample.processes.last?.pid ?? 0)
        var round: Int32 = 1
        while crowded.processes.count < count {
            for process in sample.processes.prefix(count - crowded.processes.count) {
                var copy = process
                copy.identity.pid += round * highest
                crowded.processes.append(copy)
            }
            round += 1
        }
        return crowded
    }

    /// Every probe of the twenty processes with the most open files: those cost most.
    private static func deepScan(_ sample: MachineSample) throws -> DeepScanSummary {
        func files(_ process: ProcessObservation) -> Int { process.descriptors.value?.count ?? 0 }
        let suspects = sample.processes.filter { !$0.isKernelThread }.sorted { files($1) < files($0) }.prefix(20)
        return try DeepScan().read(suspects.map { DeepSuspect($0, probes: Set(ProcessProbe.allCases)) }).summary
    }

    /// A program that lies beside this one; nil where there is none.
    static func program(_ name: String) -> String? {
        let own = CommandLine.arguments.first?.split(separator: "/", omittingEmptySubsequences: false)
        let path = own.map { $0.dropLast().joined(separator: "/") + "/\(name)" }
        return path.flatMap { FileSystem.exists($0) ? $0 : nil }
    }

    /// Milliseconds of wall time that `tend processes plan --format json` takes, its window of half a second included.
    ///
    /// - Returns: nil where no tend lies beside this program.
    private func planWall(_ work: String) throws -> Double? {
        guard let tend = Self.program("tend") else { return nil }
        let environment = [("XDG_STATE_HOME", work), ("HOME", work), ("PATH", "/usr/bin:/bin")]
        let begin = Clocks.monotonicSeconds()
        _ = try ChildProcess.start(
            SpawnRequest(tend, ["processes", "plan", "--format", "json"], environment: environment)
        ).wait()
        return (Clocks.monotonicSeconds() - begin) * 1000
    }

    private static let rows = [
        Measurement(name: "ps", label: "ps, the same columns"),
        Measurement(name: "columns", label: "columns, first sample", reference: "ps", budget: 0.35),
        Measurement(name: "repeated", label: "columns, repeated sample", reference: "ps", budget: 0.15),
        Measurement(name: "repeated_full", label: "with storage counters, repeated", reference: "ps"),
        Measurement(name: "full", label: "full quick scan", reference: "ps", budget: 1),
        Measurement(name: "whole", label: "whole scan with open files and sockets", reference: "ps"),
        Measurement(name: "judging", label: "judging", budget: 5),
        Measurement(name: "sampled", label: "judging with 3 samples", budget: 20),
        Measurement(name: "watched", label: "judging with pasts of 120 steps", budget: 150),
        Measurement(name: "crowded", label: "judging 5000 processes", budget: 120),
        Measurement(name: "memory", label: "plan --from of 5000 processes, peak memory", unit: "MB", budget: 150),
        Measurement(name: "learned", label: "reading learned priors", budget: 1),
        Measurement(name: "plan", label: "plan --format json, wall with its window", budget: 1000),
        Measurement(name: "beyond", label: "plan --format json, wall beyond its window", budget: 60),
        Measurement(name: "deep", label: "deep scan of 20 suspects, wall", budget: 8000),
        Measurement(
            name: "deep_processor", label: "deep scan of 20 suspects, own processor time beside its wall",
            reference: "deep", budget: 0.1),
        Measurement(name: "psutil", label: "psutil, the same columns", reference: "ps"),
    ]

    /// Milliseconds of processor time that a body takes in this process.
    private func own(_ body: () throws -> Void) rethrows -> Double {
        let begin = Clocks.processorSeconds()
        try body()
        return (Clocks.processorSeconds() - begin) * 1000
    }

    /// Milliseconds of processor time that a program takes from start to end.
    private func child(_ program: String, _ arguments: [String]) throws -> Double {
        let begin = ResourceLimits.childProcessorSeconds()
        _ = try ChildProcess.start(SpawnRequest(program, arguments)).wait()
        return (ResourceLimits.childProcessorSeconds() - begin) * 1000
    }

    /// Whether a program can be started and succeeds.
    private func runs(_ program: String, _ arguments: [String]) throws -> Bool {
        do {
            return try ChildProcess.start(SpawnRequest(program, arguments, standardError: .null)).wait() == .exited(0)
        } catch  where error.isGone {
            return false
        }
    }
}
