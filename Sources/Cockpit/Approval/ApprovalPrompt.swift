internal import Decision
internal import Model
package import Planning
package import Primitives
package import Reporting
internal import SystemCalls

/// Asks a person which processes of a plan to stop.
///
/// Standard input is read and standard error drawn upon, so that standard output stays free for the result.
package struct ApprovalPrompt: Sendable {
    package enum Answer: Sendable, Equatable {
        /// Indices into the plan's candidates, ascending; never empty.
        case chosen([Int])
        /// Leave everything running.
        case none
        case interrupted
    }

    private let items: [ApprovalItem]
    private let style: Style
    private let input: Int32
    private let output: Int32

    package init(plan: ProcessPlan, style: Style, input: Int32 = 0, output: Int32 = 2) {
        items = plan.candidates.map { candidate in
            var item = ApprovalItem(candidate)
            // With a goal, what reaches it is what is asked about.
            if plan.goal != nil { item.isPreselected = candidate.goalPart == .end }
            return item
        }
        self.style = style
        self.input = input
        self.output = output
    }

    /// Shows the list and follows the keys until the person decides.
    ///
    /// Where the terminal cannot move its cursor (`canRedraw` is false, as with `TERM=dumb`), numbers are asked for on a
    /// line of their own.
    ///
    /// - Returns: what was chosen; never what cannot be ticked.
    /// - Throws: `TendError` (`input_output`) where the terminal cannot be written to.
    package func ask(canRedraw: Bool) throws(TendError) -> Answer {
        guard !items.isEmpty else { return .none }
        do {
            return try canRedraw ? Terminal.withKeys(input) { try followKeys() } : askForNumbers()
        } catch {
            throw TendError(.inputOutput, "cannot ask on this terminal", cause: error)
        }
    }

    // MARK: With keys

    private func followKeys() throws -> Answer {
        var state = ApprovalState(items)
        var parser = KeyParser()
        var area = LiveArea()
        var size = currentSize
        try draw(state, size, &area)
        while true {
            guard let bytes = Terminal.readKeys(input, timeoutMilliseconds: parser.isUnfinished ? 50 : 250) else {
                return try finish(.none, size, &area)
            }
            if Interruption.hasOccurred { return try finish(.interrupted, size, &area) }
            var needsDrawing = currentSize != size
            size = currentSize
            for key in bytes.isEmpty ? parser.flush() : parser.feed(bytes) {
                if key == .suspend {
                    try write(area.clear(width: size.columns))
                    Terminal.suspend()
                    needsDrawing = true
                    continue
                }
                switch state.handle(key) {
                case .redraw: needsDrawing = true
                case .ignore: break
                case .apply: return try finish(.chosen(state.ticked.sorted()), size, &area)
                case .leave: return try finish(.none, size, &area)
                }
            }
            if needsDrawing { try draw(state, size, &area) }
        }
    }

    private struct Size: Equatable {
        var columns: Int
        var rows: Int
    }

    /// Asked again after each key: a changed size needs no signal handler.
    private var currentSize: Size {
        guard let size = Terminal.size(output) else { return Size(columns: style.width ?? 80, rows: 24) }
        return Size(columns: size.columns, rows: size.rows > 0 ? size.rows : 24)
    }

    private func draw(_ state: ApprovalState, _ size: Size, _ area: inout LiveArea) throws {
        var style = style
        style.width = size.columns
        let page = ApprovalPage(state: state, style: style, height: size.rows)
        try write(area.draw(page.lines, width: size.columns))
    }

    private func finish(_ answer: Answer, _ size: Size, _ area: inout LiveArea) throws -> Answer {
        try write(area.clear(width: size.columns))
        return answer
    }

    // MARK: With lines

    private func askForNumbers() throws -> Answer {
        let state = ApprovalState(items)
        try write(ApprovalPage(state: state, style: style, height: 0).plainList.map { $0 + "\n" }.joined())
        while true {
            try write("Numbers to stop, e.g. 1,3-5, a for all recommended, enter for none: ")
            guard let line = try readLine() else {
                try write("\n")
                return Interruption.hasOccurred ? .interrupted : .none
            }
            do {
                let chosen = try NumberChoice(items).parse(line)
                return chosen.isEmpty ? .none : .chosen(chosen)
            } catch {
                try write("\(error.message)\n")
            }
        }
    }

    /// One line without its end; nil at the end of input or after an interruption.
    private func readLine() throws -> String? {
        var line: [UInt8] = []
        while !Interruption.hasOccurred {
            guard let bytes = Terminal.readKeys(input, timeoutMilliseconds: 250) else {
                return line.isEmpty ? nil : String(decoding: line, as: UTF8.self)
            }
            line += bytes
            // A terminal hands over whole lines here; whatever was typed beyond one is not meant for this question.
            if let end = line.firstIndex(of: UInt8(ascii: "\n")) {
                return String(decoding: line[..<end], as: UTF8.self)
            }
        }
        return nil
    }

    private func write(_ text: String) throws {
        try writeAll(Array(text.utf8), to: output)
    }
}
