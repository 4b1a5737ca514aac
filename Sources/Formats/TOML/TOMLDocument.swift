package import Primitives

/// Reads TOML 1.0, with the place of every value.
package enum TOMLDocument {
    /// - Throws: `TendError` (`config.configuration`) whose message begins with `file:LINE:COLUMN`.
    package static func parse(_ bytes: [UInt8], file: String) throws(TendError) -> TOMLTable {
        var builder = TOMLBuilder()
        for event in try TOMLEvent.all(in: bytes, file: file) { builder.add(event) }
        return builder.root
    }
}

/// Puts the tree together again from the events of the walk.
private struct TOMLBuilder {
    private(set) var root = TOMLTable()
    /// Tables and arrays that have begun and not ended, outermost first.
    private var open: [Container] = []

    private struct Container {
        var event: TOMLEvent
        var entries: [Entry] = []
    }

    private struct Entry {
        var event: TOMLEvent
        var value: TOMLValue
    }

    mutating func add(_ event: TOMLEvent) {
        switch event.kind {
        case .beginTable, .beginArray: open.append(Container(event: event))
        case .end: close()
        case .value(let kind): add(kind, event)
        }
    }

    private mutating func close() {
        guard let container = open.popLast() else { return }
        guard container.event.kind == .beginTable else {
            return add(.array(container.entries.map(\.value)), container.event)
        }
        let table = Self.table(container.entries)
        if open.isEmpty { root = table }
        add(.table(table), container.event)
    }

    private mutating func add(_ kind: TOMLValue.Kind, _ event: TOMLEvent) {
        guard !open.isEmpty else { return }
        let value = TOMLValue(kind, line: event.begin.line, column: event.begin.column)
        open[open.count - 1].entries.append(Entry(event: event, value: value))
    }

    /// People expect the members in the order in which they wrote them.
    private static func table(_ entries: [Entry]) -> TOMLTable {
        let ordered = entries.sorted { left, right in
            let (left, right) = (left.event.keyPlace, right.event.keyPlace)
            return (left.line, left.column) < (right.line, right.column)
        }
        return TOMLTable(
            ordered.map { TOMLTable.Member(key: $0.event.key ?? "", value: $0.value, line: $0.event.keyPlace.line) })
    }
}
