internal import Model
internal import Primitives

/// `systemctl show` for units of the machine's systemd.
enum SystemdDialect: SupervisorDialect {
    static let properties =
        "Id,LoadState,ActiveState,MainPID,ControlPID,Restart,Type,PIDFile,ControlGroup"

    static func words(_ questions: [SupervisorQuestion]) -> [String]? {
        ["systemctl", "show", "--no-pager", "-p", properties, "--"] + questions.map(\.unitText)
    }

    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        let units = blocks(output)
        return questions.map { question in
            guard let unit = units.first(where: { $0["Id"] == question.unitText }), unit["LoadState"] == "loaded",
                let main = unit["MainPID"].flatMap({ Int32($0) }), let state = unit["ActiveState"]
            else { return question.unanswered(.malformed) }
            var answer = SupervisorAnswer(
                kind: question.kind, manager: question.manager, unit: question.unit, mainPID: main,
                controlPID: unit["ControlPID"].flatMap { Int32($0) }, state: state, restartPolicy: unit["Restart"])
            answer.controlGroup = ForeignText(unit["ControlGroup"] ?? "")
            // A daemon that forked away without leaving its PID in a file is guessed at.
            answer.isGuess = unit["Type"] == "forking" && unit["PIDFile"]?.isEmpty != false
            return answer
        }
    }

    /// One block of `Key=value` lines a unit, with an empty line between two.
    private static func blocks(_ output: [UInt8]) -> [[String: String]] {
        var blocks: [[String: String]] = [[:]]
        for line in String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false) {
            guard let sign = line.firstIndex(of: "=") else {
                blocks.append([:])
                continue
            }
            blocks[blocks.count - 1][String(line[..<sign])] = String(line[line.index(after: sign)...])
        }
        return blocks
    }
}

/// The same for units of the user's own systemd, which only its owner can reach.
enum SystemdUserDialect: SupervisorDialect {
    static let mayAskRoot = false

    static func words(_ questions: [SupervisorQuestion]) -> [String]? {
        SystemdDialect.words(questions).map { [$0[0], "--user"] + $0.dropFirst() }
    }

    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        SystemdDialect.answers(to: questions, from: output)
    }
}
