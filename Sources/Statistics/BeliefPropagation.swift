private import func Glibc.exp
private import func Glibc.log

/// Exact probabilities of discrete states that lean on their neighbours in a forest.
package enum BeliefPropagation {
    /// The probability of every state of every node, given what speaks for each alone and how strongly neighbours agree.
    ///
    /// The joint probability of states s is proportional to exp(Σᵢ φᵢ(sᵢ) + Σᵢ Jᵢ [sᵢ = s_parent(i)]); the result holds
    /// its marginals, by sum-product messages from the leaves to the roots and back, with logarithms throughout.
    ///
    /// Nodes come in any order and may form several trees, and one tree never influences another. A potential of −∞ makes
    /// a state impossible. A tree in which a node has no possible state, or that holds a NaN or a potential of +∞, has NaN
    /// for all its nodes.
    ///
    /// Source: Pearl, Probabilistic Reasoning in Intelligent Systems (1988), 4.2; Koller and Friedman, Probabilistic
    /// Graphical Models (2009), 10.2. The coupling is that of Potts, Proc. Cambridge Phil. Soc. 48 (1952), 106-109.
    /// Complexity: O(*n* *states*) time and memory, without recursion.
    /// - Parameters:
    ///   - parents: the index of each node's parent, −1 at a root.
    ///   - states: how many states each node has.
    ///   - logPotentials: φ, node after node, one number per state.
    ///   - couplings: J of the edge between each node and its parent: positive where they agree, 0 for no influence; brought
    ///     into ±700, beyond which e^J leaves the doubles. A root's is not read.
    /// - Returns: probabilities in the layout of `logPotentials`; those of a node sum to 1.
    /// - Throws: `StatisticsError` where lengths differ, a parent does not exist or parents run in a circle.
    package static func marginals(
        parents: [Int], states: Int, logPotentials: [Double], couplings: [Double]
    ) throws(StatisticsError) -> [Double] {
        let count = parents.count
        let (size, overflow) = count.multipliedReportingOverflow(by: max(states, 0))
        guard !overflow, logPotentials.count == size, couplings.count == count else { throw .lengthMismatch }
        let order = try leavesFirst(parents)
        var beliefs = logPotentials
        var messages = [Double](repeating: 0, count: size)
        var message = [Double](repeating: 0, count: states)

        for node in order where parents[node] >= 0 {
            pass(beliefs[node * states..<(node + 1) * states], coupling: couplings[node], into: &message)
            for state in 0..<states {
                messages[node * states + state] = message[state]
                beliefs[parents[node] * states + state] += message[state]
            }
        }
        var cavity = ArraySlice(message)
        for node in order.reversed() where parents[node] >= 0 {
            // What the parent knows from everywhere but this child.
            for state in 0..<states {
                cavity[state] = beliefs[parents[node] * states + state] - messages[node * states + state]
            }
            pass(cavity, coupling: couplings[node], into: &message)
            for state in 0..<states { beliefs[node * states + state] += message[state] }
        }
        for node in 0..<count { normalise(&beliefs, node * states..<(node + 1) * states) }
        return beliefs
    }

    /// The nodes in an order that has every child before its parent.
    static func leavesFirst(_ parents: [Int]) throws(StatisticsError) -> [Int] {
        var waiting = [Int](repeating: 0, count: parents.count)
        for (node, parent) in parents.enumerated() where parent != -1 {
            guard parents.indices.contains(parent) else { throw .parentOutOfRange(node: node) }
            waiting[parent] += 1
        }
        var order = parents.indices.filter { waiting[$0] == 0 }
        order.reserveCapacity(parents.count)
        var next = 0
        while next < order.count {
            let parent = parents[order[next]]
            next += 1
            guard parent >= 0 else { continue }
            waiting[parent] -= 1
            if waiting[parent] == 0 { order.append(parent) }
        }
        if let node = waiting.firstIndex(where: { $0 > 0 }) { throw .cycle(node: node) }
        return order
    }

    /// What a node with these beliefs tells its neighbour: ln(e^J e^φ(s) + Σ e^φ(t) over t ≠ s), up to a constant.
    ///
    /// For the likeliest state the sum over the others is taken anew; for all others it holds the likeliest, so that the
    /// subtraction loses nothing.
    private static func pass(_ beliefs: ArraySlice<Double>, coupling: Double, into message: inout [Double]) {
        var likeliest = beliefs.startIndex
        for state in beliefs.indices where beliefs[state] > beliefs[likeliest] { likeliest = state }
        let first = beliefs.startIndex
        let strength = exp(max(min(coupling, 700), -700))
        var others = 0.0
        for state in beliefs.indices {
            let weight = exp(beliefs[state] - beliefs[likeliest])
            message[state - first] = weight
            if state != likeliest { others += weight }
        }
        for state in beliefs.indices {
            let weight = message[state - first]
            message[state - first] = log(strength * weight + (state == likeliest ? others : 1 + others - weight))
        }
    }

    /// Turns logarithms into probabilities.
    private static func normalise(_ beliefs: inout [Double], _ range: Range<Int>) {
        guard let largest = beliefs[range].max() else { return }
        var sum = 0.0
        for index in range {
            beliefs[index] = exp(beliefs[index] - largest)
            sum += beliefs[index]
        }
        for index in range { beliefs[index] /= sum }
    }
}
