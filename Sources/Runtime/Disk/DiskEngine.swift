package import Collectors
internal import Decision
package import DiskDefence
package import History
package import Model
package import Primitives
internal import SystemCalls

/// One way through for every command of the disk domain: look, judge, gate, plan.
package final class DiskEngine {
    package let settings: DiskSettings
    package let journal: Journal
    let redactor: Redactor
    let key: GroupingKey
    let reader: VolumeReader
    let git: GitInquiry
    /// Where users' own caches lie.
    let homes: [ForeignText]
    private let loadPacks: () throws(TendError) -> ArtifactPacks
    private var loaded: ArtifactPacks?
    /// Takes events instead of the record, where somebody else writes them.
    var hearEvent: ((DiskEvent) -> Void)?
    /// What happens is recorded through it.
    package lazy var logger = makeLogger()
    /// How far back looks are recalled for a forecast.
    private static let memory: Int64 = 3_600_000

    package init(
        settings: DiskSettings, journal: Journal, redactor: Redactor, key: GroupingKey, git: GitInquiry,
        homes: [ForeignText],
        packs: @escaping () throws(TendError) -> ArtifactPacks
    ) {
        self.settings = settings
        self.journal = journal
        self.redactor = redactor
        self.key = key
        self.git = git
        self.homes = homes
        reader = VolumeReader(patience: .microseconds(Int64(settings.volumePatience * 1e6)))
        loadPacks = packs
    }

    /// - Throws: `TendError` for a pack that cannot be read or understood.
    func packs() throws(TendError) -> ArtifactPacks {
        if let loaded { return loaded }
        let packs = try loadPacks()
        loaded = packs
        return packs
    }

    // MARK: Volumes

    /// Every volume with its pressure; the look is recorded for the forecasts of later ones.
    package func status() throws(TendError) -> DiskStatus {
        var status = DiskStatus()
        status.volumes = try reports()
        noteLevels(status.volumes)
        status.specialLocations = specialLocations(status.volumes.map(\.volume))
        status.mode = journal.mode(of: "disk").rawValue
        status.watch = runningWatch()
        return status
    }

    /// The volumes as they are now, with what earlier looks and this one make of them.
    func reports() throws(TendError) -> [VolumeReport] {
        let volumes = try volumes()
        let now = Clocks.wallMilliseconds()
        let past = earlierSamples(now)
        let reports = volumes.map { report($0, past[Self.key($0)] ?? [], now) }
        remember(volumes, now)
        return reports
    }

    func volumes() throws(TendError) -> [Volume] {
        do {
            return try reader.volumes()
        } catch {
            throw TendError(
                .unavailable, "the list of mounted file systems cannot be read", area: "disk",
                hint: "tend disk needs /proc to be mounted", cause: error)
        }
    }

    func report(_ volume: Volume, _ past: [VolumeSample], _ now: Int64) -> VolumeReport {
        var pressure = VolumePressure(settings: settings.control)
        for sample in past where sample.at < now {
            _ = pressure.observe(.measured(sample.space), at: Double(sample.at) / 1000)
        }
        var decision = pressure.observe(volume.space, at: Double(now) / 1000)
        if volume.isReadOnly {
            // Nothing fills what takes no writing, however full it is.
            (decision.level, decision.urgency) = (.green, 0)
        }
        var report = VolumeReport(volume: volume, pressure: decision)
        report.ballast = ballastBytes(of: volume)
        return report
    }

    /// Without a record there is no past, and forecasts say so.
    private func earlierSamples(_ now: Int64) -> [String: [VolumeSample]] {
        guard FileSystem.exists(journal.databasePath),
            let samples = try? journal.reader().volumeSamples(since: now - Self.memory)
        else { return [:] }
        return Dictionary(grouping: samples, by: \.volume)
    }

    /// A record that cannot be written costs the next forecast, and nothing else.
    func remember(_ volumes: [Volume], _ now: Int64) {
        let samples = volumes.compactMap { volume in
            volume.isReadOnly
                ? nil : volume.space.value.map { VolumeSample(volume: Self.key(volume), at: now, space: $0) }
        }
        _ = journal.attempt("the look at the volumes was not recorded") { store throws(TendError) in
            try store.appendVolumeSamples(samples, now: now)
        }
    }

    private static func key(_ volume: Volume) -> String {
        "\(volume.deviceNumber) \(volume.fileSystem) \(String(decoding: volume.mount.bytes, as: UTF8.self))"
    }

    // MARK: Special locations

    private func specialLocations(_ volumes: [Volume]) -> [SpecialLocation] {
        let places = [
            ("/dev/shm", settings.sharedMemoryTarget), ("/tmp", settings.temporaryTarget),
            ("/var/tmp", settings.temporaryTarget),
        ]
        var locations: [SpecialLocation] = []
        for (path, target) in places {
            // A place that this machine does not have is no location.
            guard let volume = try? reader.volume(of: path, among: volumes), let space = volume.space.value else {
                continue
            }
            locations.append(
                SpecialLocation(
                    name: path, mount: volume.mount, totalBytes: space.totalBytes, freeBytes: space.availableBytes,
                    freePercent: space.freePercent, targetPercent: target))
        }
        if let swap = SwapReader.read(), swap.total.bytes > 0 {
            locations.append(
                SpecialLocation(
                    name: "swap", mount: nil, totalBytes: swap.total, freeBytes: swap.free,
                    freePercent: Double(swap.free.bytes) / Double(swap.total.bytes) * 100,
                    targetPercent: settings.swapTarget))
        }
        return locations
    }
}
