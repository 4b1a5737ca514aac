internal import Model
internal import Primitives

extension DeepFact {
    /// In the order of the ledger.
    static let all = need + health

    /// What each probe can tell: places of facts and of their tests; empty for a probe on which no evidence hangs.
    static let told: Table<ProcessProbe, [(fact: Int, test: Int)]> = Table { probe in
        all.indices.flatMap { fact in
            all[fact].tests.indices.filter { all[fact].tests[$0].probe == probe }.map { (fact, $0) }
        }
    }

    /// Asks every fact, in their order.
    static func findings(_ facts: ProcessFacts, _ reading: DeepReading) -> [DeepFinding] {
        all.map { DeepFinding($0, facts, reading) }
    }

    /// Asks a measurement, or says why there is none.
    static func answer<Value>(_ reading: Reading<Value>, _ ask: (Value) -> DeepAnswer) -> DeepAnswer {
        switch reading {
        case .measured(let value): ask(value)
        case .unavailable(let reason): .silent(because: reason.words)
        }
    }
}

extension Unavailability {
    fileprivate var words: String {
        switch self {
        case .notCollected: "it was not probed"
        case .notPermitted: "it may not be read"
        case .gone: "the process was gone"
        case .overBudget: "the time for probes was used up"
        default: "it could not be read (\(rawValue))"
        }
    }
}
