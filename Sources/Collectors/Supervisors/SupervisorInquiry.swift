package import Model
internal import Primitives
package import SystemCalls

/// Asks supervisors about single things that they run, by the tools that they come with, and changes nothing.
///
/// Each tool has a moment to answer in; one that is silent, missing or refuses leaves an answer that says so.
package struct SupervisorInquiry: Sendable {
    private let tools: ToolBox
    /// For one tool: what runs well answers in a few milliseconds, and a person waits for the sum.
    private let timeout: Duration
    /// For all tools of one inquiry together.
    private let budget: Duration

    /// The same with ten times the patience, for somebody who has decided to wait for the supervisor anyway.
    package var patient: SupervisorInquiry {
        SupervisorInquiry(tools: tools, timeout: timeout * 10, budget: budget * 10)
    }

    package init(tools: ToolBox, timeout: Duration, budget: Duration) {
        self.tools = tools
        self.timeout = timeout
        self.budget = budget
    }

    /// Asks every question once, several to one supervisor together.
    ///
    /// Nobody is asked who belongs to another ordinary user: that tool would read what that user wrote.
    ///
    /// - Parameters:
    ///   - questions: each once.
    ///   - userID: the viewer's.
    /// - Returns: at least one answer a question.
    package func ask(_ questions: [SupervisorQuestion], as userID: UInt32) -> [SupervisorAnswer] {
        let end = ContinuousClock.now.advanced(by: budget)
        var answers: [SupervisorAnswer] = []
        for question in grouped(questions) {
            guard let first = question.first, let dialect = Self.dialect(first.kind) else { continue }
            guard first.owner == userID || (first.owner == 0 && dialect.mayAskRoot) else {
                answers += question.map { $0.unanswered(.notPermitted) }
                continue
            }
            let left = min(timeout, ContinuousClock.now.duration(to: end))
            answers += ask(question, dialect, within: left)
        }
        return answers
    }

    /// Questions that one call of a tool can answer.
    private func grouped(_ questions: [SupervisorQuestion]) -> [[SupervisorQuestion]] {
        var groups: [[SupervisorQuestion]] = []
        for question in questions {
            let place = groups.firstIndex {
                $0.first?.kind == question.kind && $0.first?.manager == question.manager
            }
            if let place { groups[place].append(question) } else { groups.append([question]) }
        }
        return groups
    }

    private func ask(
        _ questions: [SupervisorQuestion], _ dialect: any SupervisorDialect.Type, within time: Duration
    ) -> [SupervisorAnswer] {
        func unanswered(_ failure: SupervisorFailure) -> [SupervisorAnswer] { questions.map { $0.unanswered(failure) } }
        guard time > .zero else { return unanswered(.timedOut) }
        guard let words = dialect.words(questions) else { return unanswered(.malformed) }
        guard words.allSatisfy({ !$0.utf8.contains(0) }), dialect.tools.allSatisfy({ tools.path(of: $0) != nil }),
            let command = tools.command(words, timeout: time)
        else { return unanswered(.notInstalled) }
        // A tool that cannot be started is as good as none.
        guard let said = try? command.run() else { return unanswered(.notInstalled) }
        guard case .exited(let code) = said.status else {
            return unanswered(said.status == nil ? .timedOut : .failed)
        }
        guard dialect.successes.contains(code) else {
            return unanswered(SupervisorFailure(saying: said.output + said.errors))
        }
        guard !said.isCut else { return unanswered(.malformed) }
        return dialect.answers(to: questions, from: said.output)
    }

    private static func dialect(_ kind: String) -> (any SupervisorDialect.Type)? {
        switch kind {
        case "systemd": SystemdDialect.self
        case "systemd_user": SystemdUserDialect.self
        case "supervisord": SupervisordDialect.self
        case "pm2": PM2Dialect.self
        case "docker": DockerDialect.self
        case "podman": PodmanDialect.self
        case "runit": RunitDialect.self
        case "s6": S6Dialect.self
        case "daemontools": DaemontoolsDialect.self
        default: nil
        }
    }
}

/// Why a supervisor gave no answer; the raw values appear in recordings and plans and never change.
enum SupervisorFailure: String {
    case timedOut = "timed_out"
    case notInstalled = "not_installed"
    case notPermitted = "not_permitted"
    case failed
    case malformed

    /// From what a tool that failed had to say.
    init(saying bytes: [UInt8]) {
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        self = text.contains("denied") || text.contains("not permitted") ? .notPermitted : .failed
    }
}

/// How one kind of supervisor is asked, and how its answers read.
protocol SupervisorDialect {
    /// Programs that must be there besides the first word of the command.
    static var tools: [String] { get }
    /// Exit codes with which the answer is complete.
    static var successes: Set<Int32> { get }
    /// Whether one that belongs to root may be asked by others: its tool then reads only what root wrote.
    static var mayAskRoot: Bool { get }
    /// The command for questions to one supervisor; nil where they do not say how to reach it.
    static func words(_ questions: [SupervisorQuestion]) -> [String]?
    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer]
}

extension SupervisorDialect {
    static var tools: [String] { [] }
    static var successes: Set<Int32> { [0] }
    static var mayAskRoot: Bool { true }
}

extension SupervisorQuestion {
    func unanswered(_ failure: SupervisorFailure) -> SupervisorAnswer {
        SupervisorAnswer(kind: kind, manager: manager, unit: unit, failure: failure.rawValue)
    }

    /// The supervisor's own words.
    var argumentWords: [String] {
        arguments.bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }

    var unitText: String { String(decoding: unit.bytes, as: UTF8.self) }
}
