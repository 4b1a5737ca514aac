internal import Formats
package import Model
internal import Primitives

extension GuardStatus: WordValue {
    package var tone: Tone { self == .fail ? .danger : .faint }
}
extension ScanPlan.Purpose: WordValue {}

extension GuardReport: Record {
    package static let recordName = "guardrails"
    package static let fields: [Field<GuardReport>] = [
        Field("status", \.status, "Whether forecasts may be relied on."),
        Field("windows", \.windows, "Windows that are remembered."),
        Field(
            optional: "median_rate_error", \.medianRateError,
            "By what share of the actual rate forecasts were off; null where that is not known or not finite."),
        Field(
            optional: "conservative_fraction", \.conservativeFraction,
            "Share of windows in which exhaustion was not foretold too late."),
        Field("drift_evidence", \.driftValue, "Evidence that forecasts are systematically wrong; 20 alarms."),
        Field("alarming", \.isAlarming, "Whether it does."),
        Field("penalty", \.penalty, "What is added to the expected loss of deleting."),
    ]
}

extension WatchState.WatchedVolume: Record {
    package static let recordName = "watched_volume"
    package static let fields: [Field<WatchState.WatchedVolume>] = [
        Field("mount", \.mount, "Where it is mounted."),
        Field("level", \.level, "How scarce its room is."),
        Field("urgency", \.urgency, "How strongly to act, 0 to 1."),
        Field(optional: "free_percent", \.freePercent, "Of the scarcer of bytes and inodes; null where unread."),
    ]
}

extension WatchState: Record {
    package static let recordName = "disk_watch_state"
    package static let fields: [Field<WatchState>] = processFields + workFields

    private static let processFields: [Field<WatchState>] = [
        Field("pid", \.pid, "The process that watches."),
        Field("start_ticks", \.startTicks, "Clock ticks from boot to its start."),
        Field("boot_id", \.bootID, "Of the boot that it runs in."),
        Field("started_at", \.startedAt, "Milliseconds since 1970."),
        Field("updated_at", \.updatedAt, "Milliseconds since 1970 of this state."),
        Field("mode", \.mode, "How far it may go by itself."),
        Field("dry_run", \.isDryRun, "Whether it changes nothing whatever the mode."),
        Field("places", \.places, "The directories that are watched."),
        Field(optional: "memory_bytes", \.memoryBytes, "Its resident memory."),
        Field("processor_seconds", \.processorSeconds, "What it has used."),
        Field("respawns", \.respawns, "Times that a thread of it failed and began again."),
    ]

    private static let workFields: [Field<WatchState>] = [
        Field("volumes", \.volumes, "Every volume with what was decided last."),
        Field("guardrails", \.guardrails, "How forecasts have stood up to what happened."),
        Field("looks", \.looks, "Looks at the volumes."),
        Field("scans", \.scans, "Scans that are done."),
        Field("empty_scans", \.emptyScans, "Scans running that brought nothing: the more, the longer until the next."),
        Field(optional: "last_scan_at", \.lastScanAt, "Milliseconds since 1970; null before the first."),
        Field("removed", \.removed, "Things that were removed."),
        Field("freed_bytes", \.freedBytes, "What that gave back."),
        Field("ballast_released", \.ballastReleased, "Ballast files that were given back."),
    ]
}

extension ScanPlan.Item: Record {
    package init() { self.init(path: ForeignText("")) }

    package static let recordName = "planned_place"
    package static let fields: [Field<ScanPlan.Item>] = [
        Field("path", \.path, "The directory."),
        Field(
            optional: "purpose", \.purpose,
            "Why it was chosen: most is to be got there, it has waited longest, or it was its turn; null where skipped."
        ),
        Field(
            "utility", \.utility,
            "Bytes that a scan is worth: what it is expected to free, less its cost, plus waiting."),
    ]
}

extension ScanPlan: Record {
    package static let recordName = "scan_plan"
    package static let fields: [Field<ScanPlan>] = [
        Field("cycle", \.cycle, "Its number since the watch began, from 0."),
        Field("round_robin", \.isRoundRobin, "Whether turns decide, because expectations were wrong too often."),
        Field("chosen", \.chosen, "What was scanned, in the order of the choice."),
        Field("skipped", \.skipped, "What was not."),
    ]
}

extension VolumeLook: Record {
    package init() { self.init(mount: ForeignText(""), space: .unavailable(.notCollected)) }

    package static let recordName = "volume_look"
    package static let fields: [Field<VolumeLook>] = [
        Field("seconds", \.seconds, "On a clock that never steps."),
        Field("at", \.at, "The same moment in milliseconds since 1970."),
        Field("mount", \.mount, "Where it is mounted."),
        Field("space", \.space, "How full it is; why that is not known where it is not."),
        Field("ballast_files", \.ballastFiles, "Ballast files that could be released."),
        Field("watched", \.isWatched, "Whether something that is watched lies on it."),
    ]
}

extension VolumeSpace: Record {
    package init() {
        self.init(
            totalBytes: .zero, usedBytes: .zero, availableBytes: .zero, inodesTotal: 0, inodesAvailable: 0)
    }

    package static let recordName = "volume_space"
    package static let fields: [Field<VolumeSpace>] = [
        Field("total_bytes", \.totalBytes, "Size."),
        Field("used_bytes", \.usedBytes, "Taken by files."),
        Field("available_bytes", \.availableBytes, "What users may still take."),
        Field("inodes_total", \.inodesTotal, "Files that it can hold; 0 for no fixed number."),
        Field("inodes_available", \.inodesAvailable, "Files that can still be made."),
    ]
}
