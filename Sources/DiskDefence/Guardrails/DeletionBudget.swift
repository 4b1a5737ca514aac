/// Deletions of the last hour, however the hours of a clock lie.
package struct DeletionBudget: Sendable, Equatable {
    package struct Entry: Sendable, Equatable {
        package var seconds: Double
        package var count: Int

        package init(seconds: Double, count: Int) {
            self.seconds = seconds
            self.count = count
        }
    }

    private static let hour = 3600.0
    /// Oldest first; what a restart has to know.
    package private(set) var entries: [Entry]

    package init(entries: [Entry] = []) {
        self.entries = entries
    }

    /// Deletions within the hour that ends now, 3600 s excluded.
    ///
    /// What seems to lie ahead, because the clock went back, counts. A time that is none counts everything.
    ///
    /// - Parameter seconds: now.
    /// - Returns: ≥ 0.
    package func count(at seconds: Double) -> Int {
        entries.reduce(0) { isOver($1, at: seconds) ? $0 : $0 + $1.count }
    }

    /// Takes deletions in and forgets what is over; a count ≤ 0 is none.
    ///
    /// At a time that is none they are entered with the newest one.
    package mutating func record(_ count: Int, at seconds: Double) {
        guard count > 0 else { return }
        entries = entries.filter { !isOver($0, at: seconds) }
        let time = seconds.isFinite ? seconds : entries.map(\.seconds).max() ?? 0
        entries.append(Entry(seconds: time, count: count))
    }

    private func isOver(_ entry: Entry, at seconds: Double) -> Bool {
        seconds.isFinite && seconds - entry.seconds >= Self.hour
    }
}
