internal import Decision
internal import Model
internal import Primitives

extension Approval {
    /// Puts the actions of each process group together: all of it or nothing.
    ///
    /// A member that is never touched, that the plan knew otherwise or that may not be acted on holds the whole group
    /// back. What the plan does not list is left alone, and told. What has ended by itself is no obstacle.
    ///
    /// - Parameters:
    ///   - actions: that may be carried out by themselves.
    ///   - planned: the plan's processes, by PID.
    ///   - present: with all members of these groups, listed or not.
    ///   - refusals: of what may not.
    /// - Returns: the groups as they may be carried out, and a refusal for every member of the others.
    func groups(
        _ actions: [ApprovedAction], _ planned: [Int32: PlannedProcess], _ present: [Int32: PresentProcess],
        _ refusals: [Refusal]
    ) -> (groups: [[ApprovedAction]], blocked: [Refusal]) {
        let refused = Dictionary(
            refusals.filter { $0.outcome.result != .gone }.map { ($0.target.pid, $0.outcome) },
            uniquingKeysWith: { first, _ in first })
        let members = Dictionary(grouping: present.values, by: \.target.processGroup)
        var groups: [[ApprovedAction]] = []
        var blocked: [Refusal] = []
        for group in Self.byGroup(actions) {
            let all = (members[group[0].target.processGroup] ?? []).sorted { $0.pid < $1.pid }
            if let obstacle = all.lazy.compactMap({ Self.obstacle($0, refused) }).first {
                blocked += group.map { action in
                    Refusal(
                        target: ApplyRequest.Target(
                            pid: action.target.identity.pid, startID: action.target.identity.startID, verb: action.verb),
                        outcome: obstacle.outcome, decisionID: action.decisionID)
                }
                continue
            }
            let leftAlone = all.filter { planned[$0.pid] == nil && $0.isRunning }.map(\.pid)
            groups.append(
                group.map { action in
                    var action = action
                    action.leftAlone = leftAlone
                    return action
                })
        }
        return (groups, blocked)
    }

    /// In the order of their first members.
    private static func byGroup(_ actions: [ApprovedAction]) -> [[ApprovedAction]] {
        var places: [Int32: Int] = [:]
        var groups: [[ApprovedAction]] = []
        for action in actions {
            if let place = places[action.target.processGroup] {
                groups[place].append(action)
            } else {
                places[action.target.processGroup] = groups.count
                groups.append([action])
            }
        }
        return groups
    }

    /// Why one member holds its group back.
    private static func obstacle(_ member: PresentProcess, _ refused: [Int32: ActionOutcome]) -> Refused? {
        if let veto = member.gates.first(where: { $0.verdict == .veto && $0.reasonCode != "zombie" }) {
            return Refused(
                "group_member_protected",
                "Nothing of its process group is touched, for PID \(member.pid) is in it: \(veto.sentence)")
        }
        guard let outcome = refused[member.pid] else { return nil }
        return Refused(
            "group_member_refused",
            "Nothing of its process group is touched, for PID \(member.pid) is in it: \(outcome.sentence)")
    }
}

extension PresentProcess {
    fileprivate var pid: Int32 { target.identity.pid }
    fileprivate var isRunning: Bool { finding.facts.state != .zombie }
}
