package import Model
package import Primitives

/// What is to be done with the ballast of one volume; changes nothing.
package struct BallastPlan: Sendable, Equatable {
    package enum Step: Sendable, Equatable {
        case make(Int)
        /// What lies there is ours and of no use: it goes, and is made anew.
        case rebuild(Int)
        case release(Int)
    }

    package var steps: [Step] = []
    /// Why there are fewer steps than were asked for; nil where there are not.
    package var refusal: BallastRefusal?

    /// What a volume lacks of its ballast, lowest index first, as far as the floor lets it be made.
    ///
    /// - Parameters:
    ///   - volume: with its space of now.
    ///   - settings: what holds for this volume.
    ///   - files: what lies in its pool.
    ///   - limit: how many files to make at most.
    /// - Returns: the steps in their order, and why there are not more.
    package static func provisioning(
        _ volume: Volume, _ settings: BallastSettings, files: [BallastFile], atMost limit: Int = .max
    ) -> BallastPlan {
        var plan = BallastPlan()
        plan.refusal = refusal(of: volume) ?? refusal(of: volume, settings)
        guard plan.refusal == nil, var space = volume.space.value else { return plan }
        let present = Dictionary(files.map { ($0.index, $0) }, uniquingKeysWith: { first, _ in first })
        for index in BallastFile.indexes.prefix(max(0, settings.fileCount)) where plan.steps.count < limit {
            let file = present[index]
            guard file == nil || file?.state == .partial else { continue }
            // What is made anew gives its own blocks back first.
            space.move(file?.allocated ?? .zero, toFree: true)
            guard space.keeps(settings.floorPercent, after: settings.fileSize) else {
                plan.refusal = belowFloor(settings)
                return plan
            }
            space.move(settings.fileSize, toFree: false)
            plan.steps.append(file == nil ? .make(index) : .rebuild(index))
        }
        return plan
    }

    /// So many files less, highest index first; unfinished ones count, for they take room as well.
    package static func releasing(_ count: Int, _ volume: Volume, files: [BallastFile]) -> BallastPlan {
        var plan = BallastPlan()
        plan.refusal = refusal(of: volume)
        guard plan.refusal == nil else { return plan }
        let ours = files.filter { $0.state != .foreign }.map(\.index).sorted(by: >)
        plan.steps = ours.prefix(max(0, count)).map { .release($0) }
        if plan.steps.count < count {
            plan.refusal = BallastRefusal(
                .empty,
                ours.isEmpty
                    ? "There is no ballast to release." : "There were only \(ours.count) files of ballast to release.",
                hint: "make some with tend disk ballast provision, once there is room")
        }
        return plan
    }

    /// What a volume can never have ballast for; nil where it can.
    package static func refusal(of volume: Volume) -> BallastRefusal? {
        if volume.isMemory { return BallastRefusal(.tmpfs, "It is kept in memory, and so would its ballast be.") }
        if volume.isNetwork {
            return BallastRefusal(.network, "It is on another machine, where nobody can tell what ballast would take.")
        }
        return volume.isReadOnly ? BallastRefusal(.readOnly, "It is mounted read-only.") : nil
    }

    /// Why none is made on a volume whatever lies there; nil where some may be.
    private static func refusal(of volume: Volume, _ settings: BallastSettings) -> BallastRefusal? {
        guard settings.isEnabled else {
            return BallastRefusal(.disabled, "Ballast is switched off for this volume by disk.ballast.")
        }
        guard let space = volume.space.value else {
            return BallastRefusal(.spaceUnknown, "It does not say how full it is, so the floor could not be kept.")
        }
        let room = space.usableBytes * (1 - settings.floorPercent / 100)
        guard Double(settings.fileSize.bytes) <= room else {
            return BallastRefusal(
                .tooSmall,
                "Even empty it could not hold a file of \(settings.fileSize.text) and keep "
                    + "\(percent(settings.floorPercent)) % free.", hint: "choose smaller files for it")
        }
        return nil
    }

    /// The refusal where another file would take what is to stay free.
    package static func belowFloor(_ settings: BallastSettings) -> BallastRefusal {
        BallastRefusal(
            .belowFloor,
            "With another file of \(settings.fileSize.text) less than \(percent(settings.floorPercent)) % would be free.",
            hint: "free some room first, or choose fewer or smaller files")
    }

    /// `20`, or `12.5`.
    private static func percent(_ value: Double) -> String {
        Int(exactly: value).map(String.init) ?? String(value)
    }
}

extension VolumeSpace {
    /// Whether a share of the volume, in percent, is still free once so many bytes more are taken.
    package func keeps(_ floorPercent: Double, after bytes: ByteCount) -> Bool {
        usableBytes > 0
            && Double(availableBytes.bytes) - Double(bytes.bytes) >= usableBytes * floorPercent / 100
    }

    fileprivate mutating func move(_ bytes: ByteCount, toFree: Bool) {
        let (from, to) = toFree ? (usedBytes, availableBytes) : (availableBytes, usedBytes)
        let moved = min(from.bytes, bytes.bytes)
        let (less, more) = (ByteCount(from.bytes - moved), to + ByteCount(moved))
        (usedBytes, availableBytes) = toFree ? (less, more) : (more, less)
    }
}
