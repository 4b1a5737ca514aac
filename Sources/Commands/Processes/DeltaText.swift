internal import Formats
internal import Model
internal import Planning
internal import Primitives

/// What became different since an earlier plan, for people.
enum DeltaText {
    /// So many of one kind are named; the rest is counted.
    private static let named = 8

    static func lines(_ delta: PlanDelta) -> [String] {
        let then = Timestamp.text(milliseconds: delta.priorMadeAt)
        let counts = [
            ("new", delta.new), ("worse", delta.worsened), ("better", delta.improved), ("gone", delta.resolved),
            ("as before", delta.persistent),
        ]
        .map { "\($0.1.count) \($0.0)" }.joined(separator: ", ")
        return [
            "Since session \(delta.priorSession) (\(then)): \(counts). \(delta.unchanged) processes are as they were."
        ]
            + list("New", delta.new) + list("Worse", delta.worsened) + list("Better", delta.improved)
            + list("Gone", delta.resolved) + list("As before", delta.persistent)
    }

    private static func list(_ title: String, _ changes: [PlanChange]) -> [String] {
        guard !changes.isEmpty else { return [] }
        var items = changes.prefix(named).map { "\($0.title) (PID \($0.pid)\(details($0)))" }
        if changes.count > named { items.append("and \(changes.count - named) more") }
        return ["\(title): \(items.joined(separator: ", "))."]
    }

    private static func details(_ change: PlanChange) -> String {
        if let reason = change.reason { return ", \(reason.replacingEvery("_", with: " "))" }
        if let prior = change.prior, let current = change.current, prior != current {
            return ", \(prior.rawValue) → \(current.rawValue)"
        }
        return change.sessions.map { $0 > 1 ? ", \($0) plans in a row" : "" } ?? ""
    }
}
