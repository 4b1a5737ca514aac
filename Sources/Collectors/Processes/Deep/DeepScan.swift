package import Model
package import Primitives
internal import SystemCalls

/// Looks closely at a few processes: several looks over a window, within a budget of time and of processor time.
///
/// Changes nothing and starts nothing. Blocks for the window.
package struct DeepScan {
    private let paths: HostPaths
    private let settings: DeepScanSettings
    private let clock: DeepBudget.Clock

    package init(paths: HostPaths = HostPaths(), settings: DeepScanSettings = DeepScanSettings()) {
        self.init(paths: paths, settings: settings, clock: DeepBudget.Clock())
    }

    init(paths: HostPaths, settings: DeepScanSettings, clock: DeepBudget.Clock) {
        self.paths = paths
        self.settings = settings
        self.clock = clock
    }

    /// Reads what is asked for of each suspect, in their order: the last ones are the first to be left out.
    ///
    /// - Parameters:
    ///   - suspects: processes and the probes chosen for each.
    ///   - deadline: past it the scan ends as if its budget had.
    /// - Returns: one reading a suspect, in their order, and what it took.
    /// - Throws: `TendError` (`unavailable`) where `/proc` cannot be read, never because of one process.
    package func read(
        _ suspects: [DeepSuspect], deadline: Deadline = .none
    ) throws(TendError) -> (readings: [DeepReading], summary: DeepScanSummary) {
        let begin = (moment: clock.now(), used: clock.used())
        var work = WatchedWork(patience: .seconds(settings.fileTimeout))
        while true {
            let watch = work.watch()
            let run = try run(suspects, watch, since: begin.moment, deadline)
            let found = work.run(watch) {
                run.takeLooks()
                return run.finish()
            }
            // What hangs is left out of the next attempt, which has less time: none at all ends it at once.
            guard var found else { continue }
            found.summary.budget = settings.budget
            found.summary.wall = clock.now() - begin.moment
            found.summary.processorSeconds = clock.used() - begin.used
            found.summary.failures += [work.failure].compactMap { $0 }
            return found
        }
    }

    private func run(
        _ suspects: [DeepSuspect], _ watch: CallWatch, since begin: Double, _ deadline: Deadline
    ) throws(TendError) -> DeepScanRun {
        let files: DeepFiles
        do {
            files = DeepFiles(proc: try ProcFileSystem(root: paths.proc, watch: watch))
        } catch {
            throw ProcessCollector.unreadable(paths.proc, cause: error)
        }
        var settings = settings
        settings.budget = max(0, settings.budget - (clock.now() - begin))
        let limit = deadline.instant.map { ContinuousClock.now.duration(to: $0) / .seconds(1) }
        return DeepScanRun(
            suspects, shared: DeepShared(paths: paths, files: files, settings: settings, clock: clock.now),
            budget: DeepBudget(settings, limit: limit, clock: clock))
    }
}
