internal import Formats
package import Primitives

/// The value of a setting, in the unit of its type.
package enum SettingValue: Sendable, Equatable {
    case seconds(Double)
    case integer(Int)
    case number(Double)
    case bool(Bool)
    case bytes(ByteCount)
    case word(String)
    /// In the order of its type.
    case list([String])
    /// Absolute.
    case path(String)
    /// Each absolute, in the order in which they were given.
    case paths([String])

    /// As people write it: `90s`, `3`, `64KiB`; reading it again gives the same value.
    package var text: String {
        switch self {
        case .seconds(let seconds): Self.text(seconds: seconds)
        case .integer(let integer): String(integer)
        case .number(let number): number.description
        case .bool(let bool): bool ? "true" : "false"
        case .bytes(let count): Self.text(count)
        case .word(let word): word
        case .list(let words): words.joined(separator: ",")
        case .path(let path): ForeignText(path).sanitised
        case .paths(let paths): paths.map { ForeignText($0).sanitised }.joined(separator: ",")
        }
    }

    /// As it stands in a file.
    var toml: TOMLValue.Kind {
        switch self {
        case .seconds, .bytes, .word: .string(text)
        case .integer(let integer): .integer(Int64(integer))
        case .number(let number): .double(number)
        case .bool(let bool): .bool(bool)
        case .path(let path): .string(path)
        case .list(let words), .paths(let words): .array(words.map { TOMLValue(.string($0)) })
        }
    }

    /// In the largest unit of which it is a whole number.
    private static func text(seconds: Double) -> String {
        let microseconds = Int64((seconds * 1e6).rounded())
        let units: [(size: Int64, name: String)] = [
            (86_400_000_000, "d"), (3_600_000_000, "h"), (60_000_000, "m"), (1_000_000, "s"), (1000, "ms"),
        ]
        guard microseconds != 0 else { return "0s" }
        guard let unit = units.first(where: { microseconds % $0.size == 0 }) else { return "\(microseconds)us" }
        return "\(microseconds / unit.size)\(unit.name)"
    }

    private static func text(_ count: ByteCount) -> String {
        let units = ["EiB", "PiB", "TiB", "GiB", "MiB", "KiB"]
        for (index, unit) in units.enumerated() {
            let size = UInt64(1) << UInt64(10 * (units.count - index))
            if count.bytes >= size, count.bytes % size == 0 { return "\(count.bytes / size)\(unit)" }
        }
        return String(count.bytes)
    }
}
