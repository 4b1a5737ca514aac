internal import Formats
package import Model
internal import Primitives

extension PressureLevel: WordValue {
    /// Green is quiet, and the nearer to full the louder.
    package var tone: Tone {
        switch self {
        case .green: .faint
        case .yellow, .orange: .caution
        case .red, .critical: .danger
        }
    }
}
extension SpaceResource: WordValue {}
extension SpaceForecast.Trend: WordValue {}

extension VolumeReport: Record {
    package init() {
        self.init(
            volume: Volume(mount: ForeignText(""), device: ForeignText(""), fileSystem: "", deviceNumber: 0),
            pressure: PressureDecision())
    }

    package static let recordName = "volume"
    package static let fields: [Field<VolumeReport>] = placeFields + spaceFields + pressureFields

    private static let placeFields: [Field<VolumeReport>] = [
        Field("mount", \.volume.mount, "Where it is mounted.", heading: "MOUNT"),
        Field("also_at", \.volume.alsoAt, "Further mount points of the same file system."),
        Field("device", \.volume.device, "What it was mounted from.", heading: "DEVICE"),
        Field("fs_type", \.volume.fileSystem, "Type of the file system.", heading: "TYPE"),
        Field("read_only", \.volume.isReadOnly, "Whether it takes no writing."),
        Field("memory", \.volume.isMemory, "Whether it is kept in memory (tmpfs)."),
        Field("network", \.volume.isNetwork, "Whether it is on another machine."),
    ]

    private static func space(_ value: @escaping @Sendable (VolumeSpace) -> ByteCount)
        -> @Sendable (VolumeReport)
        -> Reading<ByteCount>
    {
        { $0.volume.space.map(value) }
    }

    private static let spaceFields: [Field<VolumeReport>] = [
        Field(
            derived: "total_bytes", "Size.", heading: "SIZE", text: { text($0, \.totalBytes) }, space { $0.totalBytes }),
        Field(
            derived: "used_bytes", "Taken by files.", heading: "USED", text: { text($0, \.usedBytes) },
            space { $0.usedBytes }),
        Field(
            derived: "free_bytes", "What users may still take: without blocks that are reserved for root.",
            heading: "FREE", text: { text($0, \.availableBytes) }, space { $0.availableBytes }),
        Field(
            derived: "free_percent", "Free of used and free together, as df has it.", heading: "FREE%",
            text: { $0.volume.space.value.map { "\($0.freePercent.text(decimals: 1))" } ?? "-" }
        ) { $0.volume.space.map(\.freePercent) },
        Field(derived: "inodes_total", "Inodes; 0 where they are made as needed.") {
            $0.volume.space.map(\.inodesTotal)
        },
        Field(derived: "inodes_free", "Inodes that users may still take.") { $0.volume.space.map(\.inodesAvailable) },
        Field(
            derived: "inode_free_percent", "Free of all inodes; 100 where they are made as needed.", heading: "INODES%",
            text: { $0.volume.space.value.map { "\($0.inodeFreePercent.text(decimals: 1))" } ?? "-" }
        ) { $0.volume.space.map(\.inodeFreePercent) },
    ]

    private static func text(_ report: VolumeReport, _ part: KeyPath<VolumeSpace, ByteCount>) -> String {
        report.volume.space.value.map { $0[keyPath: part].text } ?? "-"
    }

