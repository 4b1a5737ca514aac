/// What a process's own past says against ending it: it can only hold back.
package struct PastChecks: Sendable, Equatable {
    package var checks: [PastCheck]
    /// The logarithm of an e-value for its being used, valid after every look at a past whose beginning is known; 0 where
    /// nothing says so.
    package var logEvidenceOfUse: Double

    package init(checks: [PastCheck], logEvidenceOfUse: Double) {
        self.checks = checks
        self.logEvidenceOfUse = logEvidenceOfUse
    }
}

/// One question that is put to the past before a process may be ended.
package struct PastCheck: Sendable, Equatable {
    /// Stable code of the gate that it may close.
    package var reasonCode: String
    package var step: String
    package var equation: String
    package var source: String
    package var inputs: [ProcessExplanation.Derivation.Input] = []
    package var outcome: Outcome

    package enum Outcome: Sendable, Equatable {
        /// It holds back where the value exceeds the bound; a NaN holds back as well.
        case measured(value: Double, bound: Double, sentence: String)
        /// It says nothing, as where the past is too short.
        case silent(because: String)
    }

    package init(
        reasonCode: String, step: String, equation: String, source: String,
        inputs: [ProcessExplanation.Derivation.Input] = [], outcome: Outcome
    ) {
        self.reasonCode = reasonCode
        self.step = step
        self.equation = equation
        self.source = source
        self.inputs = inputs
        self.outcome = outcome
    }
}
