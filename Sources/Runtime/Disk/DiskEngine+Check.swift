internal import Collectors
internal import DiskDefence
internal import Formats
package import Model
package import Primitives
internal import SystemCalls

extension DiskEngine {
    /// Whether there is room for what somebody is about to do.
    ///
    /// - Parameters:
    ///   - path: where it is to be written; it must exist.
    ///   - targetFree: percent that must be free afterwards, 0...100.
    ///   - need: bytes that are to be written.
    /// - Returns: the answer and what led to it.
    /// - Throws: `TendError`: `not_found` for a path that does not exist, `unavailable` for a volume that does not answer.
    package func check(path: String, targetFree: Double, need: ByteCount) throws(TendError) -> SpaceCheck {
        let reports = try reports()
        let volume = try volume(of: path, among: reports.map(\.volume))
        let report =
            reports.first { $0.volume.deviceNumber == volume.deviceNumber }
            ?? report(volume, [], Clocks.wallMilliseconds())
        guard let space = report.volume.space.value else {
            throw TendError(
                .unavailable,
                "\(volume.mount.sanitised) (\(volume.fileSystem)) does not say how full it is: "
                    + (report.volume.space.reason?.rawValue ?? ""), area: "disk",
                hint: "see tend disk status", isRetryable: true)
        }
        var check = SpaceCheck(volume: report)
        check.path = ForeignText(path)
        check.targetFreePercent = targetFree
        check.needBytes = need
        judge(&check, space)
        return check
    }

    private func judge(_ check: inout SpaceCheck, _ space: VolumeSpace) {
        let (usable, available) = (space.usableBytes, Double(space.availableBytes.bytes))
        let target = usable * check.targetFreePercent / 100
        let after = available - Double(check.needBytes.bytes)
        check.freePercentAfter = usable > 0 ? max(0, after) / usable * 100 : 100
        if check.volume.volume.isReadOnly {
            check.reasons.append("The volume is mounted read-only.")
        }
        if after < target {
            check.missingBytes = ByteCount(UInt64(min(target - after, 9e18).rounded(.up)))
            check.reasons.append("\(check.missingBytes.text) would have to be freed first.")
        }
        if space.inodeFreePercent < max(1, min(check.targetFreePercent, 5)) {
            check.reasons.append("Only \(space.inodesAvailable) inodes are left: small files will fail first.")
        }
        if let rate = check.volume.pressure.forecast.rate, !check.volume.pressure.forecast.isFallback,
            rate > 0
        {
            let seconds = max(0, available - target) / rate
            check.targetMissedInSeconds = seconds
            if seconds < settings.control.actionHorizon, after >= target {
                check.reasons.append(
                    "At \(ByteCount(UInt64(rate)).text) a second the target is missed in "
                        + "\(HumanDuration.text(seconds: seconds)).")
            }
        }
        check.isEnough = check.reasons.isEmpty
    }

    /// The volume that a path of the user lies on.
    func volume(of path: String, among volumes: [Volume]) throws(TendError) -> Volume {
        do throws(SystemCallError) {
            if let volume = try reader.volume(of: path, among: volumes) { return volume }
        } catch {
            throw TendError(
                error.isGone ? .notFound : .notPermitted, "\(ForeignText(path).sanitised) cannot be looked at",
                area: "disk", hint: "name a path that exists", cause: error)
        }
        throw TendError(.notFound, "no mounted file system holds \(ForeignText(path).sanitised)", area: "disk")
    }
}
