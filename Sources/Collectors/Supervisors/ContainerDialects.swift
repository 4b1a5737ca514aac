internal import Model
internal import Primitives

/// `docker inspect`; Podman answers the same way.
enum DockerDialect: SupervisorDialect {
    private static let format =
        "{{.Id}} {{.State.Pid}} {{.State.Status}} {{.HostConfig.RestartPolicy.Name}}"

    static func words(_ questions: [SupervisorQuestion]) -> [String]? { words("docker", questions) }

    static func words(_ tool: String, _ questions: [SupervisorQuestion]) -> [String]? {
        let names = questions.map(\.unitText)
        // A container id is told by its digits; anything else might be taken for an option.
        guard names.allSatisfy({ $0.allSatisfy(\.isHexDigit) }) else { return nil }
        return [tool, "inspect", "--type", "container", "--format", format] + names
    }

    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        let lines = String(decoding: output, as: UTF8.self).split(separator: "\n").map { $0.split(separator: " ") }
        return questions.map { question in
            guard let line = lines.first(where: { $0.first?.hasPrefix(question.unitText) == true }), line.count >= 3,
                let pid = Int32(line[1])
            else { return question.unanswered(.malformed) }
            return SupervisorAnswer(
                kind: question.kind, manager: question.manager, unit: question.unit, mainPID: pid,
                state: String(line[2]), restartPolicy: line.count > 3 ? String(line[3]) : nil)
        }
    }
}

/// Containers of the user's own need nobody's leave.
enum PodmanDialect: SupervisorDialect {
    static func words(_ questions: [SupervisorQuestion]) -> [String]? { DockerDialect.words("podman", questions) }

    static func answers(to questions: [SupervisorQuestion], from output: [UInt8]) -> [SupervisorAnswer] {
        DockerDialect.answers(to: questions, from: output)
    }
}
