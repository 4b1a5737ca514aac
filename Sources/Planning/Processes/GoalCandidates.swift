package import Decision
internal import Model

/// The trees that may be ended for a goal.
///
/// Ending a process ends what it runs, so a tree is one item. What is vetoed, protected or kept is in none, and a tree
/// with such a process in it is not offered; parts of it that stand by themselves are.
package struct GoalCandidates: Sendable {
    /// Processes that are ended together.
    package struct Tree: Sendable, Equatable {
        /// Places of the processes, the uppermost first.
        package var members: [Int]
        /// Those of which a person has to say yes.
        package var needsPerson: [Int]
        /// Place of another tree, before this one, that ends with it.
        package var requires: Int?
    }

    package private(set) var trees: [Tree] = []
    private let findings: [ProcessFinding]
    private let decisions: [ProcessPlanner.Decision]
    private var children: [Int: [Int]] = [:]

    /// - Parameters:
    ///   - findings: of all processes.
    ///   - decisions: one a finding, in the same order.
    ///   - parents: for each finding the place of its living parent among the findings, if that is no reaper.
    package init(_ findings: [ProcessFinding], _ decisions: [ProcessPlanner.Decision], parents: [Int?]) {
        self.findings = findings
        self.decisions = decisions
        for (index, parent) in parents.enumerated() {
            if let parent { children[parent, default: []].append(index) }
        }
        for index in findings.indices where mayEnd(index) && !(parents[index].map(mayEnd) ?? false) {
            addTree(index, requires: nil)
        }
    }

    /// Recommended to be stopped, by itself or by the supervisor that confirmed it, or for a person to decide with nothing
    /// that nobody may overrule.
    private func mayEnd(_ index: Int) -> Bool {
        let decision = decisions[index]
        let facts = findings[index].facts
        guard facts.protections.isEmpty, facts.state != .zombie else { return false }
        switch decision.recommendation {
        case .stop: return true
        case .review, .pause: return decision.gates.allSatisfy(Self.mayOverrule)
        case .stopUnit:
            // Other processes of a unit would end with it, and nobody looked at what they are worth.
            return facts.supervisor?.canBeTold(of: facts.pid) == true && (children[index] ?? []).isEmpty
                && decision.gates.allSatisfy { $0.reasonCode == "supervised" || Self.mayOverrule($0) }
        default: return false
        }
    }

    private static func mayOverrule(_ gate: GateFinding) -> Bool {
        [.pass, .penalty, .needsApproval].contains(gate.verdict)
    }

    /// What is recommended as a whole is one tree, and what a person decides on below it others that come with it.
    private mutating func addTree(_ root: Int, requires: Int?) {
        if decisions[root].recommendation == .stop {
            let members = descend(root) { decisions[$0].recommendation == .stop && mayEnd($0) }
            let place = trees.count
            trees.append(Tree(members: members, needsPerson: [], requires: requires))
            let below = members.flatMap { children[$0] ?? [] }
            for child in below where !members.contains(child) && mayEnd(child) { addTree(child, requires: place) }
            return
        }
        let members = descend(root, while: mayEnd)
        if members.contains(where: startsSomethingKept) {
            for child in children[root] ?? [] where mayEnd(child) { addTree(child, requires: nil) }
            return
        }
        trees.append(
            Tree(
                members: members, needsPerson: members.filter { decisions[$0].recommendation != .stop },
                requires: requires))
    }

    private func descend(_ root: Int, while isMember: (Int) -> Bool) -> [Int] {
        var members = [root]
        var seen: Set<Int> = [root]
        var next = 0
        while next < members.count {
            for child in children[members[next]] ?? [] where isMember(child) && seen.insert(child).inserted {
                members.append(child)
            }
            next += 1
        }
        return members
    }

    /// Whether a process has a living child that is kept for its own sake, not merely because it is young.
    private func startsSomethingKept(_ index: Int) -> Bool {
        (children[index] ?? []).contains { child in
            guard !mayEnd(child), findings[child].facts.state != .zombie else { return false }
            return findings[child].choice == .keep || !findings[child].facts.protections.isEmpty
                || !decisions[child].gates.isEmpty
        }
    }
}
