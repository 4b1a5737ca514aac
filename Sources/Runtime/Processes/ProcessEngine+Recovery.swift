internal import Decision
internal import History
internal import Model
internal import Planning
internal import Primitives

extension ProcessEngine {
    /// What the record says of earlier actions.
    ///
    /// Nothing where there is no record, or none that can be read: the priors then stand alone.
    func recordedRecoveries() -> RecoveryTally {
        let rows = (try? journal.reader().recoveries(domain: "processes")) ?? []
        return RecoveryTally(
            rows: rows.compactMap { row in
                guard let action = ApplyRequest.Verb(rawValue: row.action)?.remedy,
                    let category = ProcessCategory(rawValue: row.category)
                else { return nil }
                return RecoveryTally.Row(
                    action: action, category: category, hasRecovered: row.hasRecovered, trials: row.trials,
                    byClass: row.byClass)
            })
    }
}

extension ApplyRequest.Verb {
    /// The recommendation whose outcome it shows; nil where it shows none.
    fileprivate var remedy: ProcessRecommendation? {
        switch self {
        case .stop: .stop
        case .stopUnit: .stopUnit
        case .restart: .restart
        case .pause, .freeze: .pause
        case .throttle, .quarantine: .throttle
        case .renice: .renice
        case .resume, .undo: nil
        }
    }
}
