internal import Decision
internal import DiskDefence
internal import Formats
internal import History
package import Model
package import Primitives
package import SystemCalls

/// Watches the volumes for as long as it is let: four threads and the one that runs it.
///
/// The watcher looks and orders, the scanner finds, the executor removes as far as the policy goes, the logger records. They
/// are joined by queues that never make anybody wait (`WatchLines`). A thread that fails begins again up to three times in five
/// minutes; then everything ends.
package final class DiskWatch {
    /// Why it ended.
    package enum End: Sendable {
        case done
        /// Somebody wants the settings read again.
        case reload
    }

    private let setup: WatchSetup
    private let lines = WatchLines()
    private let desk: PolicyDesk
    private let group: WorkerGroup
    private let lock: UserLock?

    /// - Throws: `TendError` (`blocked`) where another watch of this user runs, and where no engine can be made.
    package init(_ setup: WatchSetup) throws(TendError) {
        self.setup = setup
        let engine = try setup.makeEngine()
        lock = setup.isDryRun ? nil : try engine.lockWatch()
        let desk = PolicyDesk(
            setup.isDryRun
                ? PolicyGuard(settings: setup.watch.guardrails)
                : engine.policy(setup.watch, at: Clocks.monotonicSeconds()))
        self.desk = desk
        var state = WatchState()
        state.pid = Host.processID
        state.startTicks = RunningProcess.startTicks(of: state.pid) ?? 0
        state.bootID = RunningProcess.bootID() ?? ""
        state.startedAt = Clocks.wallMilliseconds()
        state.isDryRun = setup.isDryRun
        group = WorkerGroup(Self.workers(setup, lines, desk, state))
    }

    private static func workers(
        _ setup: WatchSetup, _ lines: WatchLines, _ desk: PolicyDesk, _ state: WatchState
    ) -> [WorkerGroup.Worker] {
        [
            WorkerGroup.Worker("watcher") { () throws(TendError) in
                try VolumeWatcher(setup, lines, desk, state: state).run()
            },
            WorkerGroup.Worker("scanner") { () throws(TendError) in try PlaceScanner(setup, lines, desk).run() },
            WorkerGroup.Worker("executor") { () throws(TendError) in try BatchExecutor(setup, lines, desk).run() },
            WorkerGroup.Worker("logger") { () throws(TendError) in try EventWriter(setup, lines).run() },
        ]
    }

    /// Runs until it is done, interrupted, or asked to reload.
    ///
    /// - Parameters:
    ///   - tell: told of each event, once it is recorded; false: nobody listens any more.
    ///   - isOver: whether it is to end.
    ///   - requests: what somebody asked for since the last time.
    /// - Returns: why it ended.
    /// - Throws: `TendError` where a thread failed too often.
    package func run(
        tell: (DiskEvent) -> Bool, isOver: () -> Bool, requests: () -> ProgramRequests
    ) throws(TendError) -> End {
        var end = End.done
        var failure: TendError?
        group.start()
        while !group.running.isEmpty {
            for event in lines.told.takeAll(seconds: 0.25).elements where !tell(event) { stop() }
            if !lines.told.isOpen { Clocks.sleep(seconds: 0.02) }
            let asked = requests()
            if asked.contains(.now) { lines.notes.offer(.ask) }
            if asked.contains(.reload) { end = .reload }
            if isOver() || end == .reload { stop() }
            for ended in group.settle(at: Clocks.monotonicSeconds()) {
                guard let error = take(ended) else { continue }
                failure = failure ?? error
                stop()
            }
            closeWhatNobodyFills()
        }
        for event in lines.told.takeAll().elements { _ = tell(event) }
        try leave()
        if let failure { throw failure }
        return end
    }

    private func stop() {
        lines.stop()
        group.end()
    }

    /// Whoever waits for one that is gone must not wait for ever.
    private func closeWhatNobodyFills() {
        let running = group.running
        if !running.contains("watcher") { lines.orders.close() }
        if !running.contains("watcher"), !running.contains("scanner") { lines.batches.close() }
        if running.isSubset(of: ["logger"]) { lines.events.close() }
    }

    /// Records what the threads could not any more, and takes the state away.
    private func leave() throws(TendError) {
        guard !setup.isDryRun else { return }
        let engine = try setup.makeEngine()
        // Where it cannot be recorded, the record keeps the mode of before, as it does after a sudden end.
        try? desk.record { transition throws(TendError) in _ = try engine.record(transition) }
        engine.logger.finish()
        engine.removeState()
    }

    /// - Returns: an error where it cannot go on.
    private func take(_ ended: WorkerGroup.End) -> TendError? {
        switch ended {
        case .done: return nil
        case .respawned(let name, let error):
            lines.countRespawn()
            lines.events.offer(DiskEvent(failed: name, error, at: Clocks.wallMilliseconds()))
            return nil
        case .failed(let name, let error):
            return TendError(
                .unavailable, "the watch's \(name) failed \(RespawnLimit().count + 1) times within five minutes",
                area: "disk",
                hint: error.hint ?? "see tend disk log --kind error", cause: error)
        }
    }
}

/// The thread that records what happened, and hands it on to whoever looks on.
private final class EventWriter {
    private let engine: DiskEngine
    private let lines: WatchLines
    private let isDryRun: Bool

    init(_ setup: WatchSetup, _ lines: WatchLines) throws(TendError) {
        self.lines = lines
        isDryRun = setup.isDryRun
        engine = try setup.makeEngine()
    }

    func run() throws(TendError) {
        while lines.events.isOpen { write(seconds: 1) }
        write(seconds: 0)
        if !isDryRun { engine.logger.finish() }
        lines.told.close()
    }

    private func write(seconds: Double) {
        let (events, refused) = lines.events.takeAll(seconds: seconds)
        if !isDryRun { engine.log(events, refused: refused) }
        for event in events { lines.told.offer(event) }
    }
}
