package import Model
package import Primitives

/// Watches all volumes: looks in, steps out.
///
/// It does nothing itself and knows no clock: the same looks and answers at the same times give the same steps, so that hours
/// can be replayed in a moment. Whoever carries the steps out tells of it: `released`, `made`, `changed`, `scanned`.
///
/// - Complexity: O(volumes) a look; memory O(volumes).
package struct DiskMonitor: Sendable, Equatable {
    private struct Watched: Equatable {
        var pressure: VolumePressure
        var ballast: BallastReplenishment
        /// Files released since the volume was last green.
        var released = 0
        var decision: PressureDecision?
        /// When a release last gave nothing back.
        var refusedAt: Double?
    }

    /// Seconds for which a pool that gave nothing back is left alone.
    private static let refusalPause = 30.0

    private let control: ControlSettings
    private let cooldown: Double
    private var volumes: [ForeignText: Watched] = [:]
    private var windows: ForecastWindows
    package private(set) var rhythm: ScanRhythm

    /// - Parameters:
    ///   - control: of levels, forecasts and urgency.
    ///   - watch: how often, and how dear it may be.
    ///   - cooldown: seconds from a release of ballast, or a file made again, to the next that is made.
    package init(control: ControlSettings, watch: WatchSettings, cooldown: Double) {
        self.control = control
        self.cooldown = cooldown
        windows = ForecastWindows(settings: watch)
        rhythm = ScanRhythm(settings: watch, baseInterval: control.scanInterval)
    }

    /// The last decision about a volume; nil where it is not watched.
    package func decision(about mount: ForeignText) -> PressureDecision? { volumes[mount]?.decision }

    /// Whether a volume is green and nothing is foretold that would take its ballast; false before the first look.
    package func isCalm(_ mount: ForeignText) -> Bool {
        decision(about: mount).map { $0.level == .green && $0.ballast == .none && $0.unread == nil } ?? false
    }

    /// Takes a look at all volumes in.
    ///
    /// A volume that is missing was unmounted: everything about it is forgotten.
    ///
    /// - Parameters:
    ///   - looks: each volume once.
    ///   - seconds: on a clock that never steps.
    /// - Returns: what to do, the most pressing kind first: levels, ballast, then the scan.
    package mutating func look(_ looks: [VolumeLook], at seconds: Double) -> [MonitorStep] {
        let present = Set(looks.map(\.mount))
        volumes = volumes.filter { present.contains($0.key) }
        var steps: [MonitorStep] = []
        for look in looks { steps += observe(look, at: seconds) }
        if let window = windows.look(compared(looks), at: seconds) { steps.append(.window(window)) }
        if let order = order(looks.filter(\.isWatched), at: seconds) { steps.append(.scan(order)) }
        return steps
    }

    private mutating func observe(_ look: VolumeLook, at seconds: Double) -> [MonitorStep] {
        var watched =
            volumes[look.mount]
            ?? Watched(pressure: VolumePressure(settings: control), ballast: BallastReplenishment(cooldown: cooldown))
        let before = watched.decision?.level
        let decision = watched.pressure.observe(look.space, at: seconds)
        watched.decision = decision
        // A calm moment above green's threshold ends the episode; a forecast of red does not.
        let isCalm = decision.level == .green && decision.ballast == .none
        if isCalm { watched.released = 0 }
        volumes[look.mount] = watched
        var steps: [MonitorStep] = []
        if decision.level != before { steps.append(.level(look.mount, before: before, decision)) }
        let files = decision.ballast.files(of: look.ballastFiles, released: watched.released)
        let isRefused = watched.refusedAt.map { seconds - $0 < Self.refusalPause } ?? false
        if files > 0, !isRefused { steps.append(.release(look.mount, files: files)) }
        if isCalm, decision.unread == nil, watched.ballast.due(decision.level, at: seconds) > 0 {
            steps.append(.replenish(look.mount))
        }
        return steps
    }

    private func compared(
        _ looks: [VolumeLook]
    ) -> [(mount: ForeignText, space: VolumeSpace, forecast: SpaceForecast)] {
        looks.compactMap { look in
            guard let space = look.space.value, let decision = volumes[look.mount]?.decision else { return nil }
            return (look.mount, space, decision.forecast)
        }
    }

    private mutating func order(_ looks: [VolumeLook], at seconds: Double) -> ScanOrder? {
        var order = ScanOrder()
        var interval = control.scanInterval
        for look in looks {
            guard let decision = volumes[look.mount]?.decision else { continue }
            order.level = max(order.level, decision.level)
            interval = min(interval, decision.scanInterval)
            order.urgencies[look.mount] = decision.urgency
            guard decision.unread == nil else { continue }
            order.batch = max(order.batch, decision.deleteBatch)
            if decision.level > .green || decision.boosted { order.pressed.insert(look.mount) }
        }
        guard !looks.isEmpty, let isAsked = rhythm.begin(at: order.level, interval: interval, seconds: seconds) else {
            return nil
        }
        order.cause = isAsked ? .asked : order.pressed.isEmpty ? .routine : .pressure
        return order
    }

    /// Seconds until the next look: the usual interval, and the critical one where scans bring something and are not enough.
    package func pause(_ interval: Double) -> Double {
        let isCritical = volumes.values.contains { $0.decision?.level == .critical }
        return isCritical && rhythm.empty == 0 ? min(interval, control.criticalScanInterval) : interval
    }

    // MARK: What came of it

    /// Somebody wants a scan now.
    package mutating func ask() { rhythm.ask() }

    /// So many ballast files were given back; none where that failed, and then it is not tried again at once.
    package mutating func released(_ count: Int, of mount: ForeignText, at seconds: Double) {
        volumes[mount]?.refusedAt = count > 0 ? nil : seconds
        volumes[mount]?.released += max(0, count)
        volumes[mount]?.ballast.released(count, at: seconds)
        if count > 0 { changed(mount) }
    }

    package mutating func made(_ count: Int, of mount: ForeignText, at seconds: Double) {
        volumes[mount]?.ballast.made(count, at: seconds)
        if count > 0 { changed(mount) }
    }

    /// Something was removed there.
    ///
    /// What the watch does itself foretells nothing: a ballast file that it makes is not a volume that fills.
    package mutating func changed(_ mount: ForeignText) {
        windows.disturb(mount)
        volumes[mount]?.pressure.disturb()
    }

    /// A scan, and what was to be removed after it, is done: whether it brought something, and its processor time in seconds.
    package mutating func scanned(brought: Bool, cost: Double) { rhythm.finish(brought: brought, cost: cost) }
}
