import History
import SystemCalls
import Testing

extension Trial {
    /// Starts a program whose parent has died, so that init or a reaper has adopted it.
    func orphan(_ program: String, _ arguments: [String] = [], in folder: String? = nil) throws -> Subject {
        keep(try Subject(orphan: program, arguments, in: folder ?? directory, environment: environment))
    }

    /// Takes charge of a process whose PID one of the trial's own has written into a file.
    func hold(pidIn name: String) throws -> Subject {
        try waitUntil("nobody wrote \(name)") { FileSystem.exists(path(name)) }
        let text = try read(name)
        return keep(try Subject(pid: try #require(Int32(text.filter(\.isNumber)), "\(name) holds \(text)")))
    }

    /// A shell that does something and then runs as `sleep`; it has done so when this returns.
    ///
    /// The seconds are such as nobody else's `sleep` on this machine has.
    func orphanAfter(_ preparation: String, seconds: String = "600.\(Int.random(in: 100_000...999_999))") throws
        -> Subject
    {
        try orphan("sh", ["-c", "\(preparation); exec sleep \(seconds)"]).waitForArguments("sleep\0\(seconds)\0")
    }

    private static let patience = ["--min-age", "0", "--window", "100ms", "--json"]

    /// Plans as programs do, without the age that a test cannot wait for.
    func plan(_ words: String...) throws -> Answer {
        try run(["processes", "plan"] + Self.patience + words)
    }

    func beginPlan(_ words: [String]) throws -> Run {
        try begin(["processes", "plan"] + Self.patience + words)
    }

    /// Applies the latest plan to processes of the test's own.
    func apply(_ pids: [Int32], _ words: String...) throws -> Answer {
        try beginApply(pids, words).finish()
    }

    func beginApply(_ pids: [Int32], _ words: [String] = []) throws -> Run {
        let targets = pids.map { String($0) }.joined(separator: ",")
        let selection = pids.isEmpty ? [] : ["--pids", targets]
        return try begin(["processes", "apply", "--yes"] + selection + Self.patience + words)
    }

    /// Changes the text of the latest plan in the record, as a damaged or older record might hold it.
    func editPlan(_ change: (String) -> String) throws {
        let store = try Store.open(HistorySettings(directory: stateDirectory))
        let session = try #require(try store.sessions(limit: 1).first)
        let plan = try #require(try store.plan(of: session.id))
        let changed = change(String(decoding: plan.bytes, as: UTF8.self))
        try store.savePlan(Redactor(home: nil).json(Array(changed.utf8)), of: session.id)
    }
}
