package import Decision
package import History
package import Primitives
internal import SystemCalls

/// The record as the engines use it: opened when first needed, and where it cannot be, said once and done without.
///
/// One that was removed or replaced meanwhile is opened anew, and one that could not be opened is tried again.
/// Looking never needs it. Acting does: an intent that cannot be recorded is not carried out.
package final class Journal {
    /// How long a failed attempt to open the record stands, in seconds.
    private static let failureHolds = 5.0

    private let settings: HistorySettings
    private let clock: () -> Double
    private var opened: Result<Store, TendError>?
    /// When a failed attempt to open it is made again, on the clock.
    private var retryAt = 0.0
    /// Open for looking; kept, for opening reads the whole schema.
    private var looking: Store?
    /// What could not be recorded, in words for the user.
    package private(set) var warnings: [String] = []

    /// The clock counts seconds and never steps.
    package init(settings: HistorySettings, clock: @escaping () -> Double = Clocks.monotonicSeconds) {
        self.settings = settings
        self.clock = clock
    }

    package var directory: String { settings.directory }
    var databasePath: String { settings.databasePath }

    /// The record, for writing.
    package func store() throws(TendError) -> Store {
        closeReplaced()
        if case .failure = opened, clock() >= retryAt { opened = nil }
        if let opened { return try opened.get() }
        do throws(TendError) {
            let store = try Store.open(settings)
            opened = .success(store)
            return store
        } catch {
            opened = .failure(error)
            retryAt = clock() + Self.failureHolds
            throw error
        }
    }

    /// Lets the next use of the record open it anew; whoever has it open keeps that.
    package func reopen() {
        // What it could not do is still to be told.
        if case .success(let store) = opened { store.warnings.forEach(warn) }
        (opened, looking) = (nil, nil)
    }

    /// A record whose file is gone is nobody's: what it says is old, and what is written to it is lost.
    private func closeReplaced() {
        if case .success(let store) = opened, store.isReplaced { reopen() }
        if let looking, looking.isReplaced { self.looking = nil }
    }

    /// The record for looking, also where nothing may be written.
    package func reader() throws(TendError) -> Store {
        closeReplaced()
        if case .success(let store) = opened { return store }
        if let looking { return looking }
        do throws(TendError) {
            let store = try Store.openReadOnly(settings)
            if store.seesWrites { looking = store }
            return store
        } catch  where error.code == .storeReadOnly {
            // An older schema: brought up to date where that is allowed, and told as it was where it is not.
            guard let store = try? store() else { throw error }
            return store
        }
    }

    /// Records what may be lost without harm; a failure becomes a warning.
    ///
    /// - Returns: nil where it could not be recorded.
    package func attempt<Value>(_ what: String, _ body: (Store) throws(TendError) -> Value) -> Value? {
        do throws(TendError) {
            let store = try store()
            return try body(store)
        } catch {
            warn("\(what): \(error.description)")
            return nil
        }
    }

    /// Keeps something that the user should know, once.
    func warn(_ sentence: String) {
        if !warnings.contains(sentence) { warnings.append(sentence) }
    }

    /// Warnings of the record itself and of what could not be recorded.
    package var allWarnings: [String] {
        guard case .success(let store) = opened else { return warnings }
        return warnings + store.warnings
    }

    package func lock(_ purpose: String) throws(TendError) -> UserLock {
        try UserLock.acquire(directory: settings.directory, purpose: purpose, wait: .seconds(2))
    }

    /// The policy mode of a domain: what the last promotion or demotion in the audit log says.
    ///
    /// - Returns: observe where nothing was ever recorded, and where the record cannot be read: unknown never opens a gate.
    package func mode(of domain: String) -> PolicyMode {
        guard FileSystem.exists(settings.databasePath) else { return .observe }
        do throws(TendError) {
            return try lastChange(of: domain)?.change.to ?? .observe
        } catch {
            warn("the policy mode could not be read and counts as observe: \(error.description)")
            return .observe
        }
    }

    /// Everything that says how far a domain may go by itself, and whether it ought to; its error budget tolerates `alpha`.
    ///
    /// - Throws: `TendError` where the record cannot be read; one that was never made is no error.
    package func standing(of domain: String, alpha: Double) throws(TendError) -> PolicyStanding {
        var standing = PolicyStanding()
        standing.budget = errorBudget(of: domain, alpha: alpha)
        guard FileSystem.exists(settings.databasePath) else { return standing }
        let counts = try reader().countStops(domain: domain)
        standing.tally = StopTally(completed: counts.completed, respawned: counts.respawned)
        standing.evidence = try stopEvidence(of: domain)
        guard let last = try lastChange(of: domain) else { return standing }
        standing.change = last.change
        standing.changedAt = last.at
        return standing
    }

    func lastChange(of domain: String) throws(TendError) -> (at: Int64, change: PolicyChange)? {
        try Journal.lastChange(of: domain, in: reader())
    }

    private static func lastChange(
        of domain: String, in store: Store
    ) throws(TendError) -> (at: Int64, change: PolicyChange)? {
        guard let entry = try store.lastEvent(kind: policyKind(domain)) else { return nil }
        return (entry.at, try PolicyChange(json: entry.body.bytes))
    }

    /// How many of a domain's canary actions are left this hour.
    ///
    /// - Returns: 0 where the record cannot be read: unknown never opens a gate.
    package func canaryActionsLeft(of domain: String, limit: Int, now: Int64 = Clocks.wallMilliseconds()) -> Int {
        do throws(TendError) {
            return max(0, limit - (try reader().countActions(domain: domain, since: now - 3_600_000)))
        } catch {
            return error.code == .notFound ? limit : 0
        }
    }

    /// Records a change of a domain's policy mode in the audit log.
    package func setMode(_ change: PolicyChange, of domain: String, redactor: Redactor) throws(TendError) {
        try store().recordEvent(
            Journal.policyKind(domain), body: redactor.json(change.json), at: Clocks.wallMilliseconds())
    }

    /// Records a change that nobody asked for, unless the mode is not any more what it is to change.
    ///
    /// What a person recorded meanwhile stands. Looking and recording are one transaction.
    /// - Returns: whether it was recorded.
    package func setModeIfUnchanged(
        _ change: PolicyChange, of domain: String, redactor: Redactor
    ) throws(TendError) -> Bool {
        let store = try store()
        var isRecorded = false
        try store.together { () throws(TendError) in
            let last = try Journal.lastChange(of: domain, in: store)
            guard (last?.change.to ?? .observe) == change.from else { return }
            try store.recordEvent(
                Journal.policyKind(domain), body: redactor.json(change.json), at: Clocks.wallMilliseconds())
            isRecorded = true
        }
        return isRecorded
    }

    private static func policyKind(_ domain: String) -> String { "policy.\(domain)" }
}
