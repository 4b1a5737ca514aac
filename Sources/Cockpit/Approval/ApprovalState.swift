/// The question which processes to stop: what is ticked, where the cursor stands, and what each key does.
struct ApprovalState: Sendable {
    enum Step: Sendable, Equatable {
        case redraw
        /// The key means nothing here.
        case ignore
        /// Carry out what is ticked.
        case apply
        case leave
    }

    /// What is shown beside the list.
    enum Panel: Sendable, Equatable {
        case none, help, evidence
    }

    let items: [ApprovalItem]
    private(set) var ticked: Set<Int>
    private(set) var cursor = 0
    private(set) var panel = Panel.none
    /// Why the last key had no effect.
    private(set) var message: String?

    init(_ items: [ApprovalItem]) {
        self.items = items
        ticked = Set(items.indices.filter { items[$0].isPreselected && items[$0].isRecommended })
    }

    mutating func handle(_ key: Key) -> Step {
        message = nil
        guard panel != .help else { return handleInHelp(key) }
        switch key {
        case .up, .character("k"): move(to: cursor - 1)
        case .down, .character("j"): move(to: cursor + 1)
        case .pageUp: move(to: cursor - 10)
        case .pageDown: move(to: cursor + 10)
        case .home, .character("g"): move(to: 0)
        case .end, .character("G"): move(to: items.count - 1)
        case .character(" "), .character("x"): toggle()
        case .character("a"): ticked.formUnion(items.indices.filter { items[$0].isRecommended })
        case .character("n"): ticked = []
        case .character("e"): panel = panel == .evidence ? .none : .evidence
        case .character("?"), .character("h"): panel = .help
        case .enter, .character("y"): return apply()
        case .escape where panel == .evidence: panel = .none
        case .escape, .endOfInput, .character("q"): return .leave
        case .character, .suspend: return .ignore
        }
        return .redraw
    }

    /// Any key closes the help, and leaving leaves.
    private mutating func handleInHelp(_ key: Key) -> Step {
        panel = .none
        return key == .character("q") || key == .endOfInput ? .leave : .redraw
    }

    private mutating func move(to position: Int) {
        cursor = min(max(position, 0), max(items.count - 1, 0))
    }

    private mutating func toggle() {
        guard items.indices.contains(cursor) else { return }
        if let obstacle = items[cursor].obstacle {
            message = "PID \(items[cursor].pid) cannot be ticked. \(obstacle)"
        } else if ticked.remove(cursor) == nil {
            ticked.insert(cursor)
        }
    }

    private mutating func apply() -> Step {
        guard ticked.isEmpty else { return .apply }
        message = "Nothing is ticked: space ticks, q leaves everything running."
        return .redraw
    }
}
