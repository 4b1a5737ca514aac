import Formats
package import Model
package import PackFiles
package import Primitives

/// Everything that the process domain knows as data.
package struct ProcessPacks: Sendable {
    package var priors: ProcessPriors
    package var categories: CategoryPack
    package var protected: ProtectedPack
    package var supervisors: SupervisorPack
    package var signatures: SignaturePack
    /// Names the packs that judged, in every ledger and session: their version, and a checksum of all their bytes.
    package var version: String
    /// What labels have taught on this machine; nil where nothing was learned.
    package var learned: LearnedPriors?

    /// Names all that judges: the packs, and what was learned over them.
    package var label: String { learned.map { "\(version), \($0.label)" } ?? version }

    /// The priors that judge: the packs' own, with what was learned.
    package var judgingPriors: ProcessPriors { learned.map(priors.applying) ?? priors }

    /// The packs within the binary.
    package static func embedded() throws(TendError) -> ProcessPacks {
        try load()
    }

    /// The packs within the binary, and what others add to them.
    ///
    /// - Parameters:
    ///   - additions: the machine's first, the user's last; rules of a later file come before those of an earlier one,
    ///     and its priors replace them.
    ///   - signatureAdditions: the organisation's first, the user's last; a signature replaces an earlier one of its
    ///     name.
    /// - Returns: all of them, checked.
    /// - Throws: `TendError` with file and line for the first thing that is not understood.
    package static func load(
        adding additions: [PackFile] = [], signatures signatureAdditions: [SignatureFile] = []
    ) throws(TendError) -> ProcessPacks {
        for file in additions where !names.contains(file.name) {
            throw TendError(
                .configuration, "\(file.path): no such pack", area: "packs",
                hint: "known packs: \(names.joined(separator: ", "))")
        }
        func tables(_ name: String) throws(TendError) -> [(table: TOMLTable, file: String)] {
            var tables: [(table: TOMLTable, file: String)] = []
            for file in [try EmbeddedPacks.file("processes/\(name)")] + additions.filter({ $0.name == name }) {
                tables.append((try TOMLDocument.parse(file.bytes, file: file.path), file.path))
            }
            return tables
        }
        let categories = try layered(tables("categories.toml")) { table, file, base throws(TendError) in
            try CategoryPack(table: table, file: file, base: base)
        }
        return ProcessPacks(
            priors: try layered(tables("priors.toml")) { table, file, _ throws(TendError) in
                try ProcessPriors(table: table, file: file)
            },
            categories: categories,
            protected: try layered(tables("protected.toml")) { table, file, base throws(TendError) in
                try ProtectedPack(table: table, file: file, base: base)
            },
            supervisors: try layered(tables("supervisors.toml")) { table, file, base throws(TendError) in
                try SupervisorPack(table: table, file: file, categories: categories, base: base)
            },
            signatures: try SignaturePack(
                embeddedSignatures() + signatureAdditions, launchers: categories.launchers),
            version: "processes 1/\(checksum(additions + signatureAdditions.map(\.file)))")
    }

    private static func embeddedSignatures() -> [SignatureFile] {
        EmbeddedPacks.files(below: "signatures/").map { SignatureFile(source: .builtin, file: $0) }
    }

    private static func checksum(_ additions: [PackFile]) -> String {
        PackFile.checksum(
            EmbeddedPacks.files(below: "processes/") + EmbeddedPacks.files(below: "signatures/") + additions)
    }
}

private let names = ["priors.toml", "categories.toml", "protected.toml", "supervisors.toml"]

private func layered<Pack>(
    _ tables: [(table: TOMLTable, file: String)],
    _ read: (TOMLTable, String, Pack?) throws(TendError) -> Pack
) throws(TendError) -> Pack {
    var pack: Pack?
    for (table, file) in tables {
        pack = try read(table, file, pack)
    }
    guard let pack else { throw TendError(.internalError, "a pack has no file", area: "packs") }
    return pack
}
