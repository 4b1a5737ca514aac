internal import Formats
internal import Model
internal import Primitives
internal import Reporting

/// How the question looks; never wider or higher than the terminal.
struct ApprovalPage {
    let state: ApprovalState
    let style: Style
    let height: Int

    private var width: Int { style.width ?? 80 }
    private static let indentation = 6

    var lines: [String] {
        let question = state.items.count == 1 ? "Stop this process?" : "Which of these processes should be stopped?"
        let body = state.panel == .help ? help : list
        let lines = [style.apply(.strong, to: clip(question))] + body + [status, keys]
        // One row stays free, so that drawing never makes the terminal scroll.
        return Array(lines.prefix(max(height - 1, 1)))
    }

    /// The whole list with every reason, for terminals on which nothing can be drawn twice.
    var plainList: [String] {
        let table = TableLayout(Array(columns.dropFirst()), rows: state.items.count, style: style).lines
        return [table[0]]
            + state.items.indices.flatMap { index in
                [table[index + 1], why(index)] + reservations(index)
            }
    }

    // MARK: The list

    /// Rows for the list itself: without the question, the heading, the two lines at the bottom and the free row.
    private var room: Int { max(height - 5, 1) }

    private var list: [String] {
        let table = TableLayout(columns, rows: state.items.count, style: style).lines
        let everyWhy = state.items.indices.map { $0 == state.cursor ? cursorDetails : [why($0)] }
        let all = everyWhy.reduce(state.items.count) { $0 + $1.count } <= room
        let details = all ? everyWhy : state.items.indices.map { $0 == state.cursor ? cursorDetails : [] }
        return [table[0]] + shown(all ? room : room - cursorDetails.count).flatMap { [table[$0 + 1]] + details[$0] }
    }

    /// The items around the cursor that fit into so many rows.
    private func shown(_ rows: Int) -> Range<Int> {
        let count = min(state.items.count, max(rows, 1))
        let first = min(max(state.cursor - count / 2, 0), state.items.count - count)
        return first..<(first + count)
    }

    private var columns: [TableColumn] {
        let (items, cursor, ticked) = (state.items, state.cursor, state.ticked)
        return [
            TableColumn(heading: "", tone: { $0 == cursor ? .strong : .plain }) { row in
                let box = items[row].obstacle != nil ? "[-]" : ticked.contains(row) ? "[x]" : "[ ]"
                return "\(row == cursor ? ">" : " ") \(box)"
            },
            TableColumn(heading: "#", isNumber: true, dropOrder: 4) { String($0 + 1) },
            TableColumn(heading: "PID", isNumber: true, dropOrder: 3) { String(items[$0].pid) },
            TableColumn(heading: "ADVICE", tone: { items[$0].recommendation.tone }) {
                items[$0].recommendation.rawValue
            },
            TableColumn(heading: "AGE", isNumber: true, dropOrder: 2) { items[$0].age },
            TableColumn(heading: "MEMORY", isNumber: true, dropOrder: 1) { items[$0].memory.text },
            TableColumn(heading: "WHAT", dropOrder: 5) { items[$0].title },
            TableColumn(heading: "COMMAND", isFlexible: true) { items[$0].command },
        ]
    }

    // MARK: Below an item

    private func why(_ index: Int) -> String { detail(state.items[index].why, .faint) }

    private func reservations(_ index: Int) -> [String] {
        state.items[index].reservations.map { detail("! \($0)", .caution) }
    }

    private var cursorDetails: [String] {
        guard state.items.indices.contains(state.cursor) else { return [] }
        let above = [why(state.cursor)] + reservations(state.cursor)
        let evidence = state.panel == .evidence ? state.items[state.cursor].evidence.map { detail($0, .plain) } : []
        return Array((above + evidence).prefix(max(room - 1, 0)))
    }

    private func detail(_ text: String, _ tone: Tone) -> String {
        let clipped = style.clip(text, to: width - Self.indentation)
        return String(repeating: " ", count: Self.indentation) + style.apply(tone, to: clipped)
    }

    // MARK: Around the list

    private var status: String {
        if let message = state.message { return style.apply(.caution, to: clip(message)) }
        let memory = state.ticked.reduce(ByteCount.zero) { $0 + state.items[$1].memory }
        return clip("\(state.ticked.count) of \(state.items.count) ticked, \(memory.text)")
    }

    private var keys: String {
        let all = "space tick  a all recommended  n none  e evidence  enter stop the ticked  q leave  ? help"
        let few = "space tick  enter stop  q leave  ? help"
        return style.apply(.faint, to: clip(all.columns <= width ? all : few))
    }

    private var help: [String] {
        [
            "up, down, j, k     move",
            "space, x           tick or untick",
            "a                  tick everything recommended",
            "n                  tick nothing",
            "e                  evidence of the process",
            "enter, y           stop what is ticked",
            "q, escape          leave everything running",
            "[-]                cannot be ticked: see below it",
        ].map(clip)
    }

    private func clip(_ text: String) -> String { style.clip(text, to: width) }
}
