import Primitives
import SystemCalls
import TestSupport
import Testing

/// A process that a test started, directly or not, held by a pidfd: no other can be meant by it.
final class Subject {
    let pid: Int32
    private let handle: ProcessHandle

    /// Holds a process that one of the test's own has just started.
    init(pid: Int32) throws {
        self.pid = pid
        handle = try ProcessHandle.open(pid: pid)
    }

    /// Starts an orphan: from a shell in a session of its own, which ends once the process is held.
    ///
    /// It may use a minute of processor time, should the test end without ending it.
    init(
        orphan program: String, _ arguments: [String], in folder: String, environment: [(name: String, value: String)]
    ) throws {
        let said = try DescriptorPair.pipe()
        let told = try DescriptorPair.pipe()
        let script = #"ulimit -t 60; "$@" >/dev/null 2>&1 & echo $!; exec >&-; read line"#
        let shell = try ChildProcess.start(
            SpawnRequest(
                "sh", ["-c", script, "sh", program] + arguments, environment: environment,
                workingDirectory: folder, startsSession: true, standardInput: .descriptor(told.first),
                standardOutput: .descriptor(said.second)))
        defer { shell.end() }
        said.closeSecond()
        let answer = String(decoding: try said.readToEnd(limit: 100), as: UTF8.self)
        pid = try #require(Int32(answer.split(separator: "\n").first ?? ""), "the shell said \(answer)")
        // While the shell lives and does not wait, the PID cannot be anybody else's.
        handle = try ProcessHandle.open(pid: pid)
        told.closeSecond()
        _ = try shell.wait()
    }

    deinit { end() }

    var isAlive: Bool { handle.isAlive }

    func send(_ signal: Signal) throws { try handle.send(signal) }

    func end() {
        // Only a process that has ended already cannot be reached.
        try? handle.send(.kill)
    }

    /// Waits until it has become a program with these arguments, each with its zero byte.
    func waitForArguments(_ wanted: String) throws -> Subject {
        try waitUntil("PID \(pid) did not become \(wanted)") { try arguments == wanted }
        return self
    }

    private var arguments: String {
        get throws { String(decoding: try FileSystem.read("/proc/\(pid)/cmdline"), as: UTF8.self) }
    }

    var programFile: FileIdentity? {
        get throws { try FileSystem.metadata("/proc/\(pid)/exe")?.identity }
    }

    /// The signals that a process was sent and has not taken yet, as bits.
    static func pendingSignals(of pid: Int32) throws -> UInt64 {
        let text = String(decoding: try FileSystem.read("/proc/\(pid)/status"), as: UTF8.self)
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("SigPnd:") || $0.hasPrefix("ShdPnd:") }
        return try lines.reduce(0) { bits, line in
            bits | (try #require(UInt64(line.dropFirst(7).filter { !$0.isWhitespace }, radix: 16)))
        }
    }

    /// The state letter of `/proc/PID/stat`.
    var state: Character? {
        get throws { try fields.first?.first }
    }

    /// Field 19 of `/proc/PID/stat`.
    var niceness: String {
        get throws { try fields[16] }
    }

    /// What stands behind the name in `/proc/PID/stat`: field 3 and on.
    private var fields: [String] {
        get throws {
            let text = String(decoding: try FileSystem.read("/proc/\(pid)/stat"), as: UTF8.self)
            let rest = text[text.index(after: try #require(text.lastIndex(of: ")")))...]
            return rest.split(whereSeparator: \.isWhitespace).map(String.init)
        }
    }
}
