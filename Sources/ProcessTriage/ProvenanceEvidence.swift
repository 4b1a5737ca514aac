internal import Decision
internal import Model

extension ProcessJudge {
    /// Whether the program that started it lives; only asked where nothing holds the process itself.
    func provenance(_ facts: ProcessFacts, _ weights: ProcessWeights) -> [Evidence] {
        guard let weight = weights.host, let alive = facts.hostIsAlive else { return [] }
        return [
            Evidence(
                feature: "host_program", logLikelihood: weight.array,
                source: "/proc/PID/environ",
                wording: Evidence.Wording(
                    value: alive ? "alive" : "dead",
                    sentence: alive ? "The program that started it still runs." : "The program that started it is gone."
                ))
        ]
    }

    func resource(_ facts: ProcessFacts, _ weights: ProcessWeights) -> Evidence {
        let exceeds = facts.exceedsMemory
        let category = facts.category.rawValue
        return Evidence(
            feature: "memory_excess", logLikelihood: weights.memory.array,
            source: "/proc/PID/stat",
            wording: Evidence.Wording(
                value: exceeds ? "yes" : "no",
                sentence: exceeds
                    ? "It holds more memory than nearly all processes of category \(category)."
                    : "Its memory is ordinary for category \(category)."))
    }
}
