internal import Primitives
package import Reporting
internal import SystemCalls

/// What tend is doing, on one line of standard error that vanishes at the end.
///
/// Shown only on a terminal, and only once the work has taken long enough that somebody might wonder.
package struct Progress: ~Copyable {
    private let isShown: Bool
    private let style: Style
    private let delay: Double
    private let now: () -> Double
    private let write: (String) -> Void
    private let began: Double
    private var area = LiveArea()
    private var last = ""

    /// `now` counts seconds; `write` sends text to the terminal.
    init(
        isShown: Bool, style: Style, delay: Double = 0.15, now: @escaping () -> Double,
        write: @escaping (String) -> Void
    ) {
        self.isShown = isShown
        self.style = style
        self.delay = delay
        self.now = now
        self.write = write
        began = now()
    }

    /// Progress on standard error, where that is a terminal which can redraw a line.
    package init(style: Style, canRedraw: Bool) {
        self.init(
            isShown: canRedraw && Terminal.isTerminal(2), style: style, now: Clocks.monotonicSeconds,
            // Nobody misses the progress of a terminal that has gone.
            write: { text in try? writeAll(Array(text.utf8), to: 2) })
    }

    /// Says what is being done: `update("scanning", 1024, "processes")`.
    package mutating func update(_ doing: String, _ count: Int, _ things: String) {
        update("\(doing) \(count.grouped) \(things)")
    }

    package mutating func update(_ doing: String) {
        guard isShown, doing != last, now() - began >= delay else { return }
        last = doing
        let width = style.width ?? 80
        // The last column stays free: some terminals break the line there.
        write(area.draw([style.clip("\(doing) \(style.unicode ? "…" : "...")", to: width - 1)], width: width))
    }

    /// Removes the line; what is written next stands in its place.
    package mutating func finish() {
        let text = area.clear(width: style.width ?? 80)
        if !text.isEmpty { write(text) }
        last = ""
    }
}
