package import Primitives

/// What explains a judgement beyond its ledger: how the process came to be as it is, what hangs on it, what would change
/// the answer, and, where asked for, the mathematics.
package struct ProcessExplanation: Sendable, Equatable {
    /// Its past as far as the kernel still shows it, oldest first.
    package var story: [String] = []
    /// It and its living descendants, depth first.
    package var tree: [Branch] = []
    package var whatIf: [WhatIf] = []
    /// What each action may bring, gentlest first.
    package var remedies: [Remedy] = []
    /// Empty unless asked for.
    package var derivations: [Derivation] = []

    package init() {}

    /// One process of the tree that would end with it.
    package struct Branch: Sendable, Equatable {
        package var pid: Int32 = 0
        /// 0 for the process itself.
        package var depth = 0
        package var title = ""
        package var command = ""
        package var residentMemory = ByteCount.zero
        /// TCP ports it listens on.
        package var ports: [Int] = []
        /// Living processes outside the tree that are connected to it.
        package var clients = 0
        /// Files that a sudden end may damage.
        package var filesAtRisk = 0

        package init() {}
    }

    /// The answer if one thing were otherwise, computed by judging that.
    package struct WhatIf: Sendable, Equatable {
        package var change = ""
        /// P(abandoned) + P(zombie) then.
        package var abandoned = 0.0
        package var recommendation = ProcessRecommendation.keep

        package init() {}

        package init(change: String, abandoned: Double, recommendation: ProcessRecommendation) {
            self.change = change
            self.abandoned = abandoned
            self.recommendation = recommendation
        }
    }

    /// One step of the mathematics, with the numbers that went in and came out.
    package struct Derivation: Sendable, Equatable {
        package struct Input: Sendable, Equatable {
            package var name = ""
            package var value = ""

            package init() {}

            package init(_ name: String, _ value: String) {
                self.name = name
                self.value = value
            }
        }

        package var step = ""
        package var equation = ""
        /// Where the equation comes from.
        package var source = ""
        package var inputs: [Input] = []
        package var result = ""

        package init() {}

        package init(step: String, equation: String, source: String, inputs: [Input], result: String) {
            self.step = step
            self.equation = equation
            self.source = source
            self.inputs = inputs
            self.result = result
        }
    }
}
