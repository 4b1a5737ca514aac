internal import Formats
package import Model
package import PackFiles
package import Primitives

/// One file of signatures and whose it is.
package struct SignatureFile: Sendable, Equatable {
    package var source: SignatureSource
    package var file: PackFile

    package init(source: SignatureSource, file: PackFile) {
        self.source = source
        self.file = file
    }
}

/// Every signature, and which of them are not heard.
package struct SignaturePack: Sendable {
    /// In the order of their files; one that replaces another stands in its place.
    package private(set) var signatures: [Signature] = []
    package private(set) var disabled: Set<String> = []
    /// Those that are heard, by the category of the process; most categories have few.
    private var rules: Table<ProcessCategory, RuleSet<Signature>?>
    private let launchers: LauncherTable

    /// Reads files of signatures.
    ///
    /// - Parameters:
    ///   - files: the built-in first, the user's last; a signature replaces an earlier one of its name, and the last
    ///     file that names one in `disable` or `enable` decides.
    ///   - launchers: where it is known what runs another program.
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    init(_ files: [SignatureFile], launchers: LauncherTable) throws(TendError) {
        self.launchers = launchers
        rules = Table { _ in nil }
        var places: [String: Int] = [:]
        var choices: [SignatureChoices] = []
        for file in files {
            choices.append(try add(file, &places))
        }
        for choice in choices {
            try choice.apply(to: &disabled, known: places.keys.sorted())
        }
        let heard = signatures.filter { !disabled.contains($0.name) }
        rules = Table { category in
            let own = heard.filter { $0.categories.isEmpty || $0.categories.contains(category) }
            return own.isEmpty ? nil : RuleSet(own.map { .init(conditions: $0.words, outcome: $0) })
        }
    }

    private mutating func add(
        _ file: SignatureFile, _ places: inout [String: Int]
    ) throws(TendError) -> SignatureChoices {
        let root = try PackTable(signatures: file.file)
        var own: Set<String> = []
        for table in try root.tables("signature", "a signature") {
            let signature = try Signature(table, source: file.source)
            guard own.insert(signature.name).inserted else {
                throw table.error(
                    "the signature `\(signature.name)` stands twice in this file", line: table.line(of: "name"),
                    hint: "give one of them another name")
            }
            if let place = places[signature.name] {
                signatures[place] = signature
            } else {
                places[signature.name] = signatures.count
                signatures.append(signature)
            }
        }
        return try SignatureChoices(root)
    }
}

// MARK: - Matching

extension SignaturePack {
    /// The signature of this name, heard or not.
    package func signature(named name: String) throws(TendError) -> Signature {
        if let known = signatures.first(where: { $0.name == name }) { return known }
        let near = Suggestions.question(Suggestions.closest(to: name, among: signatures.map(\.name)))
        throw TendError(
            .notFound, "there is no signature `\(name)`", area: "packs",
            hint: "\(near)list them: tend processes signatures list")
    }

    /// The signatures whose words and category a process has, whatever its circumstances.
    ///
    /// - Parameters:
    ///   - words: all its words.
    ///   - told: what it is, and the command that told so; nil for a program that no rule knows.
    /// - Returns: those that are heard, in the order of their files.
    /// - Complexity: constant; a category without signatures costs a look into a table.
    func candidates(_ words: ProgramWords, _ told: (kind: ProcessKind, command: ProgramCommand)?) -> [Signature] {
        guard let rules = rules[told?.kind.category ?? .unknown] else { return [] }
        var command = told?.command ?? launchers.command(words)
        while true {
            let found = rules.all(command, words)
            // What a wrapper launches may be known here and nowhere else.
            guard found.isEmpty, let inner = command.inner, inner > command.start else { return found }
            command = launchers.command(words, at: inner)
        }
    }

    /// The best match among signatures that a process's words have led to: the highest score, then the most criteria,
    /// then the greatest weight.
    ///
    /// - Returns: nil where none fits, and where two that fit equally well contradict each other.
    static func match(
        _ candidates: [Signature], _ facts: ProcessFacts, _ process: borrowing ProcessObservation
    ) -> SignatureMatch? {
        var best: SignatureMatch?
        var isContradicted = false
        for candidate in candidates {
            guard let match = candidate.match(facts, process) else { continue }
            guard let rival = best else {
                best = match
                continue
            }
            let (rank, rivals) = (rank(match), rank(rival))
            if rank == rivals {
                if match.claim.expects != rival.claim.expects { isContradicted = true }
                if match.claim.weight > rival.claim.weight { best = match }
            } else if rank > rivals {
                (best, isContradicted) = (match, false)
            }
        }
        return isContradicted ? nil : best
    }

    private static func rank(_ match: SignatureMatch) -> (Double, Int) {
        (match.score, match.claim.asked.count)
    }
}

// MARK: - Examples

extension ProcessPacks {
    /// The signatures that a command line leads to, whatever the circumstances.
    package func signatures(ofCommand words: [String]) -> [Signature] {
        let words = ProgramWords(arguments: words.flatMap { Array($0.utf8) + [0] }, name: [], executable: [])
        return signatures.candidates(words, categories.classified(words))
    }

    /// Refuses a signature that does not tell its own example.
    package func checkExample(of signature: Signature) throws(TendError) {
        guard !signature.example.isEmpty, !signatures.disabled.contains(signature.name),
            !signatures(ofCommand: signature.example).contains(where: { $0 === signature })
        else { return }
        let words = ProgramWords(
            arguments: signature.example.flatMap { Array($0.utf8) + [0] }, name: [], executable: [])
        let category = categories.classify(words)?.category ?? .unknown
        throw TendError(
            .configuration, "\(signature.file): the example of `\(signature.name)` does not fit the signature",
            area: "packs",
            hint: "its program word is `\(words.program)` and its category \(category.rawValue); compare `program`, "
                + "`command`, `arguments_…` and `category`")
    }
}
