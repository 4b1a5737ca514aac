internal import Formats
internal import Model
internal import Primitives

/// `pm2 jlist` of the very daemon that is seen to run; without its home pm2 would start one of its own.
enum PM2Dialect: SupervisorDialect {
    static let tools = ["pm2"]
    /// pm2 reads and writes below its home.
    static let mayAskRoot = false

    static func words(_ questions: [SupervisorQuestion]) -> [String]? {
        questions.first.flatMap(address).map { $0 + ["pm2", "jlist"] }
    }

    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        guard let question = questions.first, let address = address(question) else { return [] }
        // pm2 may have something to say before the list, which is one line.
        let line = output.split(separator: UInt8(ascii: "\n")).last { $0.first == UInt8(ascii: "[") }
        // What is no list of that kind is no answer, whatever is wrong with it.
        guard let line, let list = try? JSONParser.parse(Array(line)).array else {
            return [question.unanswered(.malformed)]
        }
        let names = list.compactMap { $0["name"]?.string }
        return list.compactMap { entry in
            guard let pid = entry["pid"]?.integer.flatMap({ Int32(exactly: $0) }), let name = entry["name"]?.string,
                let number = entry["pm_id"]?.integer
            else { return nil }
            // Copies in a cluster share their name and are told apart by number.
            let isUnique = names.count { $0 == name } == 1
            let restarts = entry["pm2_env"]?["autorestart"]?.bool
            return SupervisorAnswer(
                kind: question.kind, manager: question.manager, unit: ForeignText(isUnique ? name : String(number)),
                mainPID: pid, state: entry["pm2_env"]?["status"]?.string,
                restartPolicy: restarts.map { $0 ? "always" : "no" }, address: address.map { ForeignText($0) })
        }
    }

    /// From the title that the daemon gives itself: `PM2 v5.3.0: God Daemon (/home/ada/.pm2)`.
    private static func address(_ question: SupervisorQuestion) -> [String]? {
        guard let title = question.argumentWords.first, title.hasSuffix(")"), let open = title.firstIndex(of: "(")
        else {
            return nil
        }
        let home = title[title.index(after: open)...].dropLast()
        return home.hasPrefix("/") ? ["env", "PM2_HOME=\(home)"] : nil
    }
}
