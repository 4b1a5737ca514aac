internal import Model
internal import Primitives

/// The files of control groups as values: Documentation/admin-guide/cgroup-v2.rst, and cgroup-v1/ beside it.
enum ControlGroupFiles {
    /// `max` or a number; nil for other text, inner nil for no limit.
    static func limit(_ text: String) -> UInt64?? {
        let word = text.prefix { $0 != "\n" }
        if word == "max" { return .some(nil) }
        guard let number = UInt64(word) else { return nil }
        // v1 has no word for it: no limit is the largest whole number of pages.
        return .some(number > unlimited ? nil : number)
    }

    private static let unlimited = UInt64(Int64.max) - (1 << 20)

    /// `cpu.max` of v2, `QUOTA PERIOD` in microseconds, as processors.
    static func quota(_ text: String) -> Double?? {
        let words = text.split { $0 == " " || $0 == "\n" }
        guard words.count == 2, let period = Double(words[1]), period > 0 else { return nil }
        if words[0] == "max" { return .some(nil) }
        return Double(words[0]).map { .some($0 / period) }
    }

    /// `cpu.cfs_quota_us` and `cpu.cfs_period_us` of v1; a quota below 0 is none.
    static func quota(_ quota: String, period: String) -> Double?? {
        guard let quota = Double(quota.prefix { $0 != "\n" }), let period = Double(period.prefix { $0 != "\n" }),
            period > 0
        else { return nil }
        return quota < 0 ? .some(nil) : .some(quota / period)
    }

    /// How many numbers a list such as `0-3,8` names; 0 for an empty one.
    static func count(_ list: String) -> Int? {
        var count = 0
        for part in list.prefix(while: { $0 != "\n" }).split(separator: ",") {
            let ends = part.split(separator: "-", maxSplits: 1).map { Int($0) }
            guard let first = ends[0], let last = ends[ends.count - 1], first >= 0, last >= first, last < 1 << 20
            else { return nil }
            count += last - first + 1
        }
        return count
    }

    /// The number behind a key, one pair a line: `throttled_usec 12`.
    static func value(_ key: String, _ text: String) -> UInt64? {
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 2, words[0] == key { return UInt64(words[1]) }
        }
        return nil
    }

    /// `io.stat`: `8:0 rbytes=90 wbytes=0 …`, summed over devices.
    static func storage(_ text: String) -> StorageChange? {
        var (read, written) = (UInt64(0), UInt64(0))
        for word in text.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
            let pair = word.split(separator: "=", maxSplits: 1)
            guard pair.count == 2, let number = UInt64(pair[1]) else { continue }
            if pair[0] == "rbytes" { read &+= number }
            if pair[0] == "wbytes" { written &+= number }
        }
        return StorageChange(read: ByteCount(read), written: ByteCount(written))
    }

    /// `blkio.throttle.io_service_bytes` of v1: `8:0 Read 90`, summed over devices.
    static func serviceBytes(_ text: String) -> StorageChange? {
        var (read, written) = (UInt64(0), UInt64(0))
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let number = UInt64(words[2]) else { continue }
            if words[1] == "Read" { read &+= number }
            if words[1] == "Write" { written &+= number }
        }
        return StorageChange(read: ByteCount(read), written: ByteCount(written))
    }

    /// `cpu.pressure` and its like: microseconds in which some and in which all waited, since the group was made.
    static func stalls(_ text: String) -> (some: UInt64, full: UInt64)? {
        var stalls: [Substring: UInt64] = [:]
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard let kind = words.first, let total = words.first(where: { $0.hasPrefix("total=") }) else { return nil }
            stalls[kind] = UInt64(total.dropFirst("total=".count))
        }
        // For processors old kernels have no line `full`.
        return stalls["some"].map { ($0, stalls["full"] ?? 0) }
    }
}
