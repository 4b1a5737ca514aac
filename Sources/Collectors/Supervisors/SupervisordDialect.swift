internal import Model
internal import Primitives

/// `supervisorctl status`, by the configuration that the supervisord in question was started with.
enum SupervisordDialect: SupervisorDialect {
    /// 3: some of what it is to run does not run.
    static let successes: Set<Int32> = [0, 3]

    static func words(_ questions: [SupervisorQuestion]) -> [String]? {
        guard let question = questions.first else { return nil }
        return ["supervisorctl"] + address(question) + ["status"]
    }

    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        guard let question = questions.first else { return [] }
        let address = address(question).map { ForeignText($0) }
        // `web:web_00   RUNNING   pid 4242, uptime 0:01:02`
        let answers = output.split(separator: UInt8(ascii: "\n")).compactMap { line -> SupervisorAnswer? in
            let words = String(decoding: line, as: UTF8.self).split(whereSeparator: \.isWhitespace)
            guard words.count >= 4, words[2] == "pid", let pid = Int32(words[3].filter { $0 != "," }) else {
                return nil
            }
            return SupervisorAnswer(
                kind: question.kind, manager: question.manager, unit: ForeignText(String(words[0])), mainPID: pid,
                state: String(words[1]), address: address)
        }
        return answers.isEmpty ? [question.unanswered(.malformed)] : answers
    }

    /// `-c FILE` as supervisord was told; without one both programs look in the same places.
    private static func address(_ question: SupervisorQuestion) -> [String] {
        let words = question.argumentWords
        for (place, word) in words.enumerated() {
            for option in ["--configuration", "-c"] where word.hasPrefix(option) {
                var file = word.dropFirst(option.count)
                if file.first == "=" { file = file.dropFirst() }
                if file.isEmpty { file = words.dropFirst(place + 1).first.map { $0[...] } ?? "" }
                guard !file.isEmpty else { continue }
                return ["-c", file.hasPrefix("/") ? String(file) : "\(directory(question))/\(file)"]
            }
        }
        return []
    }

    private static func directory(_ question: SupervisorQuestion) -> String {
        String(decoding: question.directory.bytes, as: UTF8.self)
    }
}
