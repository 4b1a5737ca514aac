internal import Collectors
internal import Decision
internal import DiskDefence
internal import Formats
internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

/// The thread that looks at the volumes, gives ballast back, and orders scans.
///
/// It never waits for a scan or a removal: what came of them reaches it as notes.
final class VolumeWatcher {
    /// Seconds between two times that looks join the record, and that counts of ballast are taken anew.
    private static let recordInterval = 60.0
    /// Seconds between two times that the state is written, and the policy is asked for.
    private static let stateInterval = 10.0
    /// Memory from which on it is told that the watch needs too much.
    private static let memoryLimit = ByteCount(256 << 20)

    private let setup: WatchSetup
    private let engine: DiskEngine
    private let lines: WatchLines
    private let desk: PolicyDesk
    private var monitor: DiskMonitor
    private var state: WatchState
    private var places = WatchPlaces()
    /// What is watched, as it was found when the state was written last.
    private var found: [WatchPlaces.Place] = []
    /// What was told of that is named and cannot be watched.
    private var toldMissing: Set<String> = []
    private var ballast: [ForeignText: Int] = [:]
    /// Volumes that lack ballast, where the watch is to make it.
    private var unprovisioned: [ForeignText] = []
    private var countedAt = -Double.infinity
    private var recordedAt = -Double.infinity
    private var stateAt = -Double.infinity
    private var isOverMemory = false
    /// Whether the state could not be written the last time.
    private var isStateLost = false

    init(_ setup: WatchSetup, _ lines: WatchLines, _ desk: PolicyDesk, state: WatchState) throws(TendError) {
        self.setup = setup
        self.lines = lines
        self.desk = desk
        self.state = state
        engine = try setup.makeEngine()
        engine.hearEvent = { [events = lines.events] in events.offer($0) }
        monitor = DiskMonitor(
            control: setup.settings.control, watch: setup.watch, cooldown: setup.settings.ballast.cooldown)
    }

    /// Looks until it is told to stop, or has looked as often as it was asked to.
    func run() throws(TendError) {
        while lines.notes.isOpen {
            let begin = Clocks.monotonicSeconds()
            try look(at: begin)
            if let looks = setup.looks, state.looks >= UInt64(looks) { break }
            wait(until: begin + monitor.pause(setup.watch.interval))
        }
        lines.orders.close()
    }

    /// Sleeps until the next look; what happens meanwhile is taken in, and what cannot wait ends the sleep.
    private func wait(until next: Double) {
        while lines.notes.isOpen {
            let now = Clocks.monotonicSeconds()
            guard now < next else { return }
            if now - stateAt >= Self.stateInterval { tellOthers(at: now) }
            guard let note = lines.notes.take(seconds: min(next - now, Self.stateInterval)) else { continue }
            if take(note) { return }
        }
    }

    /// - Returns: whether it cannot wait.
    private func take(_ note: WatchNote) -> Bool {
        switch note {
        case .ask:
            monitor.ask()
            return true
        case .scanned(let brought, let cost):
            monitor.scanned(brought: brought, cost: cost)
            state.scans += 1
            state.emptyScans = monitor.rhythm.empty
            state.lastScanAt = Clocks.wallMilliseconds()
            if desk.hasNews, !isStateLost { tellOthers(at: Clocks.monotonicSeconds()) }
            // Where it brought something and is still needed, the next is not to wait for the next look.
            return brought
        case .removed(let mount, let count, let bytes):
            monitor.changed(mount)
            state.removed += UInt64(count)
            state.freedBytes = state.freedBytes + bytes
            return false
        }
    }

    // MARK: One look

    private func look(at seconds: Double) throws(TendError) {
        let all = try engine.watchedVolumes()
        if seconds - stateAt >= Self.stateInterval {
            found = try places.find(engine.watchedPatterns(setup.paths), all, engine)
            tellMissing()
        }
        // Whoever names directories means their volumes and no others.
        let volumes = setup.paths.isEmpty ? all : all.filter { volume in found.contains { $0.mount == volume.mount } }
        countBallast(on: volumes, at: seconds)
        desk.killSwitch(isOn: setup.watch.isKilled, at: seconds)
        let looks = volumes.map { volume in
            var look = VolumeLook(
                mount: volume.mount, space: volume.space, ballastFiles: ballast[volume.mount] ?? 0,
                isWatched: found.contains { $0.mount == volume.mount })
            (look.seconds, look.at) = (seconds, Clocks.wallMilliseconds())
            return look
        }
        if let failure = setup.trace?.append(looks) {
            lines.events.offer(DiskEvent(failed: "trace", failure, at: Clocks.wallMilliseconds()))
        }
        let steps = monitor.look(looks, at: seconds)
        for step in steps { carryOut(step, volumes, at: seconds) }
        provision(on: volumes, at: seconds)
        state.looks += 1
        state.places = found.map { ForeignText($0.path) }
        state.volumes = volumes.map { watched($0) }
        keepBooks(volumes, at: seconds)
    }

    /// Only of what somebody named: where temporary files lie differs from machine to machine.
    private func tellMissing() {
        guard !setup.paths.isEmpty || !setup.watch.paths.isEmpty else { return }
        for sentence in places.missing.subtracting(toldMissing).sorted() {
            var event = DiskEvent(at: Clocks.wallMilliseconds(), kind: .error)
            event.result = "place"
            event.reason = "disk.not_found"
            event.sentence = "\(sentence), and is not watched."
            lines.events.offer(event)
        }
        toldMissing = places.missing
    }

    private func watched(_ volume: Volume) -> WatchState.WatchedVolume {
        var told = WatchState.WatchedVolume()
        told.mount = volume.mount
        guard let decision = monitor.decision(about: volume.mount) else { return told }
        told.level = decision.level
        told.urgency = decision.urgency
        told.freePercent = decision.freePercent
        return told
    }

