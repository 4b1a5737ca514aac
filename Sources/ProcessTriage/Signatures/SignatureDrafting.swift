internal import Formats
package import Model
internal import PackFiles
internal import Primitives

extension ProcessPacks {
    /// What was decided the same way again and again.
    package struct RepeatedStops: Sendable {
        /// The arguments of one of the processes, redacted.
        package var command: [String]
        package var title: String
        package var category: ProcessCategory
        /// Every level that one of them had.
        package var levels: [AttachmentLevel]
        /// Seconds that the youngest had run.
        package var youngest: Double
        package var count: Int

        package init(
            command: [String], title: String, category: ProcessCategory, levels: [AttachmentLevel], youngest: Double,
            count: Int
        ) {
            self.command = command
            self.title = title
            self.category = category
            self.levels = levels
            self.youngest = youngest
            self.count = count
        }
    }

    /// Drafts a signature that tells such processes; its weight is small, for a person has yet to say why.
    ///
    /// - Returns: a draft without a name, and with the obstacle, where their words tell nothing that others do not have,
    ///   or the draft would not tell them.
    package func draft(_ stops: RepeatedStops) -> SignatureDraft {
        var draft = SignatureDraft()
        draft.command = stops.command.joined(separator: " ")
        draft.stops = stops.count
        guard let told = tellingWords(stops.command) else {
            draft.obstacle = "nothing in its words tells it from whatever else its launcher runs"
            return draft
        }
        let name = freeName(stops.title)
        let text = Self.text(name, told, stops)
        guard !stops.levels.isEmpty, tells(stops.command, text) else {
            draft.obstacle = "its redacted words do not tell it again"
            return draft
        }
        (draft.name, draft.toml) = (name, text)
        return draft
    }

    /// The words that tell a command, for people: `jest`, `node app/worker.js`; the program alone where there are no others.
    package func pattern(of command: [String]) -> String {
        guard let told = tellingWords(command) else { return command.first ?? "" }
        return told.map(\.word).joined(separator: " ")
    }

    /// The words by which a command is told: never a launcher alone.
    private func tellingWords(_ command: [String]) -> [(key: String, word: String)]? {
        let words = ProgramWords(arguments: command.flatMap { Array($0.utf8) + [0] }, name: [], executable: [])
        let told = categories.classified(words)?.command ?? categories.launchers.command(words)
        var keys: [(key: String, word: String)] = [("program", told.program)]
        if categories.launchers.holds(told.program) {
            if let module = told.module {
                keys.append(("module", module))
            } else if let script = told.script, !told.isInline {
                let path = told.scriptPlace.map { String(decoding: words.text[$0], as: UTF8.self) } ?? ""
                let end = path.split(separator: "/").suffix(2)
                keys.append(end.count == 2 ? ("path_any", end.joined(separator: "/")) : ("script", script))
            } else {
                return nil
            }
        }
        // A star would match more than was seen.
        return keys.allSatisfy { !$0.word.isEmpty && !$0.word.contains("*") } ? keys : nil
    }

    private static func text(
        _ name: String, _ told: [(key: String, word: String)], _ stops: RepeatedStops
    ) -> String {
        let string = { (text: String) in TOMLText.value(.string(text)) }
        let list = { (words: [String]) in TOMLText.value(.array(words.map { TOMLValue(.string($0)) })) }
        var lines = [
            "[[signature]]", "name = \(string(name))", "version = 1", "expects = \"abandoned\"", "weight = 0.5",
            "sentence = \(string("A person stopped \(stops.count) like it, and none came back."))",
            "example = \(list(stops.command))", "category = \(string(stops.category.rawValue))",
        ]
        lines += told.map { "\($0.key) = \(list([$0.word]))" }
        lines.append("levels = \(string(stops.levels.map(\.rawValue).joined(separator: " ")))")
        let spans: [(text: String, seconds: Double)] = [
            ("1d", 86_400), ("8h", 28_800), ("2h", 7200), ("1h", 3600), ("30m", 1800), ("10m", 600),
        ]
        if let span = spans.first(where: { $0.seconds <= stops.youngest }) {
            lines.append("age_at_least = \(string(span.text))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func tells(_ command: [String], _ text: String) -> Bool {
        let file = PackFile(name: "draft.toml", path: "draft", bytes: Array("version = 1\n\(text)".utf8))
        // Whatever is wrong with a draft, there is none then.
        guard
            let pack = try? SignaturePack(
                [SignatureFile(source: .user, file: file)], launchers: categories.launchers)
        else { return false }
        let words = ProgramWords(arguments: command.flatMap { Array($0.utf8) + [0] }, name: [], executable: [])
        return !pack.candidates(words, categories.classified(words)).isEmpty
    }

    private func freeName(_ title: String) -> String {
        let letters = title.lowercased().utf8.map { byte in
            (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) ? byte : UInt8(ascii: " ")
        }
        let words = String(decoding: letters, as: UTF8.self).split(separator: " ")
        let stem = String((words + ["left"]).joined(separator: "-").suffix(56).drop { $0 == "-" })
        let taken = Set(signatures.signatures.map(\.name))
        return taken.contains(stem) ? (2...).lazy.map { "\(stem)-\($0)" }.first { !taken.contains($0) } ?? stem : stem
    }
}
