package import Primitives

/// What events of a time add up to.
package struct DiskStatistics: Sendable {
    /// What was removed of one pattern.
    package struct Pattern: Sendable, Equatable {
        package var pattern = ""
        package var removed = 0
        package var failed = 0
        package var bytes = ByteCount.zero

        package init() {}
    }

    /// How often something happened for one reason, or under one name.
    package struct Tally: Sendable, Equatable {
        package var name = ""
        package var count = 0
        package var bytes = ByteCount.zero

        package init() {}
    }

    /// The part of the time that a volume was at a level; from when it was first seen.
    package struct LevelShare: Sendable, Equatable {
        package var volume = ForeignText("")
        package var level = ""
        package var seconds = 0.0
        /// Of the time that it was known, 0…1.
        package var share = 0.0

        package init() {}
    }

    /// Of the window.
    package var seconds = 0.0
    package var source = RecordedDiskEvents.Source.nothing
    package var events = 0
    package var removed = 0
    package var removedBytes = ByteCount.zero
    package var failed = 0
    package var restored = 0
    /// What is most worth knowing first.
    package var patterns: [Pattern] = []
    package var skipped: [Tally] = []
    package var levels: [LevelShare] = []
    package var ballast: [Tally] = []
    package var errors: [Tally] = []
    package var transitions: [DiskEvent] = []
    package var dropped = 0

    package init() {}

    /// Removals that were carried out, of those that were carried out or failed, 0…1; nil where there were none.
    package var successRate: Double? {
        removed + failed > 0 ? Double(removed) / Double(removed + failed) : nil
    }
}

extension DiskStatistics {
    /// Adds up what was recorded from one time to another, both in milliseconds since 1970.
    ///
    /// Of the patterns, those with the most bytes are told of, so many at most.
    package init(_ recorded: RecordedDiskEvents, since: Int64, now: Int64, patterns limit: Int) {
        self.init()
        seconds = Double(max(0, now - since)) / 1000
        source = recorded.source
        events = recorded.events.count
        for event in recorded.events { count(event) }
        let removals = recorded.events.filter { $0.kind == .removal }
        patterns = Array(Self.patterns(removals).prefix(limit))
        skipped = Self.tally(removals.filter { !Self.isTried($0) }) { $0.reason ?? $0.result }
        ballast = Self.tally(recorded.events.filter { $0.kind == .ballast }, by: \.result)
        errors = Self.tally(recorded.events.filter { $0.kind == .error }) { $0.reason ?? $0.result }
        transitions = recorded.events.filter { $0.kind == .policy }
        levels = Self.levels(recorded, since: since, now: now)
    }

    private mutating func count(_ event: DiskEvent) {
        switch (event.kind, event.result) {
        case (.removal, "done"):
            removed += 1
            removedBytes = removedBytes + (event.bytes ?? .zero)
        case (.removal, "failed"), (.removal, "no_effect"): failed += 1
        case (.removal, "restored"): restored += 1
        case (.record, "dropped"): dropped += event.count ?? 0
        default: break
        }
    }

    private static func isTried(_ event: DiskEvent) -> Bool {
        ["done", "failed", "no_effect", "restored"].contains(event.result)
    }

    private static func patterns(_ removals: [DiskEvent]) -> [Pattern] {
        var byName: [String: Pattern] = [:]
        for event in removals {
            guard let name = event.pattern, isTried(event) else { continue }
            var entry = byName[name] ?? Pattern()
            entry.pattern = name
            if event.result == "done" {
                entry.removed += 1
                entry.bytes = entry.bytes + (event.bytes ?? .zero)
            } else if event.result != "restored" {
                entry.failed += 1
            }
            byName[name] = entry
        }
        return byName.values.sorted { ($1.bytes, $1.removed, $0.pattern) < ($0.bytes, $0.removed, $1.pattern) }
    }

    private static func tally(_ events: [DiskEvent], by name: (DiskEvent) -> String) -> [Tally] {
        var byName: [String: Tally] = [:]
        for event in events {
            let name = name(event)
            var entry = byName[name] ?? Tally()
            entry.name = name
            entry.count += event.count ?? 1
            entry.bytes = entry.bytes + (event.bytes ?? .zero)
            byName[name] = entry
        }
        return byName.values.sorted { ($1.count, $0.name) < ($0.count, $1.name) }
    }

    /// A level holds from its event to the next one of the volume, or to the end.
    private static func levels(_ recorded: RecordedDiskEvents, since: Int64, now: Int64) -> [LevelShare] {
        var volumes: [ForeignText: [(at: Int64, level: String)]] = [:]
        for event in recorded.levelsBefore + recorded.events where event.kind == .pressure {
            volumes[event.subject, default: []].append((max(since, event.at), event.result))
        }
        return volumes.sorted { $0.key.bytes.lexicographicallyPrecedes($1.key.bytes) }.flatMap { volume, changes in
            var seconds: [String: Double] = [:]
            for (place, change) in changes.enumerated() {
                let end = place + 1 < changes.count ? changes[place + 1].at : now
                seconds[change.level, default: 0] += Double(max(0, end - change.at)) / 1000
            }
            let known = seconds.values.reduce(0, +)
            return seconds.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { level, seconds in
                var share = LevelShare()
                (share.volume, share.level, share.seconds) = (volume, level, seconds)
                share.share = known > 0 ? seconds / known : 0
                return share
            }
        }
    }
}
