/// Spans of time as people read and write them.
package enum HumanDuration {
    /// The two largest units: `3d 4h`, `18m`, `45s`; below ten seconds with a tenth, `0.5s`.
    ///
    /// Smaller units are cut off, not rounded: what runs for `59s` has not run for a minute. A span that is not finite
    /// reads `-`.
    package static func text(seconds: Double) -> String {
        guard seconds.isFinite else { return "-" }
        let sign = seconds < 0 ? "-" : ""
        let magnitude = min(abs(seconds), 1e15)
        let tenths = Int64(magnitude * 10)
        if magnitude < 10, tenths % 10 != 0 { return "\(sign)\(tenths / 10).\(tenths % 10)s" }
        let total = Int64(magnitude)
        let counts = [(total / 86_400, "d"), (total / 3600 % 24, "h"), (total / 60 % 60, "m"), (total % 60, "s")]
        guard let first = counts.firstIndex(where: { $0.0 > 0 }) else { return "0s" }
        let shown = counts[first...].prefix(2).filter { $0.0 > 0 }
        return sign + shown.map { "\($0.0)\($0.1)" }.joined(separator: " ")
    }

    /// Reads `2h`, `90s`, `1d12h`, `1.5h`, `500ms`, and a bare number as seconds.
    ///
    /// Absent for anything else: units must shrink from left to right, and nothing is negative.
    package static func parse(_ text: String) -> Duration? {
        var rest = text.utf8[...]
        guard !rest.isEmpty else { return nil }
        var total = Duration.zero
        var largest = Int.max
        while !rest.isEmpty {
            guard let amount = DecimalAmount(&rest) else { return nil }
            let name = rest.prefix { isLetter($0) }
            rest = rest.dropFirst(name.count)
            while rest.first == UInt8(ascii: " ") { rest = rest.dropFirst() }
            let isBare = name.isEmpty && largest == .max && rest.isEmpty
            guard let unit = isBare ? 1_000_000_000 : nanoseconds[String(Substring(name))], unit < largest,
                let part = amount.times(unit)
            else { return nil }
            largest = unit
            total += .nanoseconds(part)
        }
        return total
    }

    private static let nanoseconds: [String: Int] = [
        "w": 604_800_000_000_000, "d": 86_400_000_000_000, "h": 3_600_000_000_000, "m": 60_000_000_000,
        "min": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1000,
    ]
}
