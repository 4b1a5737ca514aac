package import Model
package import Primitives

/// Spends a small budget of scans where most is to be got, and forgets no place.
///
/// The places of highest utility get four fifths of the budget, those that have waited longest the rest, at least one
/// where there are two to give. With a budget of one every fifth cycle goes to the place that has waited longest. Waiting is
/// counted in cycles since a place was last chosen, so no clock can starve one: among n places with e exploring scans a cycle
/// each is chosen within ⌈n / e⌉ cycles. Equal places go by the bytes of their paths.
package struct ScanScheduler: Sendable, Equatable {
    private struct Place: Equatable {
        var statistics: PathStatistics
        /// The cycle in which it was last chosen; −1 for never.
        var lastCycle = -1
    }

    /// A place with what it is worth now.
    private struct Candidate {
        var path: ForeignText
        var lastCycle: Int
        var utility: Double
    }

    private let settings: ScanSettings
    private var places: [ForeignText: Place] = [:]
    private var cycle = 0
    package private(set) var trust: ForecastTrust

    package init(settings: ScanSettings = ScanSettings()) {
        self.settings = settings
        trust = ForecastTrust(settings: settings)
    }

    /// Watches these places from now on; what was watched already keeps its statistics, what is not named is forgotten.
    package mutating func watch(_ paths: some Sequence<ForeignText>) {
        var next: [ForeignText: Place] = [:]
        for path in paths { next[path] = places[path] ?? Place(statistics: PathStatistics(settings: settings)) }
        places = next
    }

    /// Nil where the place is not watched.
    package func statistics(of path: ForeignText) -> PathStatistics? { places[path]?.statistics }

    /// Chooses the places of the next cycle.
    ///
    /// - Parameters:
    ///   - seconds: now, on the clock of `record`.
    ///   - isWanted: whether a place could help; others are skipped, whatever they are worth.
    /// - Returns: every watched place, chosen or skipped.
    /// - Complexity: O(*n* log *n*) watched places.
    package mutating func plan(at seconds: Double, among isWanted: (ForeignText) -> Bool = { _ in true }) -> ScanPlan {
        var plan = ScanPlan()
        plan.cycle = cycle
        plan.isRoundRobin = !trust.isTrusted
        let all = places.map { path, place in
            Candidate(
                path: path, lastCycle: place.lastCycle,
                utility: place.statistics.utility(at: seconds, settings: settings))
        }
        var rest = all.filter { isWanted($0.path) }
        if trust.isTrusted {
            let exploring = exploringScans
            plan.chosen = Self.take(settings.budget - exploring, of: &rest, for: .exploit, by: Self.isWorthMore)
            plan.chosen += Self.take(exploring, of: &rest, for: .explore, by: Self.hasWaitedLonger)
        } else {
            plan.chosen = Self.take(settings.budget, of: &rest, for: .roundRobin, by: Self.hasWaitedLonger)
        }
        rest += all.filter { !isWanted($0.path) }
        plan.skipped = Self.take(rest.count, of: &rest, for: nil, by: Self.isWorthMore)
        for item in plan.chosen { places[item.path]?.lastCycle = cycle }
        cycle += 1
        return plan
    }

    /// Takes in what the scans of one cycle came to; places that are not watched are left out.
    package mutating func record(_ results: [ScanResult], at seconds: Double) {
        var errors: [Double] = []
        for result in results {
            guard let error = places[result.path]?.statistics.observe(result, at: seconds, settings: settings) else {
                continue
            }
            errors.append(error)
        }
        trust.observe(errors)
    }

    /// Of the budget, in this cycle.
    private var exploringScans: Int {
        let share = 1 - settings.exploitShare
        guard settings.budget > 1 else {
            // Nothing to split: every so many cycles instead of so many places.
            guard share > 0 else { return 0 }
            let every = max(1, Int((1 / share).rounded()))
            return cycle % every == every - 1 ? settings.budget : 0
        }
        return min(settings.budget, max(1, Int((Double(settings.budget) * share).rounded())))
    }

    private static func take(
        _ count: Int, of rest: inout [Candidate], for purpose: ScanPlan.Purpose?,
        by isBefore: (Candidate, Candidate) -> Bool
    ) -> [ScanPlan.Item] {
        rest.sort(by: isBefore)
        let taken = rest.prefix(max(0, count)).map {
            ScanPlan.Item(path: $0.path, purpose: purpose, utility: $0.utility)
        }
        rest.removeFirst(taken.count)
        return taken
    }

    private static func isWorthMore(_ left: Candidate, _ right: Candidate) -> Bool {
        left.utility == right.utility ? isNamedBefore(left, right) : left.utility > right.utility
    }

    private static func hasWaitedLonger(_ left: Candidate, _ right: Candidate) -> Bool {
        left.lastCycle == right.lastCycle ? isNamedBefore(left, right) : left.lastCycle < right.lastCycle
    }

    private static func isNamedBefore(_ left: Candidate, _ right: Candidate) -> Bool {
        left.path.bytes.lexicographicallyPrecedes(right.path.bytes)
    }
}
