import Primitives
import SystemCalls

/// How much memory a program holds at most.
///
/// The kernel counts to a child what its starter held when it was started. So a second bench, which holds little, starts
/// the program and tells the number.
enum PeakMemory {
    static let verb = "peak-memory"

    /// Megabytes (10^6) of resident memory at most.
    ///
    /// - Throws: `TendError` where the program cannot be run; a file for the number is written into `work`.
    static func megabytes(of words: [String], bench: String, work: String) throws -> Double {
        let answer = "\(work)/peak-memory"
        let child = try ChildProcess.start(
            SpawnRequest(
                bench, [verb] + words, standardOutput: .file(answer, [.writeOnly, .create, .truncate])))
        let text = try child.wait() == .exited(0) ? String(decoding: FileSystem.read(answer), as: UTF8.self) : ""
        guard let bytes = Double(text) else {
            throw TendError(.unavailable, "the peak memory of \(words[0]) could not be measured", area: "bench")
        }
        return bytes / 1e6
    }

    /// Runs a program and prints the bytes that it held at most.
    static func print(_ words: ArraySlice<String>) throws {
        guard let program = words.first else {
            throw TendError(.usage, "usage: bench \(verb) PROGRAM [ARGUMENT...]", area: "bench")
        }
        let child = try ChildProcess.start(SpawnRequest(program, Array(words.dropFirst())))
        guard case .exited(let code) = try child.wait(), code < 2 else {
            throw TendError(.unavailable, "\(program) did not succeed", area: "bench")
        }
        try writeAll(Array(String(ResourceLimits.childPeakMemory().bytes).utf8), to: 1)
    }
}
