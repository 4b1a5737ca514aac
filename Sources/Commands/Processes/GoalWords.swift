internal import Formats
internal import Model
internal import Primitives

/// Reads goals as people write them: `free 4GB RAM`, `cpu < 70% and free port 3000`.
enum GoalWords {
    static let examples = "\"free 4GB RAM\", \"cpu < 70%\", \"free port 3000\", \"processes < 200\""

    /// - Throws: `TendError` (`cli.usage`) that names the part that was not understood.
    static func goals(_ texts: [String]) throws(TendError) -> [RecoveryGoal] {
        var goals: [RecoveryGoal] = []
        for text in texts {
            for part in parts(text) { goals.append(try goal(part)) }
        }
        return goals
    }

    /// The words between `and`, with signs apart from what they stand beside.
    private static func parts(_ text: String) -> [[String]] {
        var spaced = ""
        for character in text { spaced += "<%,".contains(character) ? " \(character) " : String(character) }
        return spaced.split(separator: " ").map(String.init)
            .split(omittingEmptySubsequences: false) { ["and", ",", "&"].contains($0.lowercased()) }.map(Array.init)
    }

    private static func goal(_ written: [String]) throws(TendError) -> RecoveryGoal {
        let text = written.joined(separator: " ").replacingEvery(" %", with: "%")
        let words = written.map { $0.lowercased() }
        guard let subject = words.first else { throw mistake("a goal is missing", "write for example \(examples)") }
        switch subject {
        case "free": return try freeing(Array(words.dropFirst()), text)
        case "cpu", "processor", "processors":
            let share = try limit(Array(words.dropFirst()), text, example: "cpu < 70%")
            guard share.last == "%", share.count == 2, let percent = Double(share[0]), percent > 0, percent <= 100
            else {
                throw mistake("\(quoted(text)) names no share from 1% to 100%", "write for example \"cpu < 70%\"")
            }
            return RecoveryGoal(.processorBelow, percent / 100, text: text)
        case "process", "processes":
            let count = try limit(Array(words.dropFirst()), text, example: "processes < 200")
            guard count.count == 1, let number = Int(count[0]), number > 0 else {
                throw mistake("\(quoted(text)) names no number of processes", "write for example \"processes < 200\"")
            }
            return RecoveryGoal(.processesBelow, Double(number), text: text)
        default:
            let close = Suggestions.closest(to: subject, among: ["free", "cpu", "processes"])
            throw mistake(
                "\(quoted(text)) is no goal", "\(Suggestions.question(close))write for example \(examples)")
        }
    }

    /// What stands behind `<`, `below` or `under`.
    private static func limit(_ words: [String], _ text: String, example: String) throws(TendError) -> [String] {
        guard let sign = words.first, ["<", "below", "under"].contains(sign) else {
            throw mistake("\(quoted(text)) lacks its limit", "write for example \"\(example)\"")
        }
        return Array(words.dropFirst())
    }

    private static func freeing(_ words: [String], _ text: String) throws(TendError) -> RecoveryGoal {
        if words.first == "port" {
            guard words.count == 2, let port = UInt16(words[1]), port > 0 else {
                throw mistake("\(quoted(text)) names no port from 1 to 65535", "write for example \"free port 3000\"")
            }
            return RecoveryGoal(.freePort, Double(port), text: text)
        }
        if words.count == 2, ["process", "processes"].contains(words[1]), let count = Int(words[0]), count > 0 {
            return RecoveryGoal(.freeProcesses, Double(count), text: text)
        }
        var amount = words
        if let last = amount.last, ["ram", "memory", "mem"].contains(last) { amount.removeLast() }
        let size = amount.joined()
        // A bare number of bytes is never what somebody means here.
        guard let bytes = ByteCount.parse(size), bytes > .zero, Int(size) == nil else {
            throw mistake(
                "\(quoted(text)) names no amount of memory, no port and no number of processes",
                "write for example \"free 4GB RAM\", \"free port 3000\" or \"free 20 processes\"")
        }
        return RecoveryGoal(.freeMemory, Double(bytes.bytes), text: text)
    }

    private static func quoted(_ text: String) -> String { "'\(ForeignText(text).sanitised)'" }

    private static func mistake(_ sentence: String, _ hint: String) -> TendError {
        TendError(.usage, "--goal: \(sentence)", area: "cli", hint: hint)
    }
}
