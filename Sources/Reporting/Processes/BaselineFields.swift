internal import Formats
package import Model
internal import Primitives

extension MachineBaseline.Usual: Record {
    package static let recordName = "usual"
    package static let fields: [Field<MachineBaseline.Usual>] = [
        Field("name", \.name, "A measure or a category.", heading: "WHAT"),
        Field("unit", \.unit, "What the numbers count."),
        Field(
            "expected", \.expected, "What is expected at this hour.", heading: "EXPECTED",
            text: { $0.text($0.expected) }),
        Field("low", \.low, "From here on it is usual.", heading: "FROM", text: { $0.text($0.low) }),
        Field("high", \.high, "Up to here it is usual.", heading: "TO", text: { $0.text($0.high) }),
        Field(optional: "now", \.now, "As it is; left out where nothing was scanned."),
        Field(derived: "unusual", "Whether it is outside.") { $0.isUnusual },
    ]

    fileprivate func text(_ value: Double) -> String {
        switch unit {
        case MachineReading.Measure.memory.unit: ByteCount(UInt64(max(0, min(value, 1e18)))).text
        case MachineReading.Measure.cpu.unit: "\(value.text(decimals: 1)) cores"
        default: value.text(decimals: 0)
        }
    }

    /// What is unusual, as in `412 processes; usual at this hour 180 to 240`.
    fileprivate var sentence: String? {
        guard let now, isUnusual else { return nil }
        let usual = "usual at this hour \(text(low)) to \(text(high))."
        switch MachineReading.Measure(rawValue: name) {
        case .processes: return "\(text(now)) processes; \(usual)"
        case .cpu: return "\(text(now)) in use; \(usual)"
        case .memory: return "\(text(now)) of memory in use; \(usual)"
        case nil: return "\(text(now)) of category \(name); \(usual)"
        }
    }
}

extension MachineBaseline.Hour: Record {
    package static let recordName = "hour"
    package static let fields: [Field<MachineBaseline.Hour>] = [
        Field("hour", \.hour, "Hour of the day, UTC.", heading: "HOUR"),
        Field("recorded", \.recorded, "How many such hours were recorded.", heading: "RECORDED"),
        Field(
            "processes", \.processes, "Mean number of processes; null where none was recorded.", heading: "PROCESSES",
            text: { $0.processes.map { $0.text(decimals: 0) } ?? "-" }),
        Field(
            "cores", \.cores, "Mean cores in use; null where none was recorded.", heading: "CORES",
            text: { $0.cores.map { $0.text(decimals: 2) } ?? "-" }),
        Field(
            "memory_bytes", \.memory, "Mean memory in use; null where none was recorded.", heading: "MEMORY",
            text: { $0.memory.map { ByteCount(UInt64(max(0, min($0, 1e18)))).text } ?? "-" }),
    ]
}

extension MachineBaseline: Record {
    package static let recordName = "baseline"
    package static let fields: [Field<MachineBaseline>] = [
        Field("hour", \.hour, "The hour of the day, UTC, that the usual numbers are for."),
        Field("recorded_hours", \.recorded, "Hours of which there are readings."),
        Field("needed_hours", \.needed, "How many it takes; below them nothing is usual or unusual."),
        Field(optional: "since", \.since, "Milliseconds since 1970 of the first of them."),
        Field("confidence", \.confidence, "Probability that an interval holds for six neighbouring hours."),
        Field(
            optional: "anomaly_share", \.anomaly, "Share of the measures that are unusual; left out where not known."),
        Field("measures", \.measures, "What is usual of the machine as a whole."),
        Field("categories", \.categories, "What is usual of each category of process."),
        Field("by_hour", \.byHour, "Means by hour of the day."),
        Field("programs", \.programs, "How many different programs were seen."),
        Field(
            optional: "never_seen", \.neverSeen,
            "Titles of what runs and was not seen before the last day; left out where that is not known."),
    ]

    /// Follows from the measures; read back it is theirs again.
    private var anomaly: Double? {
        get { anomalyShare }
        set {}
    }

    /// What is usual at this hour, one sentence a measure.
    package var usualSentences: [String] {
        measures.map { "\($0.name): \($0.text($0.low)) to \($0.text($0.high)), expected \($0.text($0.expected))." }
    }

    /// What deviates, for people; a machine that is as usual needs no words.
    package var deviations: [String] {
        let unknown = (neverSeen ?? []).prefix(5).joined(separator: ", ")
        let rest = max(0, (neverSeen?.count ?? 0) - 5)
        let programs =
            unknown.isEmpty ? [] : ["Not run here before: \(unknown)\(rest > 0 ? " and \(rest) more" : "")."]
        return measures.compactMap(\.sentence) + categories.compactMap(\.sentence) + programs
    }
}
