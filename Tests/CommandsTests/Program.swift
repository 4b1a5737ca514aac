import Formats
import SystemCalls
import TestSupport
import Testing

private import func Glibc.symlink

/// The built program, with a record and a home of its own in a directory that is removed with it.
final class Program {
    struct Run {
        var output: [UInt8]
        var errors: String
        var exit: Int32

        var text: String { String(decoding: output, as: UTF8.self) }

        /// The answer's envelope.
        func envelope() throws -> JSONValue { try JSONParser.parse(output) }
        func data() throws -> JSONValue { try #require(try envelope()["data"], "\(text) \(errors)") }
    }

    static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    let directory: String
    /// Beside the variables that every run has.
    var environment: [(name: String, value: String)] = []
    var workingDirectory: String?

    init() throws {
        directory = "/tmp/tend-commands-\(Host.processID)-\(UInt64.random(in: 0 ... .max))"
        try FileSystem.makeDirectories(directory)
    }

    deinit {
        Self.remove(directory)
    }

    /// Where the record lies.
    var store: String { "\(directory)/state/tend" }

    func run(_ arguments: [String], input: String = "", calledBy name: String = "tend") throws -> Run {
        let file = "\(directory)/in"
        try FileSystem.replace(file, with: Array(input.utf8))
        return try run(arguments, from: .file(file, []), calledBy: name)
    }

    func run(_ line: String, input: String = "", calledBy name: String = "tend") throws -> Run {
        try run(line.split(separator: " ").map(String.init), input: input, calledBy: name)
    }

    func run(_ arguments: [String], from input: SpawnRequest.Stream, calledBy name: String = "tend") throws -> Run {
        let program = "\(directory)/\(name)"
        if !FileSystem.exists(program) { try #require(symlink("\(Self.root)/.build/debug/tend", program) == 0) }
        let (outputFile, errorFile) = ("\(directory)/out", "\(directory)/err")
        let child = try ChildProcess.start(
            SpawnRequest(
                program, arguments,
                environment: [
                    ("PATH", "/usr/bin:/bin"), ("HOME", directory), ("XDG_STATE_HOME", "\(directory)/state"),
                ] + environment, workingDirectory: workingDirectory,
                standardInput: input, standardOutput: .file(outputFile, Self.fresh),
                standardError: .file(errorFile, Self.fresh)))
        let status = try child.wait()
        guard case .exited(let exit) = status else {
            throw SystemCallError(call: "tend \(arguments.joined(separator: " "))", on: "\(status)", errorNumber: 0)
        }
        return Run(
            output: try FileSystem.read(outputFile),
            errors: String(decoding: try FileSystem.read(errorFile), as: UTF8.self), exit: exit)
    }

    private static let fresh: FileDescriptor.Options = [.writeOnly, .create, .truncate]

    /// What cannot be removed lies under /tmp and harms nothing.
    private static func remove(_ directory: String) {
        for name in (try? FileSystem.names(in: directory)) ?? [] {
            let path = "\(directory)/\(name)"
            if (try? FileSystem.remove(path)) == nil { remove(path) }
        }
        try? FileSystem.removeDirectory(directory)
    }
}
