import Formats
import Primitives
import SystemCalls
import Testing

/// What one run of the program printed and how it ended.
struct Answer: CustomStringConvertible {
    let status: ChildProcess.ExitStatus
    let output: [UInt8]
    let errors: [UInt8]

    var text: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: errors, as: UTF8.self) }

    /// The envelope; a failed test where standard output is no JSON.
    func envelope() throws -> JSONValue {
        try JSONParser.parse(output)
    }

    func data() throws -> JSONValue {
        try #require(try envelope()["data"], "no data in \(text)\(errorText)")
    }

    /// The plan's line for a process; nil where it has none.
    func candidate(_ pid: Int32) throws -> JSONValue? {
        try data()["candidates"]?.array?.first { $0["pid"] == .whole(pid) }
    }

    /// What apply says of a process; a failed test where it says nothing.
    func action(_ pid: Int32) throws -> JSONValue {
        let action = try data()["actions"]?.array?.first { $0["pid"] == .whole(pid) }
        return try #require(action, "no action for PID \(pid) in \(text)\(errorText)")
    }

    /// What a failed expectation shows.
    var description: String { "\(status), \(text.prefix(2000))\(errorText.prefix(2000))" }

    func exited(_ code: ExitCode) -> Bool { status == .exited(code.rawValue) }
}
