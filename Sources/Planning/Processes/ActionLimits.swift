package import Decision
package import Model
package import Primitives

/// What a run may end at most without a person; what goes beyond becomes a question to one.
///
/// Limits only tighten: two of them together are the stricter of each.
package struct ActionLimits: Sendable, Equatable {
    /// As many as no run ends: no limit.
    package static let anyKills = 10_000
    /// As much as no machine has: no limit.
    package static let anyBlastRadius = ByteCount(1 << 62)

    /// Least chance that ending a process is right, P(abandoned) + P(zombie), 0...1.
    package var minimumPosterior = 0.0
    /// Resident memory of all that is ended and of what descends from it; shared pages count in each.
    package var blastRadius = anyBlastRadius
    /// Processes that are ended and all that descend from them.
    package var blastProcesses = anyKills
    package var kills = anyKills
    /// Only programs of these categories.
    package var onlyCategories = ProcessCategory.allCases
    package var excludedCategories: [ProcessCategory] = []
    /// Programs that are not recognised are left to a person, and a run ends at the first thing that was not foreseen.
    package var abortsOnUnknown = false

    /// Only processes of a known pattern that is left behind, all of whose criteria hold.
    package var requiresKnownSignature = false

    package init() {}

    package var boundsBlastRadius: Bool { blastRadius < Self.anyBlastRadius || blastProcesses < Self.anyKills }

    /// What ending a process takes with it: itself and everything below it.
    package struct Reach: Sendable, Equatable {
        /// Resident; shared pages count in each.
        package var memory: ByteCount
        package var processes: Int

        package init(memory: ByteCount = .zero, processes: Int = 0) {
            self.memory = memory
            self.processes = processes
        }
    }

    package func tightened(by other: ActionLimits) -> ActionLimits {
        var both = self
        both.minimumPosterior = max(minimumPosterior, other.minimumPosterior)
        both.blastRadius = min(blastRadius, other.blastRadius)
        both.blastProcesses = min(blastProcesses, other.blastProcesses)
        both.kills = min(kills, other.kills)
        both.onlyCategories = onlyCategories.filter(other.onlyCategories.contains)
        both.excludedCategories = ProcessCategory.allCases.filter {
            excludedCategories.contains($0) || other.excludedCategories.contains($0)
        }
        both.abortsOnUnknown = abortsOnUnknown || other.abortsOnUnknown
        both.requiresKnownSignature = requiresKnownSignature || other.requiresKnownSignature
        return both
    }
}

// MARK: One process

extension ActionLimits {
    /// What holds back this process whatever else is ended.
    package func findings(_ finding: ProcessFinding) -> [GateFinding] {
        let facts = finding.facts
        return [
            posterior(finding.disposable), category(facts.category), unknown(facts.category),
            signature(facts.signature),
        ].compactMap { $0 }
    }

    private func signature(_ match: SignatureMatch?) -> GateFinding? {
        guard requiresKnownSignature else { return nil }
        if let match, match.claim.expects != .useful, match.score >= 1 { return nil }
        return Self.gate(
            "no_known_signature", "It fits no known pattern of what is left behind, and all others are for a person.")
    }

    private func posterior(_ disposable: Double) -> GateFinding? {
        guard disposable < minimumPosterior else { return nil }
        return Self.gate(
            "below_min_posterior",
            "That nobody needs it is \((disposable * 100).text(decimals: 2)) % likely, less than the "
                + "\((minimumPosterior * 100).text(decimals: 2)) % asked for.")
    }

    private func category(_ category: ProcessCategory) -> GateFinding? {
        guard excludedCategories.contains(category) || !onlyCategories.contains(category) else { return nil }
        return Self.gate(
            "category_excluded", "Programs of the category \(category.rawValue) are left to a person.")
    }

    private func unknown(_ category: ProcessCategory) -> GateFinding? {
        guard abortsOnUnknown, category == .unknown else { return nil }
        return Self.gate("unknown_program", "The program is not recognised, and such are left to a person.")
    }

