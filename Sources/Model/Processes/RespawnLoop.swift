/// A program that is started again each time it has ended.
package struct RespawnLoop: Sendable, Equatable {
    /// How often it was, without a longer rest between.
    package var times = 0
    /// From the first end, or the first start seen, to its present start.
    package var seconds = 0.0
    /// Who starts it: its living parent; nil where a reaper holds it and nobody is to be seen.
    package var parent: Int32?
    package var parentTitle = ""

    package init() {}

    package init(times: Int, seconds: Double, parent: Int32? = nil, parentTitle: String = "") {
        self.times = times
        self.seconds = seconds
        self.parent = parent
        self.parentTitle = parentTitle
    }

    /// For people.
    package var sentence: String {
        let span = seconds < 120 ? "\(Int(seconds.rounded())) s" : "\(Int((seconds / 60).rounded())) min"
        let again = "It was started again \(times) times within \(span)"
        guard let parent else { return "\(again); what starts it is not to be seen." }
        return "\(again); its parent \(parentTitle) (PID \(parent)) does that, so end the parent instead."
    }

    /// Fewer may be a coincidence: somebody ran it again.
    package static let fewest = 2
    /// Seconds after an end within which a start belongs to it: supervisors that back off seldom wait longer.
    package static let longestRest = 60.0
}

/// One run of a program, as the record tells it; seconds since boot.
package struct RecordedRun: Sendable, Equatable {
    package var started: Double
    /// The end lies between these two: when it was about to be ended, and when its end was recorded.
    package var endBegun: Double
    package var ended: Double

    package init(started: Double, endBegun: Double, ended: Double) {
        self.started = started
        self.endBegun = endBegun
        self.ended = ended
    }

    /// Whether something that started then may be its successor; a copy that ran beside it is none.
    fileprivate func isFollowed(by start: Double) -> Bool {
        // Start ticks are rounded down, and the two clocks are not read at one instant.
        start >= endBegun - 0.3 && start <= ended + RespawnLoop.longestRest
    }
}

extension RespawnLoop {
    /// How often a program that runs now was started again, from its earlier runs; nil where that is not often enough, or
    /// not each time soon after its end.
    ///
    /// - Parameters:
    ///   - runs: in any order.
    ///   - started: when the present one started, on the same clock.
    package init?(after runs: [RecordedRun], started: Double) {
        var next = started
        var times = 0
        var first = started
        for run in runs.sorted(by: { $0.ended > $1.ended }) where run.isFollowed(by: next) {
            times += 1
            first = run.ended
            next = run.started
        }
        guard times >= Self.fewest else { return nil }
        self.init(times: times, seconds: max(0, started - first))
    }
}
