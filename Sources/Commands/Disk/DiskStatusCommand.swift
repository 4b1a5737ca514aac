internal import Arguments
internal import Formats
internal import Model
internal import Primitives
internal import Reporting
internal import Runtime
internal import SystemCalls

/// `tend disk status`: every volume, how full it is and where it is going.
enum DiskStatusCommand {
    static let schema = "tend.disk.status.v1"
    static let exitCodes = [
        ExitNote(.clean, "every volume has room"), ExitNote(.candidates, "a volume is red or critical"),
    ]

    static let spec = Command(
        "status",
        summary: "Show how full every volume is, and where it is going.",
        discussion: """
            Free is what users may still take, as df has it. Each look is recorded, so that the next one can tell at what \
            rate a volume fills; the first one cannot.
            """,
        examples: [
            Example("tend disk status", "every volume"),
            Example("tend disk status --json --fields mount,free_percent,level", "for programs"),
        ],
        action: CommandAction { try run($0) },
        output: schema,
        exitCodes: exitCodes)

    static func run(_ invocation: Invocation) throws(TendError) -> Output {
        let engine = try DiskCommand.engine(invocation)
        let status = try engine.status()
        var output = Output(
            schema: schema, record: status, member: "volumes", rows: status.volumes,
            columns: [
                ColumnChoice("mount", isFlexible: true), ColumnChoice("fs_type", dropOrder: 3),
                ColumnChoice("total_bytes", dropOrder: 2), ColumnChoice("free_bytes"), ColumnChoice("free_percent"),
                ColumnChoice("inode_free_percent", dropOrder: 5),
                ColumnChoice("level", tone: { $0.pressure.level.tone }),
                ColumnChoice("rate_bytes_per_s", dropOrder: 4), ColumnChoice("exhausted_in_seconds", dropOrder: 1),
                ColumnChoice("ballast_bytes", dropOrder: 6),
            ], headline: headline(status))
        output.notes = status.specialLocations.filter(\.isBelowTarget).map { place in
            "\(place.name) has \(place.freePercent.text(decimals: 1)) % free, and ought to have "
                + "\(place.targetPercent.text(decimals: 0)) %."
        }
        if let watch = status.watch { output.notes.append(sentence(watch)) }
        output.warnings = engine.journal.allWarnings
        output.exit = status.level >= .red ? .candidates : .clean
        output.metrics = status.volumes.flatMap { volume in
            let labels = [(name: "mount", value: volume.volume.mount.sanitised)]
            return [
                volume.volume.space.value.map {
                    Metric(
                        "disk_free_bytes", "What users may still take.", Double($0.availableBytes.bytes), labels: labels
                    )
                },
                volume.volume.space.value.map {
                    Metric("disk_free_ratio", "Free of used and free.", $0.freePercent / 100, labels: labels)
                },
                Metric("disk_urgency_ratio", "How strongly to act.", volume.pressure.urgency, labels: labels),
            ].compactMap { $0 }
        }
        return output
    }

    private static func sentence(_ watch: WatchState) -> String {
        let seconds = { (at: Int64) in Double(max(0, Clocks.wallMilliseconds() - at)) / 1000 }
        let scan = watch.lastScanAt.map { "the last scan was \(HumanDuration.text(seconds: seconds($0))) ago" }
        let guardrails = watch.guardrails.status == .fail ? "; forecasts do not hold" : ""
        return "A watch runs (PID \(watch.pid), \(watch.isDryRun ? "dry run" : watch.mode)); "
            + "\(scan ?? "it has not scanned yet")\(guardrails)."
    }

    private static func headline(_ status: DiskStatus) -> String {
        let tight = status.volumes.filter { $0.pressure.level > .green }
        guard let worst = tight.max(by: { $0.pressure.level < $1.pressure.level }) else {
            return "\(status.volumes.count) volumes, all with room."
        }
        return "\(tight.count) of \(status.volumes.count) volumes are short of room; "
            + "\(worst.volume.mount.sanitised) is \(worst.pressure.level.rawValue): \(worst.pressure.reason)."
    }
}
