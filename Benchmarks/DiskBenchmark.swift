import Collectors
import Model
import Primitives
import SystemCalls

/// Walking, sizing and scoring a tree beside gdu, du and fd, and the in-use check beside lsof.
///
/// The tree is made first, with a stale Cargo project for every thousand files, and lies below the work directory.
struct DiskBenchmark {
    private var files = 1_000_000
    private var processes = 1000
    private var repeats = 5
    private var isJSON = false
    private var work = ""
    private static let perDirectory = 25

    init(arguments: [String]) throws(TendError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--json": isJSON = true
            case "--files": files = try ProcessBenchmark.number(argument, rest.popFirst())
            case "--count": processes = try ProcessBenchmark.number(argument, rest.popFirst())
            case "--work": work = rest.popFirst() ?? ""
            case "--repeats": repeats = try ProcessBenchmark.number(argument, rest.popFirst())
            default: throw TendError(.usage, "unknown argument \(argument)", area: "bench")
            }
        }
        guard FileSystem.exists(work) else {
            throw TendError(.usage, "--work needs a directory for the tree", area: "bench")
        }
    }

    func run() throws {
        let tree = "\(work)/tree"
        try makeTree(tree)
        var rows = try walking(tree)
        rows += try inUse()
        rows += try BallastBenchmark(work: work, repeats: repeats).run()
        let text =
            isJSON
            ? MeasurementTable.json(rows, benchmark: "disk", count: files)
            : "disk: \(files) files, wall time, medians of \(repeats)\n" + MeasurementTable.text(rows)
        try writeAll(Array(text.utf8), to: 1)
    }

    /// By python3, which is quick enough and writes what a person can read.
    private func makeTree(_ tree: String) throws {
        guard !FileSystem.exists(tree) else { return }
        let script = """
            import os, sys, time
            root, files, each = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
            old = time.time() - 40 * 86400
            def fill(folder, count):
                os.makedirs(folder)
                for n in range(count):
                    path = f'{folder}/file{n}.o'
                    with open(path, 'wb') as file:
                        if n % 5 == 0: file.write(b'x')
                    os.utime(path, (old, old))
            made, project = 0, 0
            while made < files:
                base = f'{root}/group{project // 40}/project{project}'
                for n in range(20):
                    fill(f'{base}/src/part{n}', each); made += each
                for n in range(20):
                    fill(f'{base}/target/debug/deps/part{n}', each); made += each
                os.makedirs(f'{base}/target/debug/.fingerprint')
                open(f'{base}/Cargo.toml', 'w').close()
                open(f'{base}/target/CACHEDIR.TAG', 'w').write('Signature: 8a477f597d28d172789f06886806bc55')
                project += 1
            """
        let child = try ChildProcess.start(
            SpawnRequest("python3", ["-c", script, tree, String(files), String(Self.perDirectory)]))
        guard try child.wait() == .exited(0) else {
            throw TendError(.unavailable, "the tree could not be made", area: "bench")
        }
    }

    private func walking(_ tree: String) throws -> [Measurement] {
        guard let tend = ProcessBenchmark.program("tend"), let bench = ProcessBenchmark.program("bench") else {
            throw TendError(.unavailable, "tend does not lie beside bench", area: "bench")
        }
        let scan = ["disk", "scan", tree, "--urgency", "0.5", "--json", "--limit", "1"]
        let peers: [(name: String, words: [String])] = [
            ("gdu", ["gdu", "-n", "-p", "-s", tree]), ("du", ["du", "-s", tree]), ("fdfind", ["fdfind", ".", tree]),
        ]
        let environment = [
            ("PATH", Host.environment("PATH") ?? "/usr/bin:/bin"), ("XDG_STATE_HOME", "\(work)/state"), ("HOME", work),
        ].map { (name: $0.0, value: $0.1) }
        var times: [String: [Double]] = [:]
        // In turn, so that whatever else the machine does falls on all of them alike.
        for _ in 0..<repeats {
            times["scan", default: []].append(try Self.wall([tend] + scan, environment) ?? 0)
            for peer in peers {
                if let wall = try Self.wall(peer.words, environment) { times[peer.name, default: []].append(wall) }
            }
        }
        var rows = [
            Measurement(
                name: "scan", label: "walk, size and score (tend disk scan)", reference: "gdu", budget: 0.65)
        ]
        rows += peers.map { Measurement(name: $0.name, label: $0.words.dropLast().joined(separator: " ")) }
        rows = rows.compactMap { row in
            guard let values = times[row.name] else { return nil }
            var row = row
            row.value = median(values)
            if let reference = row.reference, let peer = times[reference] { row.ratio = row.value / median(peer) }
            return row
        }
        rows.append(
            Measurement(
                name: "memory", label: "peak memory of the scan",
                value: try PeakMemory.megabytes(of: [tend] + scan, bench: bench, work: work), unit: "MB", budget: 120))
        return rows
    }

    /// One pass over all processes and ten thousand questions, beside lsof reading the same.
    private func inUse() throws -> [Measurement] {
        var children: [ChildProcess] = []
        defer { for child in children { child.end() } }
        for _ in 0..<processes { children.append(try ChildProcess.start(SpawnRequest("sleep", ["600"]))) }
        let candidates = (0..<10_000).map { ForeignText("/srv/projects/group\($0 % 100)/project\($0)/target") }
        var (own, peer): ([Double], [Double]) = ([], [])
        for _ in 0..<repeats {
            let begin = Clocks.monotonicSeconds()
            let busy = try BusySurvey(userID: Host.effectiveUserID).look()
            let held = candidates.filter { busy.holder(below: $0) != nil }
            own.append((Clocks.monotonicSeconds() - begin) * 1000)
            guard held.isEmpty else { throw TendError(.internalError, "a made-up path is in use", area: "bench") }
            if let wall = try Self.wall(["lsof", "-n", "-P"], nil) { peer.append(wall) }
        }
        var row = Measurement(
            name: "in_use", label: "in-use check, 10,000 candidates, \(processes) processes", value: median(own))
        guard !peer.isEmpty else { return [row] }
        (row.reference, row.ratio, row.budget) = ("lsof", median(own) / median(peer), 0.5)
        return [row, Measurement(name: "lsof", label: "lsof -n -P", value: median(peer))]
    }

    /// Milliseconds that a program takes; nil where it is not installed.
    private static func wall(_ words: [String], _ environment: [(name: String, value: String)]?) throws -> Double? {
        let begin = Clocks.monotonicSeconds()
        do {
            let child = try ChildProcess.start(
                SpawnRequest(
                    words[0], Array(words.dropFirst()), environment: environment, standardOutput: .null,
                    standardError: .null))
            _ = try child.wait()
        } catch  where error.isGone {
            return nil
        }
        return (Clocks.monotonicSeconds() - begin) * 1000
    }
}
