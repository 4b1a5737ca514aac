package import Primitives

/// Changes one value in a TOML file and leaves everything else as it is, byte for byte.
///
/// Every change is checked before it is handed out: the new text must parse and mean what the old text meant, but for
/// the one value. Where that cannot be had, the error says to edit the file by hand.
package struct TOMLEdit: Sendable {
    package private(set) var bytes: [UInt8]
    private let file: String

    /// - Throws: `TendError` (`config.configuration`) if the text is not TOML.
    package init(_ bytes: [UInt8], file: String) throws(TendError) {
        self.bytes = bytes
        self.file = file
        _ = try TOMLDocument.parse(bytes, file: file)
    }

    /// Sets the value at the path, for example `["disk", "reserve"]`; adds the key and its section where need be.
    package mutating func set(_ path: [String], to value: TOMLValue.Kind) throws(TendError) {
        let map = TOMLMap(try TOMLEvent.all(in: bytes, file: file), bytes)
        var changed = bytes
        let text = TOMLText.value(value)
        if let entry = map.entries[path] {
            changed.replaceSubrange(entry.value, with: text.utf8)
        } else if let (place, line) = map.newLine(for: path, text) {
            changed.insert(contentsOf: line.utf8, at: place)
        }
        try accept(changed, path, value)
    }

    /// Removes the key and its value with the whole line; a missing one is no error.
    package mutating func remove(_ path: [String]) throws(TendError) {
        let map = TOMLMap(try TOMLEvent.all(in: bytes, file: file), bytes)
        guard let entry = map.entries[path] else { return }
        var changed = bytes
        changed.removeSubrange(map.wholeLines(of: entry))
        try accept(changed, path, nil)
    }

    private mutating func accept(_ changed: [UInt8], _ path: [String], _ value: TOMLValue.Kind?) throws(TendError) {
        let old = try TOMLDocument.parse(bytes, file: file)
        do {
            let new = try TOMLDocument.parse(changed, file: file)
            let isAsked = new.leaves.first { $0.path == path }?.text == value.map(TOMLText.value)
            let isRestKept = new.leaves.filter { $0.path != path } == old.leaves.filter { $0.path != path }
            if isAsked, isRestKept {
                bytes = changed
                return
            }
        } catch {}  // Text that is no longer TOML is refused like text that means something else.
        throw TendError(
            .configuration, "cannot change \(path.joined(separator: ".")) in \(file) without touching more than it",
            area: "config", hint: "edit the file by hand")
    }
}

extension TOMLTable {
    fileprivate struct Leaf: Equatable {
        var path: [String]
        /// As text, for then places do not matter and NaN equals itself.
        var text: String
    }

    /// Everything that is no table, in the order of the file.
    fileprivate var leaves: [Leaf] {
        members.flatMap { member -> [Leaf] in
            guard case .table(let table) = member.value.kind else {
                return [Leaf(path: [member.key], text: TOMLText.value(member.value.kind))]
            }
            return table.leaves.map { Leaf(path: [member.key] + $0.path, text: $0.text) }
        }
    }
}
