internal import Formats
package import Model
internal import PackFiles
internal import Primitives

/// A known pattern of programs that people run: how one is told, and what such a process usually is.
package final class Signature: Sendable {
    /// No signature weighs more, in nats: it is a prior, and the facts decide.
    package static let weightAtMost = 1.5
    /// A smaller share of its criteria is no match.
    static let scoreAtLeast = 0.5

    package let claim: SignatureClaim
    /// What the signatures of one tool have in common, such as `jest`.
    package let tool: String
    /// The words of a command line that it is for; empty where none is given.
    package let example: [String]
    /// Empty: any.
    package let categories: [ProcessCategory]
    /// Empty: any; otherwise every level that is possible for the process must be one of these.
    package let levels: [AttachmentLevel]
    /// Which file it was read from.
    package let file: String
    let words: RuleConditions
    let circumstances: SignatureCircumstances
    private let table: PackTable

    private static let keys =
        [
            "name", "version", "tool", "expects", "weight", "sentence", "example", "category", "levels",
        ] + RuleConditions.keys + SignatureCircumstances.keys
    private static let criterionKeys = RuleConditions.keys + ["category", "levels"] + SignatureCircumstances.keys

    /// Reads one `[[signature]]`.
    ///
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    init(_ table: PackTable, source: SignatureSource) throws(TendError) {
        try table.allow(Self.keys)
        let name = try table.string("name")
        guard Self.isName(name) else {
            throw table.error(
                "`\(name)` is no name of a signature", line: table.line(of: "name"),
                hint: "write lower-case letters, digits and dashes: `our-test-runner-left`")
        }
        words = try RuleConditions(table)
        guard words.namesProgram else {
            throw table.error(
                "the signature `\(name)` names no program",
                hint: "add `program`, `command`, `script`, `module` or `path_any`")
        }
        circumstances = try SignatureCircumstances(table)
        categories = try table.names("category")
        levels = try table.names("levels")
        tool = try table.optionalString("tool") ?? name
        example = try table.words("example")
        file = table.file
        self.table = table
        let expects: ProcessClass = try table.named("expects")
        guard expects != .zombie else {
            throw table.error(
                "`expects` cannot be zombie: the kernel says so itself", line: table.line(of: "expects"),
                hint: "write useful, useful_bad or abandoned")
        }
        guard expects != .abandoned || !levels.isEmpty else {
            throw table.error(
                "the signature `\(name)` expects abandoned at any level of attachment",
                hint: "add `levels = \"adrift sev\"`: what something still holds is not left behind")
        }
        claim = SignatureClaim(
            name: name, version: try table.integer("version", in: 1...1_000_000), source: source, expects: expects,
            weight: try table.number("weight", in: 0.1...Self.weightAtMost), sentence: try table.string("sentence"),
            asked: circumstances.asked)
    }

    package var name: String { claim.name }

    /// The criteria as people read them, in the order of the form.
    package var criteria: [String] { table.criteria(Self.criterionKeys) }

    /// Names stand in files and on command lines.
    package static func isName(_ text: String) -> Bool {
        let isLetter = { (byte: UInt8) in (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) }
        guard let first = text.utf8.first, isLetter(first), text.utf8.count <= 64 else { return false }
        return text.utf8.allSatisfy { isLetter($0) || $0 == UInt8(ascii: "-") }
    }

    /// The match of a process whose words and category it has; nil where it does not fit well enough.
    func match(_ facts: ProcessFacts, _ process: borrowing ProcessObservation) -> SignatureMatch? {
        if !levels.isEmpty {
            guard !facts.levels.isEmpty, facts.levels.allSatisfy(levels.contains) else { return nil }
        }
        let match = SignatureMatch(claim, held: circumstances.held(facts, process))
        return match.score >= Self.scoreAtLeast ? match : nil
    }
}

extension PackTable {
    /// Words that must all be names of an enumeration.
    fileprivate func names<Value: RawRepresentable & CaseIterable>(_ key: String) throws(TendError) -> [Value]
    where Value.RawValue == String {
        var values: [Value] = []
        for word in try words(key) {
            guard let value = Value(rawValue: word) else {
                throw unknown(word, key, among: Value.allCases.map(\.rawValue))
            }
            values.append(value)
        }
        return values
    }

    /// What the table asks for, as `key: value`.
    fileprivate func criteria(_ keys: [String]) -> [String] {
        keys.compactMap { key in
            guard let value = table[key] else { return nil }
            let words = value.array?.compactMap(\.string).joined(separator: ", ")
            let text = words ?? value.string ?? value.bool.map { $0 ? "yes" : "no" } ?? value.double?.text(decimals: 2)
            return text.map { "\(key): \($0.split { $0 == " " || $0 == "\n" }.joined(separator: " "))" }
        }
    }
}
