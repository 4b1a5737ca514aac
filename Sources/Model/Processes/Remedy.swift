/// One action that may be taken on a process, and what it may bring.
package struct Remedy: Sendable, Equatable {
    package var action = ProcessRecommendation.keep
    package var expectedLoss = 0.0
    /// P(recovery | do(action)).
    package var probability = 0.0
    /// Quantiles of 5 % and 95 % of that probability; 0 and 1 unless asked for.
    package var low = 0.0
    package var high = 1.0
    /// Outcomes in the record, with any category of program, with its own, and those that recovered.
    package var trials = 0
    package var trialsOfCategory = 0
    package var recoveries = 0
    /// The Beta counts that prior and record come to, one a class.
    package var counts: [Counts] = []
    /// Of like loss as the least, and no harsher than what is recommended.
    package var isAlike = false
    package var isTaken = false

    package init() {}

    /// Beta counts, of recovery and of none.
    package struct Counts: Sendable, Equatable {
        package var recovered = 0.0
        package var failed = 0.0

        package init() {}

        package init(recovered: Double, failed: Double) {
            self.recovered = recovered
            self.failed = failed
        }
    }
}