    private static let pressureFields: [Field<VolumeReport>] = [
        Field("level", \.pressure.level, "How scarce room is.", heading: "LEVEL"),
        Field("scarcest", \.pressure.resource, "Which runs out first by its share: bytes or inodes."),
        Field("urgency", \.pressure.urgency, "How strongly to act, 0 to 1.", heading: "URGENCY"),
        Field(
            derived: "rate_bytes_per_s", "Used up a second, smoothed; negative where room comes back.", heading: "RATE",
            text: { rateText($0) }
        ) { report -> Reading<Double> in
            report.pressure.forecast.rate.map { .measured($0) } ?? .unavailable(.firstSample)
        },
        Field(
            optional: "acceleration", \.pressure.forecast.acceleration, "Change of the rate, bytes a second squared."),
        Field(
            optional: "exhausted_in_seconds", \.pressure.forecast.secondsToExhaustion,
            "Until nothing is free at this rate; left out for never, and where too little is known.",
            heading: "FULL IN",
            text: { $0.pressure.forecast.secondsToExhaustion.map { HumanDuration.text(seconds: $0) } ?? "-" }),
        Field(optional: "red_in_seconds", \.pressure.forecast.secondsUntilRed, "Until the level is red."),
        Field("trend", \.pressure.forecast.trend, "Where it is going."),
        Field("confidence", \.pressure.forecast.confidence, "How well the forecast is supported, 0 to 1."),
        Field("fallback", \.pressure.forecast.isFallback, "Whether too little is known to foretell anything."),
        Field("boosted", \.pressure.boosted, "Whether the forecast raised the urgency."),
        Field(
            "ballast_bytes", \.ballast, "What ballast really takes on it.", heading: "BALLAST",
            text: { $0.ballast.value == .zero ? "-" : $0.ballast.text }),
        Field(derived: "reason", "Why, for people.") { $0.pressure.reason },
    ]

    private static func rateText(_ report: VolumeReport) -> String {
        guard let rate = report.pressure.forecast.rate, rate.isFinite else { return "-" }
        let text = ByteCount(UInt64(min(abs(rate), 9e18))).text
        return rate < 0 ? "-\(text)/s" : "\(text)/s"
    }
}

extension SpecialLocation: Record {
    package init() {
        self.init(name: "", mount: nil, totalBytes: .zero, freeBytes: .zero, freePercent: 0, targetPercent: 0)
    }

    package static let recordName = "special_location"
    package static let fields: [Field<SpecialLocation>] = [
        Field("name", \.name, "A directory, or swap."),
        Field(optional: "mount", \.mount, "Where the volume is mounted that it lies on."),
        Field("total_bytes", \.totalBytes, "Size."),
        Field("free_bytes", \.freeBytes, "Free."),
        Field("free_percent", \.freePercent, "Free percent."),
        Field("target_percent", \.targetPercent, "What ought to be free."),
        Field(derived: "below_target", "Whether less is free than ought to be.") { $0.isBelowTarget },
    ]
}

extension DiskStatus: Record {
    package static let recordName = "disk_status"
    package static let fields: [Field<DiskStatus>] = [
        Field("volumes", \.volumes, "Every mounted file system, once."),
        Field("special_locations", \.specialLocations, "Places with free targets of their own."),
        Field("mode", \.mode, "How far the domain may go by itself."),
        Field(optional: "watch", \.watch, "The watch that runs now; null where none does."),
    ]
}

extension SpaceCheck: Record {
    package init() { self.init(volume: VolumeReport()) }
    package static let recordName = "space_check"
    package static let fields: [Field<SpaceCheck>] = [
        Field("path", \.path, "Where room is asked for."),
        Field("enough", \.isEnough, "The answer."),
        Field("target_free_percent", \.targetFreePercent, "Percent that must be free afterwards."),
        Field("need_bytes", \.needBytes, "Bytes that are to be written.", text: { $0.needBytes.text }),
        Field("free_percent_after", \.freePercentAfter, "Percent that would be free then."),
        Field("missing_bytes", \.missingBytes, "Bytes that must be freed first.", text: { $0.missingBytes.text }),
        Field(
            optional: "target_missed_in_seconds", \.targetMissedInSeconds,
            "Until the target is missed at the present rate; left out for never, and where too little is known."),
        Field("reasons", \.reasons, "Why not, one sentence each."),
        Field("volume", \.volume, "The volume, as tend disk status has it."),
    ]
}
