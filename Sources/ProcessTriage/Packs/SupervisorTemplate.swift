internal import PackFiles
import Primitives

/// What the pack says about one kind of supervisor.
final class SupervisorTemplate: Sendable {
    static let keys = ["type", "cgroup", "supervises", "stop", "restart", "sentence"]

    let type: String
    let patterns: [ControlGroupPattern]
    let supervises: Bool
    let stop: [String]
    let restart: [String]
    let sentence: String

    init(_ table: PackTable) throws(TendError) {
        type = try table.string("type")
        sentence = try table.string("sentence")
        supervises = try table.bool("supervises") ?? true
        stop = try table.words("stop")
        restart = try table.words("restart")
        var patterns: [ControlGroupPattern] = []
        for text in try table.words("cgroup") {
            guard let pattern = ControlGroupPattern(text) else {
                throw table.error(
                    "`\(text)` is no cgroup pattern", line: table.line(of: "cgroup"),
                    hint: "a segment may hold one of *, {name}, {container}, {unit}; ** stands alone")
            }
            patterns.append(pattern)
        }
        self.patterns = patterns
    }

    /// - Parameters:
    ///   - unit: the supervisor's name for what it runs, where it is known.
    ///   - address: what its tool has to be told in order to reach this supervisor; it takes the place of `{address}`.
    /// - Returns: with whole commands where every part is known.
    func supervisor(of unit: ForeignText?, at address: [ForeignText] = []) -> Supervisor {
        Supervisor(
            type: type, unit: unit, supervises: supervises, stop: command(stop, unit, address),
            restart: command(restart, unit, address), sentence: sentence)
    }

    private func command(
        _ template: [String], _ unit: ForeignText?, _ address: [ForeignText]
    ) -> SupervisorCommand? {
        guard !template.isEmpty else { return nil }
        var isComplete = true
        let words = template.flatMap { word in
            guard word.hasPrefix("{"), word.hasSuffix("}") else { return [ForeignText(word)] }
            if word == "{address}" { return address }
            if let unit { return [unit] }
            isComplete = false
            return [ForeignText("<\(word.dropFirst().dropLast())>")]
        }
        return SupervisorCommand(words: words, isComplete: isComplete)
    }
}
