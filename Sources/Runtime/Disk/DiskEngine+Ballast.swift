internal import Collectors
internal import Effects
package import Model
internal import Planning
package import Primitives
internal import SystemCalls

extension DiskEngine {
    /// The ballast of each volume: what is wanted, and what is really allocated.
    ///
    /// Without paths, of all that hold ballast or could.
    ///
    /// - Throws: `TendError` for a path that is on no volume, and where mounts cannot be read.
    package func ballast(_ request: BallastRequest) throws(TendError) -> BallastStatus {
        var status = BallastStatus()
        status.pools = try ballastVolumes(request).map { pool(of: $0, request) }
        guard request.paths.isEmpty else { return status }
        // What never holds ballast is told of only where it was asked for.
        status.pools.removeAll { !$0.exists && $0.refusal?.isOfVolume == true && $0.refusal?.reason != .tooSmall }
        return status
    }

    /// Makes what is missing and makes anew what is unfinished, on each volume as far as its floor allows.
    ///
    /// - Parameters:
    ///   - request: which volumes, and what for this once.
    ///   - limit: how many files to make on each at most; nil for all. A replenishment makes one.
    /// - Returns: one outcome a volume; without paths, of those that can have ballast.
    /// - Throws: `TendError` for a path that is on no volume, and where mounts cannot be read.
    package func provisionBallast(
        _ request: BallastRequest, atMost limit: Int? = nil
    ) throws(TendError) -> BallastReport {
        var report = BallastReport()
        for volume in try ballastVolumes(request) {
            let settings = ballastSettings(of: volume, request)
            let store = ballastStore(of: volume, request)
            let outcome = store.provision(volume, settings, atMost: limit, isDryRun: request.isDryRun)
            if request.paths.isEmpty, outcome.refusal?.isOfVolume == true { continue }
            report.outcomes.append(outcome)

        }
        return report
    }

    /// Gives back so many files on each volume that is named; where none is, on the one with ballast that has the least room.
    ///
    /// Asks nothing of other machines and of the record: it works on a machine where nothing can be written any more.
    ///
    /// - Throws: `TendError`; `not_found` where no volume holds ballast.
    package func releaseBallast(_ count: Int, _ request: BallastRequest) throws(TendError) -> BallastReport {
        var volumes = try ballastVolumes(request)
        if request.paths.isEmpty {
            let free = { (volume: Volume) in volume.space.value?.scarcestFreePercent ?? 100 }
            let holders = volumes.filter { (ballastBytes(of: $0).value ?? .zero) > .zero }
            guard let scarcest = holders.min(by: { free($0) < free($1) }) else {
                throw TendError(
                    .notFound, "no volume holds ballast that could be released", area: "disk",
                    hint: "see tend disk ballast status")
            }
            volumes = [scarcest]
        }
        var report = BallastReport()
        report.outcomes = volumes.map {
            ballastStore(of: $0, request).release(count, from: $0, isDryRun: request.isDryRun)
        }
        return report
    }

    /// What ballast really takes on a volume; of another machine's that is not asked.
    func ballastBytes(of volume: Volume) -> Reading<ByteCount> {
        guard BallastPlan.refusal(of: volume) == nil else { return .measured(.zero) }
        return ballastStore(of: volume, BallastRequest()).allocated()
    }

    // MARK: Pools

    private func pool(of volume: Volume, _ request: BallastRequest) -> BallastPool {
        let settings = ballastSettings(of: volume, request)
        let store = ballastStore(of: volume, request)
        var pool = BallastPool(
            mount: volume.mount, fileSystem: volume.fileSystem, directory: store.place.directory)
        pool.fileCount = settings.fileCount
        pool.fileSize = settings.fileSize
        pool.floorPercent = settings.floorPercent
        pool.freePercent = volume.space.map(\.freePercent)
        pool.refusal = BallastPlan.refusal(of: volume)
        guard pool.refusal == nil else { return pool }
        do throws(BallastRefusal) {
            pool.files = try store.files()
            pool.exists = true
        } catch  where error.reason != .noPool {
            pool.refusal = error
            pool.exists = true
            return pool
        } catch {}
        pool.refusal = BallastPlan.provisioning(volume, settings, files: pool.files).refusal
        return pool
    }

    private func ballastStore(of volume: Volume, _ request: BallastRequest) -> BallastStore {
        var world = BallastWorld(
            userID: Host.effectiveUserID, now: Clocks.wallMilliseconds, seconds: Clocks.monotonicSeconds,
            pause: { Clocks.sleep(seconds: $0) }, seed: { Host.randomBytes(32) })
        world.shouldStop = request.shouldStop
        return BallastStore(place: ballastPlace(of: volume), world: world)
    }

    private func ballastSettings(of volume: Volume, _ request: BallastRequest) -> BallastSettings {
        var told = settings.ballast.applied(to: volume.mount)
        told.fileCount = request.fileCount ?? told.fileCount
        told.fileSize = request.fileSize ?? told.fileSize
        return told
    }

    /// A directory that is named for all volumes is the pool of the one that it lies on.
    private func ballastPlace(of volume: Volume) -> BallastPlace {
        let usual = BallastPlace(mount: volume.mount)
        let override = settings.ballast.overrides[String(decoding: volume.mount.bytes, as: UTF8.self)]?.directory
        guard let directory = override ?? settings.ballast.directory,
            let place = BallastPlace(mount: volume.mount, directory: directory)
        else { return usual }
        guard override == nil else { return place }
        // What cannot be looked at is not this volume's.
        let holder = try? reader.volume(of: String(decoding: place.parent.bytes, as: UTF8.self), among: [volume])
        return holder?.deviceNumber == volume.deviceNumber ? place : usual
    }

    // MARK: Volumes

    /// The volumes that are meant, each once.
    private func ballastVolumes(_ request: BallastRequest) throws(TendError) -> [Volume] {
        var local = reader
        // Ballast is never on another machine: what such a one answers does not matter.
        local.asksOthers = false
        let volumes: [Volume]
        do throws(SystemCallError) {
            volumes = try local.volumes()
        } catch {
            throw TendError(
                .unavailable, "the list of mounted file systems cannot be read", area: "disk",
                hint: "tend disk needs /proc to be mounted", cause: error)
        }
        guard !request.paths.isEmpty else { return volumes }
        var meant: [Volume] = []
        for path in request.paths {
            let volume = try self.volume(of: path, among: volumes)
            if !meant.contains(where: { $0.deviceNumber == volume.deviceNumber }) { meant.append(volume) }
        }
        return meant
    }
}

extension DiskEngine {
    /// Records what was done to ballast; a release is told of only once it has brought room.
    package func log(_ report: BallastReport) {
        log(report.outcomes.map { DiskEvent($0, at: Clocks.wallMilliseconds()) })
    }
}

extension DiskEvent {
    /// What was made of ballast, or given back.
    fileprivate init(_ outcome: BallastOutcome, at: Int64) {
        self.init(at: at, kind: .ballast)
        subject = outcome.mount
        result = outcome.action.rawValue
        reason = outcome.refusal?.reason.rawValue
        bytes = outcome.action == .release ? outcome.freedBytes : outcome.bytes
        count = outcome.count
        sentence =
            outcome.refusal?.sentence
            ?? "\(outcome.count) ballast files \(outcome.action == .release ? "given back" : "made")."
    }
}