    private static func gate(_ reasonCode: String, _ sentence: String) -> GateFinding {
        GateFinding(gate: "limit", verdict: .needsApproval, reasonCode: reasonCode, sentence: sentence)
    }
}

// MARK: A run as a whole

extension ActionLimits {
    /// A process and what is ended with it.
    package struct Tree: Sendable {
        /// Places of the processes that would be ended, in whatever list the caller has.
        package var members: [Int]
        /// The least of their chances that ending them is right.
        package var disposable: Double
        /// Of the uppermost.
        package var reach: Reach

        package init(members: [Int], disposable: Double, reach: Reach) {
            self.members = members
            self.disposable = disposable
            self.reach = reach
        }
    }

    /// What does not fit within the limits of a run when the surest trees come first; a tree goes as a whole or stays.
    ///
    /// - Returns: the members of every tree that is held back, each with the reason.
    /// - Complexity: O(*n* log *n*) trees.
    package func heldBack(_ trees: [Tree]) -> [(member: Int, gate: GateFinding)] {
        var left = (kills: kills, memory: blastRadius.bytes, processes: blastProcesses)
        var held: [(member: Int, gate: GateFinding)] = []
        for index in trees.indices.sorted(by: { (trees[$1].disposable, $0) < (trees[$0].disposable, $1) }) {
            let tree = trees[index]
            let isTooLarge =
                boundsBlastRadius
                && (tree.reach.memory.bytes > left.memory || tree.reach.processes > left.processes)
            if let gate = tree.members.count > left.kills ? tooMany(tree) : isTooLarge ? tooLarge(tree) : nil {
                held += tree.members.map { ($0, gate) }
                continue
            }
            left.kills -= tree.members.count
            if boundsBlastRadius {
                left.memory -= tree.reach.memory.bytes
                left.processes -= tree.reach.processes
            }
        }
        return held
    }

    /// The trees among some processes of which each may name another as its parent.
    ///
    /// - Parameters:
    ///   - members: their places.
    ///   - parent: the place of a process's parent, if that is a member as well.
    ///   - disposable: the chance that ending one is right.
    ///   - reach: what one takes with it; asked of the uppermost only.
    /// - Returns: the trees in the order in which their first members stand.
    static func trees(
        _ members: [Int], parent: (Int) -> Int?, disposable: (Int) -> Double, reach: (Int) -> Reach
    ) -> [Tree] {
        var trees: [Int: Tree] = [:]
        var order: [Int] = []
        for member in members {
            let root = root(of: member, parent, steps: members.count)
            if trees[root] == nil { order.append(root) }
            var tree = trees[root] ?? Tree(members: [], disposable: 1, reach: reach(root))
            tree.members.append(member)
            tree.disposable = min(tree.disposable, disposable(member))
            trees[root] = tree
        }
        return order.compactMap { trees[$0] }
    }

    /// A damaged list of parents may run in a circle; then any of it stands for the rest.
    private static func root(of member: Int, _ parent: (Int) -> Int?, steps: Int) -> Int {
        var root = member
        for _ in 0..<steps {
            guard let above = parent(root) else { break }
            root = above
        }
        return root
    }

    private func tooMany(_ tree: Tree) -> GateFinding {
        let size = tree.members.count == 1 ? "With it" : "With the \(tree.members.count) processes of its tree"
        return Self.gate("max_kills", "\(size), more than \(kills) would be ended in one run.")
    }

    private func tooLarge(_ tree: Tree) -> GateFinding {
        let bounds = [
            blastRadius < Self.anyBlastRadius ? blastRadius.text : nil,
            blastProcesses < Self.anyKills ? "\(blastProcesses) processes" : nil,
        ].compactMap { $0 }
        return Self.gate(
            "blast_radius",
            "With it and what descends from it (\(tree.reach.memory.text), \(tree.reach.processes) processes), more than "
                + "\(bounds.joined(separator: " or ")) would be ended in one run.")
    }
}
