internal import Formats
package import Model
internal import Primitives

extension RecordedDiskEvents.Source: WordValue {}

extension DiskStatistics.Pattern: Record {
    package static let recordName = "pattern_removals"
    package static let fields: [Field<DiskStatistics.Pattern>] = [
        Field("pattern", \.pattern, "The pattern.", heading: "PATTERN"),
        Field("removed", \.removed, "How many were removed.", heading: "REMOVED"),
        Field("failed", \.failed, "How many could not be.", heading: "FAILED"),
        Field("bytes", \.bytes, "What those that were removed took.", heading: "SIZE", text: { $0.bytes.text }),
    ]
}

extension DiskStatistics.Tally: Record {
    package static let recordName = "tally"
    package static let fields: [Field<DiskStatistics.Tally>] = [
        Field("name", \.name, "Its stable word.", heading: "WHAT"),
        Field("count", \.count, "How often.", heading: "COUNT"),
        Field("bytes", \.bytes, "Bytes that it was about.", heading: "SIZE", text: { $0.bytes.text }),
    ]
}

extension DiskStatistics.LevelShare: Record {
    package static let recordName = "level_share"
    package static let fields: [Field<DiskStatistics.LevelShare>] = [
        Field("volume", \.volume, "Where it is mounted.", heading: "VOLUME"),
        Field("level", \.level, "The level.", heading: "LEVEL"),
        Field("seconds", \.seconds, "How long it was at that level within the window.", heading: "SECONDS"),
        Field("share", \.share, "Of the time that its level was known, 0 to 1.", heading: "SHARE"),
    ]
}

extension DiskStatistics: Record {
    package static let recordName = "disk_statistics"
    package static let fields: [Field<DiskStatistics>] = [
        Field("window_seconds", \.seconds, "How far back it goes.", heading: "WINDOW"),
        Field(
            "source", \.source, "Which part of the record answered: database, lines, or nothing was recorded.",
            heading: "SOURCE"),
        Field("events", \.events, "Events of the window.", heading: "EVENTS"),
        Field("removed", \.removed, "Removals that were carried out.", heading: "REMOVED"),
        Field(
            "removed_bytes", \.removedBytes, "What they took when they were seen.", heading: "SIZE",
            text: { $0.removedBytes.text }),
        Field("failed", \.failed, "Removals that failed.", heading: "FAILED"),
        Field(
            derived: "success_rate", "Carried out, of those carried out or failed, 0 to 1; null where there were none.",
            heading: "SUCCESS"
        ) { $0.successRate },
        Field("restored", \.restored, "What was put back.", heading: "RESTORED"),
        Field("patterns", \.patterns, "Removals by pattern, most bytes first."),
        Field("skipped", \.skipped, "What was left alone, by reason."),
        Field("levels", \.levels, "How long each volume was at which level."),
        Field("ballast", \.ballast, "What was done with ballast."),
        Field("errors", \.errors, "Errors, by code."),
        Field("transitions", \.transitions, "Changes of how far the domain may go by itself."),
        Field("dropped_events", \.dropped, "Events that could not be recorded.", heading: "DROPPED"),
    ]
}
