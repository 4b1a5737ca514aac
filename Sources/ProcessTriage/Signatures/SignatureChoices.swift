internal import Formats
package import PackFiles
package import Primitives

/// What one file switches off and on.
package struct SignatureChoices: Sendable, Equatable {
    package var disable: [String]
    package var enable: [String]
    private let file: String
    private let lines: [Int]

    init(_ root: PackTable) throws(TendError) {
        disable = try root.words("disable")
        enable = try root.words("enable")
        file = root.file
        lines = [root.line(of: "disable"), root.line(of: "enable")]
    }

    /// The choices of a file; none for a file of no bytes.
    package init(reading file: PackFile) throws(TendError) {
        var file = file
        if file.bytes.isEmpty { file.bytes = SignatureChoices.empty }
        try self.init(PackTable(signatures: file))
    }

    private static let empty = Array("version = 1\n".utf8)

    /// Later choices undo earlier ones.
    func apply(to disabled: inout Set<String>, known: [String]) throws(TendError) {
        for name in disable {
            try check(name, "disable", line: lines[0], known)
            disabled.insert(name)
        }
        for name in enable {
            try check(name, "enable", line: lines[1], known)
            disabled.remove(name)
        }
    }

    private func check(_ name: String, _ key: String, line: Int, _ known: [String]) throws(TendError) {
        guard !known.contains(name) else { return }
        throw TendError(
            .configuration, "\(file):\(line): `\(name)` in `\(key)` is no signature", area: "packs",
            hint: "\(Suggestions.question(Suggestions.closest(to: name, among: known)))remove it, or list them: "
                + "tend processes signatures list")
    }

    /// A file that says just this.
    package var bytes: [UInt8] {
        func line(_ key: String, _ names: [String]) -> String {
            names.isEmpty ? "" : "\(key) = \"\(names.joined(separator: " "))\"\n"
        }
        return Array(
            ("# Written by: tend processes signatures disable|enable NAME\nversion = 1\n" + line("disable", disable)
                + line("enable", enable)).utf8)
    }
}

extension PackTable {
    /// The root of a file of signatures.
    init(signatures file: PackFile) throws(TendError) {
        self.init(
            try TOMLDocument.parse(file.bytes, file: file.path), file: file.path, subject: "the signatures")
        try requireVersion(1)
        try allow(["version", "signature", "disable", "enable"])
    }
}