    private func carryOut(_ step: MonitorStep, _ volumes: [Volume], at seconds: Double) {
        switch step {
        case .level(let mount, _, let decision):
            guard let volume = volumes.first(where: { $0.mount == mount }) else { return }
            // After a start the record may know the level already.
            engine.noteLevels([VolumeReport(volume: volume, pressure: decision)])
        case .release(let mount, let files): release(files, of: mount, at: seconds)
        case .replenish(let mount): replenish(mount, at: seconds)
        case .window(let window): desk.observe(window, at: seconds)
        case .scan(let order): lines.orders.offer(order)
        }
    }

    // MARK: Ballast

    /// Ballast is given back in every mode: it is there for nothing else, and is nobody's data.
    private func release(_ files: Int, of mount: ForeignText, at seconds: Double) {
        guard !setup.isDryRun else {
            monitor.released(0, of: mount, at: seconds)
            return
        }
        guard
            let report = onVolume(
                mount, "release",
                { path throws(TendError) in
                    try engine.releaseBallast(files, BallastRequest(paths: [path]))
                })
        else {
            monitor.released(0, of: mount, at: seconds)
            return
        }
        let count = report.outcomes.reduce(0) { $0 + $1.released.count }
        monitor.released(count, of: mount, at: seconds)
        ballast[mount] = max(0, (ballast[mount] ?? 0) - count)
        state.ballastReleased += count
        engine.log(report)
    }

    private func replenish(_ mount: ForeignText, at seconds: Double) {
        guard !setup.isDryRun else { return }
        let report = onVolume(mount, "replenish") { path throws(TendError) in
            try engine.provisionBallast(BallastRequest(paths: [path]), atMost: 1)
        }
        let count = report?.outcomes.reduce(0) { $0 + $1.count } ?? 0
        // Where none could be made, the pause before the next try is the same.
        monitor.made(count, of: mount, at: seconds)
        ballast[mount] = (ballast[mount] ?? 0) + count
        if let report, count > 0 { engine.log(report) }
    }

    private func onVolume<Value>(
        _ mount: ForeignText, _ what: String, _ body: (String) throws(TendError) -> Value
    ) -> Value? {
        guard let path = String(validating: mount.bytes, as: UTF8.self) else { return nil }
        do throws(TendError) {
            return try body(path)
        } catch {
            lines.events.offer(DiskEvent(failed: what, error, at: Clocks.wallMilliseconds()))
            return nil
        }
    }

    private func countBallast(on volumes: [Volume], at seconds: Double) {
        let cooldown = setup.settings.ballast.cooldown
        guard seconds - countedAt >= min(Self.recordInterval, max(1, cooldown)) else { return }
        countedAt = seconds
        let pools = (try? engine.ballast(BallastRequest()))?.pools ?? []
        ballast = Dictionary(pools.map { ($0.mount, $0.files.count { $0.state != .foreign }) }) { $1 }
        let lacking = pools.filter { $0.refusal == nil && lacksFiles($0) }.map(\.mount)
        unprovisioned = setup.settings.ballast.isMadeByWatch ? lacking : []
    }

    /// One file on each volume that lacks some; after the look, so that it is not mistaken for somebody else's writing.
    private func provision(on volumes: [Volume], at seconds: Double) {
        for mount in unprovisioned where monitor.isCalm(mount) && volumes.contains(where: { $0.mount == mount }) {
            replenish(mount, at: seconds)
        }
        unprovisioned = []
    }

    private func lacksFiles(_ pool: BallastPool) -> Bool {
        pool.files.count { $0.state == .whole } < pool.fileCount
    }

    // MARK: Books

    private func keepBooks(_ volumes: [Volume], at seconds: Double) {
        if !setup.isDryRun, seconds - recordedAt >= Self.recordInterval {
            recordedAt = seconds
            engine.remember(volumes, Clocks.wallMilliseconds())
        }
        let isLast = setup.looks.map { state.looks >= UInt64($0) } ?? false
        let isNews = desk.hasNews && !isStateLost
        if seconds - stateAt >= Self.stateInterval || isLast || isNews { tellOthers(at: seconds) }
    }

    /// Records changes of the mode, takes over those of others, and writes the state.
    private func tellOthers(at seconds: Double) {
        stateAt = seconds
        describeItself()
        guard !setup.isDryRun else { return }
        do throws(TendError) {
            try desk.record { transition throws(TendError) in _ = try engine.record(transition) }
            desk.adopt(engine.journal.mode(of: "disk"))
            state.mode = desk.mode.rawValue
            try engine.write(state)
            desk.stateWritten(true, at: seconds)
            isStateLost = false
        } catch {
            desk.stateWritten(false, at: seconds)
            if !isStateLost {
                lines.events.offer(DiskEvent(failed: "state", error, at: Clocks.wallMilliseconds()))
            }
            isStateLost = true
        }
    }

    private func describeItself() {
        state.updatedAt = Clocks.wallMilliseconds()
        state.mode = desk.mode.rawValue
        state.guardrails = desk.report
        state.respawns = lines.respawns
        state.processorSeconds = Clocks.processorSeconds()
        state.memoryBytes = RunningProcess.residentMemory()
        let isOver = (state.memoryBytes ?? .zero) > Self.memoryLimit
        if isOver, !isOverMemory {
            var event = DiskEvent(at: Clocks.wallMilliseconds(), kind: .error)
            event.result = "watch"
            event.reason = "disk.memory"
            event.bytes = state.memoryBytes
            event.sentence = "The watch itself holds \((state.memoryBytes ?? .zero).text) of memory."
            lines.events.offer(event)
        }
        isOverMemory = isOver
    }
}
