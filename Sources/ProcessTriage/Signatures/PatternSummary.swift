package import Model
internal import Statistics

/// Command patterns of a record of any length, in memory that does not grow with it.
///
/// Space-Saving keeps the patterns that may be the most frequent; Count-Min sketches count what came of each, for a
/// pattern may become frequent long after its first stop.
package struct PatternSummary: Sendable {
    /// Whatever makes up more than one in so many is among those kept.
    private static let capacity = 256
    /// By what share of all stops a count may be too large, and how often it may be larger still.
    private static let (error, failure) = (0.001, 0.01)

    private var frequent: HeavyHitters
    private var stopped: CountMinSketch
    private var respawned: CountMinSketch
    private var respawning: CountMinSketch

    /// - Parameter seed: by chance, so that nobody can choose commands that collide.
    package init(seed: UInt64) {
        guard let frequent = HeavyHitters(capacity: Self.capacity),
            let sketch = CountMinSketch(error: Self.error, failure: Self.failure, seed: seed)
        else { preconditionFailure("capacity, error and failure are constants within their ranges") }
        self.frequent = frequent
        (stopped, respawned, respawning) = (sketch, sketch, sketch)
    }

    /// Adds a process that was met for the first time.
    package mutating func meet(_ pattern: String, isRespawning: Bool) {
        frequent.add(Array(pattern.utf8))
        if isRespawning { respawning.add(pattern.utf8) }
    }

    /// Adds a stop that was carried out.
    package mutating func stop(_ pattern: String, cameBack: Bool) {
        stopped.add(pattern.utf8)
        if cameBack { respawned.add(pattern.utf8) }
    }

    /// The most frequent patterns, the most frequent first.
    package func top(_ count: Int) -> [PatternTally] {
        frequent.ranked.prefix(count).map { entry in
            var tally = PatternTally()
            tally.pattern = String(decoding: entry.key, as: UTF8.self)
            tally.processes = Int(clamping: entry.count)
            tally.processesTooMany = Int(clamping: entry.error)
            tally.stopped = Int(clamping: stopped.estimate(entry.key))
            tally.respawned = Int(clamping: respawned.estimate(entry.key))
            tally.respawning = Int(clamping: respawning.estimate(entry.key))
            let total = max(stopped.total, respawned.total, respawning.total)
            tally.stopsTooMany = Int((Double(total) * Self.error).rounded(.up))
            return tally
        }
    }
}

/// Which keys are worth a group of their own, in memory that does not grow with the record.
package struct FrequentKeys: Sendable {
    private var frequent: HeavyHitters
    private let capacity: Int

    /// - Precondition: a capacity of at least 1.
    package init(capacity: Int) {
        guard let frequent = HeavyHitters(capacity: capacity) else { preconditionFailure("room for nothing") }
        self.frequent = frequent
        self.capacity = capacity
    }

    package mutating func add(_ key: String) { frequent.add(Array(key.utf8)) }

    /// Drops the groups of keys that are no longer among the frequent ones, once there are twice too many.
    ///
    /// A dropped key that comes back begins anew: its group then knows of fewer than there were, never of more.
    package func prune<Group>(_ groups: inout [String: Group]) {
        guard groups.count > 2 * capacity else { return }
        let kept = Set(frequent.ranked.map { String(decoding: $0.key, as: UTF8.self) })
        groups = groups.filter { kept.contains($0.key) }
    }
}
