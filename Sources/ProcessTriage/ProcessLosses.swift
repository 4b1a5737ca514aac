internal import Decision
internal import Model
internal import Primitives
internal import Statistics

/// What each action costs for one process, raised by who depends on it and by how loaded the machine is.
struct ProcessLosses: Sendable {
    let settings: DecisionSettings
    /// By how much a crowded machine makes keeping dearer at most.
    static let worstCrowding = 1.25
    /// The losses of a process on which nothing depends, on this machine as loaded as it is.
    private let base: LossMatrix<ProcessRecommendation, ProcessClass>

    /// - Parameters:
    ///   - settings: the losses of the pack.
    ///   - waitProbability: chance that something ready to run has to wait for a processor, 0...1 (Erlang C).
    init(settings: DecisionSettings, waitProbability: Double) {
        self.settings = settings
        let crowding = 1 + (Self.worstCrowding - 1) * waitProbability
        base = LossMatrix(rows: [
            .init(action: .keep, losses: settings.keep), .init(action: .review, losses: settings.review),
            .init(action: .stop, losses: settings.stop),
        ])
        .scaled(.keep, .abandoned, by: crowding)
        .scaled(.keep, .usefulBad, by: crowding)
    }

    /// Machine load by M/M/c: the running processes are the offered load on the processors.
    ///
    /// - Returns: 1 where at least as many run as there are processors.
    static func waitProbability(running: Int, processors: Int) -> Double {
        // More processors than the formula takes are found in forged recordings only.
        let servers = min(processors, 1_000_000)
        guard running < servers else { return 1 }
        guard running > 0 else { return 0 }
        return Queueing.erlangC(servers: servers, arrival: Double(running), service: 1).probability
    }

    /// The losses for one process.
    ///
    /// Crowding only makes keeping dearer than asking: it never moves the bound between asking and stopping.
    func matrix(_ facts: ProcessFacts) -> LossMatrix<ProcessRecommendation, ProcessClass> {
        let dependants = min(settings.clientLossAtMost, settings.lossPerClient * Double(facts.attachment.clients ?? 0))
        let atRisk = facts.filesAtRisk.value?.isEmpty == false ? settings.lossForFilesAtRisk : 0
        guard dependants + atRisk > 0 else { return base }
        return base.scaled(.stop, .useful, by: 1 + dependants + atRisk)
    }
}
