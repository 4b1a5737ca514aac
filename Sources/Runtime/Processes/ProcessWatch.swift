internal import Decision
internal import Formats
package import Model
package import Planning
internal import Primitives
internal import Reporting

/// Remembers what was told of a machine, so that each thing is told once and again only when it gets worse.
package struct ProcessWatch {
    private let threshold: WatchLevel
    private var told: [ProcessIdentity: WatchEvent] = [:]
    private var violated: Set<String> = []
    private var baseline = BaselineWatch()

    package init(threshold: WatchLevel) {
        self.threshold = threshold
    }

    /// What a look at the machine gives to tell.
    ///
    /// A process that falls back below the level and rises to it again is not told anew: only its end, or that it is
    /// kept, makes it forgotten.
    ///
    /// - Complexity: O(candidates).
    package mutating func events(_ plan: ProcessPlan) -> [WatchEvent] {
        var events: [WatchEvent] = []
        let candidates = plan.candidates.filter { $0.recommendation != .keep }
        for candidate in candidates {
            let level = WatchLevel(candidate)
            let before = told[candidate.target.identity]
            guard level >= threshold, before.map({ level > $0.level }) ?? true else { continue }
            let event = Self.event(candidate, level, before == nil ? .candidateDetected : .severityEscalated, plan)
            told[candidate.target.identity] = event
            events.append(event)
        }
        let present = Set(candidates.map(\.target.identity))
        for (identity, event) in told.sorted(by: { $0.key.pid < $1.key.pid }) where !present.contains(identity) {
            told[identity] = nil
            var resolved = event
            resolved.kind = .candidateResolved
            resolved.at = plan.madeAt
            resolved.recommendation = nil
            resolved.abandoned = nil
            resolved.sentence = "\(event.title ?? "") (PID \(identity.pid)) has ended or is kept now."
            events.append(resolved)
        }
        events += goals(plan)
        return events + (plan.baseline.map { baseline.events($0, at: plan.madeAt, threshold) } ?? [])
    }

    private static func event(
        _ candidate: PlannedProcess, _ level: WatchLevel, _ kind: WatchEvent.Kind, _ plan: ProcessPlan
    ) -> WatchEvent {
        var event = WatchEvent()
        event.kind = kind
        event.at = plan.madeAt
        event.level = level
        event.pid = candidate.pid
        event.startID = candidate.target.identity.startID
        event.title = candidate.title
        event.command = candidate.command
        event.abandoned = candidate.posterior[.abandoned] + candidate.posterior[.zombie]
        event.recommendation = candidate.recommendation.rawValue
        event.sentence =
            "\(candidate.title) (PID \(candidate.pid), \(candidate.residentMemory.text)): "
            + "\(candidate.recommendation.rawValue). \(candidate.why)"
        return event
    }

    /// Told whatever the level watched for: they were asked for by name.
    private mutating func goals(_ plan: ProcessPlan) -> [WatchEvent] {
        var events: [WatchEvent] = []
        for target in plan.goal?.targets ?? [] {
            guard let needed = target.needed else { continue }
            let text = target.goal.text
            let isViolated = needed > 0
            guard isViolated != violated.contains(text) else { continue }
            if isViolated { violated.insert(text) } else { violated.remove(text) }
            var event = WatchEvent()
            event.kind = isViolated ? .goalViolated : .goalReached
            event.at = plan.madeAt
            event.level = isViolated ? .high : .low
            event.sentence =
                isViolated
                ? "The machine does not have \"\(text)\" any more; what to end: tend processes plan --goal '\(text)'"
                : "The machine has \"\(text)\" again."
            events.append(event)
        }
        return events
    }
}

extension WatchLevel {
    /// How much a candidate matters.
    fileprivate init(_ candidate: PlannedProcess) {
        let holdsMuch = candidate.residentMemory.bytes >= 1 << 30 || (candidate.cores ?? 0) >= 0.9
        if candidate.recommendation.endsProcess {
            self = holdsMuch ? .critical : .high
        } else {
            self = candidate.posterior[.abandoned] >= 0.5 ? .medium : .low
        }
    }
}
