package import Decision
internal import History
internal import Model
internal import Planning
package import Primitives
internal import SystemCalls

extension Journal {
    /// What a domain may still get wrong by itself.
    ///
    /// - Returns: the beginning where nothing was ever spent; the smallest there is where the record cannot be read, for
    ///   unknown never opens a gate; nil for an alpha outside 0...1, with which nothing is held to a budget.
    package func errorBudget(of domain: String, alpha: Double) -> ErrorBudget? {
        do throws(TendError) {
            guard let last = try reader().lastBudget(domain: domain) else { return ErrorBudget(alpha: alpha) }
            return ErrorBudget(alpha: alpha, wealth: last.wealth, sinceSuccess: last.sinceSuccess)
        } catch {
            return error.code == .notFound
                ? ErrorBudget(alpha: alpha) : ErrorBudget(alpha: alpha, wealth: .leastNormalMagnitude, sinceSuccess: 0)
        }
    }

    /// Records what became of a decision, and what is left.
    func record(
        _ event: ErrorBudget.Event, on decision: DecisionID, of domain: String, alpha: Double, at now: Int64
    ) throws(TendError) {
        guard var budget = errorBudget(of: domain, alpha: alpha) else { return }
        budget.record(event)
        try store().appendBudget(
            BudgetEntry(
                domain: domain, event: event.rawValue, decision: decision, wealth: budget.wealth,
                sinceSuccess: budget.sinceSuccess, at: now))
    }
}

extension ProcessEngine {
    /// What may still go by itself.
    ///
    /// - Throws: `TendError` for packs that cannot be read.
    package func errorBudget() throws(TendError) -> ErrorBudget? {
        journal.errorBudget(of: "processes", alpha: try judgement().planner.discovery.alpha)
    }

    /// Whoever wanted a program starts it again within ten minutes.
    private static let patience: Int64 = 600_000
    /// What is older than a week proves nothing by still being gone.
    private static let memory: Int64 = 7 * 86_400_000

    /// What went by itself, or was done as recommended, and has proved right or wrong by now.
    ///
    /// Right: it ended, and ten minutes later nothing with its arguments and owner had been started again. Wrong: something had
    /// been, or the action failed or was undone. A record that cannot be read or written leaves it open.
    func settleBudget(_ sample: MachineSample) {
        let now = Clocks.wallMilliseconds()
        guard FileSystem.exists(journal.databasePath),
            // What cannot be read now stays open, and earns nothing.
            sample.host.unread == nil,
            let unsettled = try? journal.reader().unsettledStops(domain: "processes", since: now - Self.memory),
            !unsettled.isEmpty, let alpha = try? judgement().planner.discovery.alpha
        else { return }
        let starts = BudgetStarts(sample, unsettled, key)
        var agreed: Set<String> = []
        for stop in unsettled {
            let isBack = starts.isBack(stop)
            let isWrong = !stop.isClean || stop.isUndone || isBack
            guard isWrong || now - stop.endedAt >= Self.patience else { continue }
            // Copies that a person ended together are one agreement.
            let question = "\(stop.decision.session) \(stop.argumentsHash ?? stop.decision.description)"
            if stop.isPersons, !isWrong, !agreed.insert(question).inserted { continue }
            let event: ErrorBudget.Event = isWrong ? .refuted : stop.isPersons ? .agreed : .confirmed
            _ = journal.attempt("the error budget was not kept") { store throws(TendError) in
                try journal.record(event, on: stop.decision, of: "processes", alpha: alpha, at: now)
            }
        }
    }
}

/// When programs that were ended were started since, as a scan shows it.
private struct BudgetStarts {
    private struct Program: Hashable {
        var argumentsHash: String
        var userID: UInt32
    }

    /// Milliseconds since 1970 of the latest start.
    private var latest: [Program: Int64] = [:]

    init(_ sample: MachineSample, _ stops: [UnsettledStop], _ key: GroupingKey) {
        let wanted = Set(stops.compactMap(\.argumentsHash))
        guard !wanted.isEmpty else { return }
        for process in sample.processes {
            guard let arguments = process.arguments.value, !arguments.isEmpty else { continue }
            let hash = key.hash(arguments.bytes)
            guard wanted.contains(hash) else { continue }
            let started = Double(process.identity.startTicks) / Double(max(1, sample.host.ticksPerSecond))
            let moment = sample.host.capturedAt - Int64((sample.host.uptime - started) * 1000)
            let program = Program(argumentsHash: hash, userID: process.identity.userID)
            latest[program] = max(latest[program] ?? .min, moment)
        }
    }

    /// Whether the same program was started after its end was recorded; false where its arguments were never known.
    func isBack(_ stop: UnsettledStop) -> Bool {
        guard let hash = stop.argumentsHash else { return false }
        return latest[Program(argumentsHash: hash, userID: stop.userID)].map { $0 > stop.endedAt } ?? false
    }
}
