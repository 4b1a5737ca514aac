import CTOML
package import Primitives

/// Reads TOML 1.0, with the place of every value.
package enum TOMLDocument {
    /// - Throws: `TendError` (`config.configuration`) whose message begins with `file:LINE:COLUMN`.
    package static func parse(_ bytes: [UInt8], file: String) throws(TendError) -> TOMLTable {
        let builder = TOMLBuilder()
        var mistake = tend_toml_error()
        let status = bytes.withUnsafeBytes { bytes in
            tend_toml_parse(
                bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count,
                { context, event in
                    guard let context, let event else { return }
                    Unmanaged<TOMLBuilder>.fromOpaque(context).takeUnretainedValue().visit(event.pointee)
                }, Unmanaged.passUnretained(builder).toOpaque(), &mistake)
        }
        guard status == 0 else { throw described(mistake, file) }
        return builder.root
    }

    private static func described(_ mistake: tend_toml_error, _ file: String) -> TendError {
        let message = withUnsafeBytes(of: mistake.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let place = "\(file):\(mistake.place.line):\(mistake.place.column)"
        return TendError(.configuration, "\(place): \(message)", area: "config")
    }
}

/// Puts the tree together again from the events of the walk.
private final class TOMLBuilder {
    private(set) var root = TOMLTable()
    /// Tables and arrays that have begun and not ended, outermost first.
    private var open: [Container] = []

    private struct Container {
        var start: Entry
        var isTable: Bool
        var entries: [Entry] = []
    }

    /// A value with its key; elements of arrays have none.
    private struct Entry {
        var key: String
        var keyPlace: tend_toml_place
        var value: TOMLValue
    }

    func visit(_ event: tend_toml_event) {
        switch event.kind {
        case TEND_TOML_TABLE: open.append(Container(start: entry(event, .table(TOMLTable())), isTable: true))
        case TEND_TOML_ARRAY: open.append(Container(start: entry(event, .array([])), isTable: false))
        case TEND_TOML_END: close()
        default: add(entry(event, scalar(event)))
        }
    }

    private func close() {
        guard let container = open.popLast() else { return }
        var entry = container.start
        entry.value.kind =
            container.isTable ? .table(table(container.entries)) : .array(container.entries.map(\.value))
        if open.isEmpty, case .table(let table) = entry.value.kind { root = table }
        add(entry)
    }

    private func add(_ entry: Entry) {
        guard !open.isEmpty else { return }
        open[open.count - 1].entries.append(entry)
    }

    /// The library hands members out by name; people expect them as they wrote them.
    private func table(_ entries: [Entry]) -> TOMLTable {
        let ordered = entries.sorted { ($0.keyPlace.line, $0.keyPlace.column) < ($1.keyPlace.line, $1.keyPlace.column) }
        return TOMLTable(
            ordered.map { TOMLTable.Member(key: $0.key, value: $0.value, line: Int($0.keyPlace.line)) })
    }

    private func entry(_ event: tend_toml_event, _ kind: TOMLValue.Kind) -> Entry {
        Entry(
            key: text(event.key, event.key_length), keyPlace: event.key_begin,
            value: TOMLValue(kind, line: Int(event.begin.line), column: Int(event.begin.column)))
    }

    private func scalar(_ event: tend_toml_event) -> TOMLValue.Kind {
        switch event.kind {
        case TEND_TOML_STRING: .string(text(event.text, event.text_length))
        case TEND_TOML_INTEGER: .integer(event.integer)
        case TEND_TOML_DOUBLE: .double(event.number)
        case TEND_TOML_BOOL: .bool(event.integer != 0)
        default: .date(text(event.text, event.text_length))
        }
    }

    private func text(_ start: UnsafePointer<CChar>?, _ length: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : length), as: UTF8.self)
    }
}
