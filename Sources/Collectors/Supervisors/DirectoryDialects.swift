internal import Model
internal import Primitives

/// Supervisors with one process a service, which stands in the service's directory: that directory is its name.
protocol DirectoryDialect: SupervisorDialect {
    /// The tool that says how a service is, with what comes before the directory.
    static var status: [String] { get }
}

extension DirectoryDialect {
    /// sv says by its code how many services are not as wanted; the text says it too.
    static var successes: Set<Int32> { [0, 1] }
    static var mayAskRoot: Bool { true }

    static func words(_ questions: [SupervisorQuestion]) -> [String]? {
        guard let directory = questions.first?.directory, directory.bytes.first == UInt8(ascii: "/") else { return nil }
        return status + [String(decoding: directory.bytes, as: UTF8.self)]
    }

    /// All three write `(pid 4242)` after `run:` or `up`.
    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        guard let question = questions.first else { return [] }
        let words = String(decoding: output, as: UTF8.self).split { $0.isWhitespace || $0 == "(" || $0 == ")" }
        guard let place = words.firstIndex(of: "pid"), let pid = words.dropFirst(place + 1).first.flatMap({ Int32($0) })
        else { return [question.unanswered(.malformed)] }
        return [
            SupervisorAnswer(
                kind: question.kind, manager: question.manager, unit: question.directory, mainPID: pid, state: "up",
                restartPolicy: "always")
        ]
    }
}

enum RunitDialect: DirectoryDialect { static let status = ["sv", "status"] }
enum S6Dialect: DirectoryDialect { static let status = ["s6-svstat"] }
enum DaemontoolsDialect: DirectoryDialect { static let status = ["svstat"] }
