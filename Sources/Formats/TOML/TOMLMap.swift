/// Where the keys and values of a TOML text stand, as ranges of its bytes.
struct TOMLMap {
    struct Entry {
        var key: Int
        var value: Range<Int>
        /// Whether it is a table that spreads over lines; one in braces counts as a value.
        var isTable: Bool
    }

    /// By path; what is within arrays is left out.
    private(set) var entries: [[String]: Entry] = [:]
    private let bytes: [UInt8]
    private var lineStarts = [0]

    init(_ events: [TOMLEvent], _ bytes: [UInt8]) {
        self.bytes = bytes
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { lineStarts.append(index + 1) }
        /// The tables and arrays around the event, outermost first.
        var open: [TOMLEvent] = []
        for event in events {
            guard event.kind != .end else {
                open.removeLast()
                continue
            }
            if let key = event.key, !open.contains(where: { $0.kind == .beginArray }) {
                entries[open.compactMap(\.key) + [key]] = entry(event)
            }
            if event.kind == .beginTable || event.kind == .beginArray { open.append(event) }
        }
    }

    private func entry(_ event: TOMLEvent) -> Entry {
        let begin = offset(of: event.begin)
        return Entry(
            key: offset(of: event.keyPlace), value: begin..<max(begin, offset(of: event.end)),
            isTable: event.kind == .beginTable && !(begin < bytes.count && bytes[begin] == UInt8(ascii: "{")))
    }

    private func offset(of place: TOMLEvent.Place) -> Int {
        guard lineStarts.indices.contains(place.line - 1) else { return bytes.count }
        var offset = lineStarts[place.line - 1]
        if offset == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { offset = 3 }
        for _ in 1..<max(1, place.column) where offset < bytes.count {
            offset += 1
            while offset < bytes.count, bytes[offset] & 0xC0 == 0x80 { offset += 1 }
        }
        return offset
    }

    // MARK: Lines

    private func startOfLine(at offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }

    /// Behind the line feed, or the end of a text that lacks the last one.
    private func endOfLine(at offset: Int) -> Int {
        bytes[offset...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
    }

    func wholeLines(of entry: Entry) -> Range<Int> {
        startOfLine(at: entry.key)..<endOfLine(at: entry.value.upperBound)
    }

    /// The line that adds a key, and where it goes: after its siblings, under its section's heading, or with a new
    /// heading at the end.
    func newLine(for path: [String], _ value: String) -> (place: Int, line: String)? {
        guard let name = path.last else { return nil }
        let section = Array(path.dropLast())
        let assignment = "\(TOMLText.key(name)) = \(value)"
        if let sibling = lastPlainMember(of: section) {
            let beginning = String(decoding: bytes[startOfLine(at: sibling.key)..<sibling.key], as: UTF8.self)
            return lineAdded(at: endOfLine(at: sibling.value.upperBound), beginning + assignment)
        }
        if section.isEmpty { return lineAdded(at: bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0, assignment) }
        if let heading = heading(of: section) {
            return lineAdded(at: endOfLine(at: heading), assignment)
        }
        let heading = "[\(section.map(TOMLText.key).joined(separator: "."))]"
        let gap = bytes.isEmpty ? "" : "\n"
        return lineAdded(at: bytes.count, "\(gap)\(heading)\n\(assignment)")
    }

    private func lineAdded(at place: Int, _ line: String) -> (place: Int, line: String) {
        let isAfterUnfinishedLine = place > 0 && bytes[place - 1] != UInt8(ascii: "\n")
        return (place, (isAfterUnfinishedLine ? "\n" : "") + line + "\n")
    }

    private func lastPlainMember(of section: [String]) -> Entry? {
        entries.filter { path, entry in
            path.count == section.count + 1 && path.starts(with: section) && !entry.isTable && !isHeading(entry)
        }.map(\.value).max { $0.key < $1.key }
    }

    /// The heading that opens the table itself; absent for a table that only a longer heading or a key implies.
    private func heading(of section: [String]) -> Int? {
        guard let table = entries[section], isHeading(table) else { return nil }
        let isImplied = entries.contains { path, entry in
            path.count > section.count && path.starts(with: section) && entry.value.lowerBound == table.value.lowerBound
        }
        return isImplied ? nil : table.value.lowerBound
    }

    private func isHeading(_ entry: Entry) -> Bool {
        entry.value.lowerBound < bytes.count && bytes[entry.value.lowerBound] == UInt8(ascii: "[")
            && entry.key > entry.value.lowerBound
    }
}
