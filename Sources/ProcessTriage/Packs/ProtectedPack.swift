package import Formats
internal import Model
internal import PackFiles
package import Primitives

/// Why a program is never touched.
package struct ProtectedProgram: Sendable, Equatable {
    /// Stable: it appears in machine output and in the record.
    package var reasonCode: String
    package var sentence: String
}

/// Programs that are never touched, by name.
///
/// A process may call itself like one of them; it then merely keeps itself from being stopped.
package struct ProtectedPack: Sendable {
    private var names: [String: ProtectedProgram] = [:]
    private var patterns: [(pattern: WordPattern, protection: ProtectedProgram)] = []

    /// - Returns: nil where neither its own name, its executable's nor the kernel's name for it is protected.
    package func protection(of words: ProgramWords) -> ProtectedProgram? {
        for name in [words.program, words.executableName, words.kernelName] {
            if let protection = names[name] { return protection }
            if let known = patterns.first(where: { $0.pattern.matches(name.utf8.span) }) { return known.protection }
        }
        return nil
    }

    /// Reads a `protected.toml`.
    ///
    /// - Parameters:
    ///   - table: its contents.
    ///   - file: where it came from, for messages.
    ///   - base: what it adds to; nothing that is protected there can be taken away.
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    package init(table: TOMLTable, file: String, base: ProtectedPack? = nil) throws(TendError) {
        let root = PackTable(table, file: file, subject: "the protected programs")
        try root.requireVersion(1)
        try root.allow(["version", "protected"])
        if let base { self = base } else { (names, patterns) = ([:], []) }
        for table in try root.tables("protected", "a protected entry") {
            try add(table)
        }
    }

    private mutating func add(_ table: PackTable) throws(TendError) {
        try table.allow(["program", "reason_code", "sentence"])
        let choice = try WordChoice(names: "program", of: table)
        guard !choice.isEmpty else { throw table.error("`program` is missing from \(table.subject)") }
        let protection = ProtectedProgram(
            reasonCode: try table.string("reason_code"), sentence: try table.string("sentence"))
        for name in choice.whole where names[name] == nil {
            names[name] = protection
        }
        patterns += choice.patterns.map { ($0, protection) }
    }
}
