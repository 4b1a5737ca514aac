/// A number of bytes; never pages, KiB or sectors.
package struct ByteCount: Hashable, Comparable, Sendable {
    package var bytes: UInt64

    package init(_ bytes: UInt64) {
        self.bytes = bytes
    }

    package static let zero = ByteCount(0)

    /// Pages as the kernel counts them; saturates instead of trapping on a hostile count.
    package static func pages(_ count: UInt64, pageSize: Int) -> ByteCount {
        let (product, overflow) = count.multipliedReportingOverflow(by: UInt64(max(pageSize, 0)))
        return ByteCount(overflow ? .max : product)
    }

    package static func kibibytes(_ count: UInt64) -> ByteCount {
        .pages(count, pageSize: 1024)
    }

    package static func + (left: ByteCount, right: ByteCount) -> ByteCount {
        let (sum, overflow) = left.bytes.addingReportingOverflow(right.bytes)
        return ByteCount(overflow ? .max : sum)
    }

    package static func < (left: ByteCount, right: ByteCount) -> Bool {
        left.bytes < right.bytes
    }

    /// Binary units with one decimal, as people read memory: `1.2 GiB`, `800 KiB`, `12 B`.
    package var text: String {
        let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
        var scaled = Double(bytes)
        var unit = 0
        while scaled >= 1024, unit < units.count - 1 {
            scaled /= 1024
            unit += 1
        }
        guard unit > 0 else { return "\(bytes) B" }
        let tenths = Int((scaled * 10).rounded())
        return tenths >= 100 ? "\((tenths + 5) / 10) \(units[unit])" : "\(tenths / 10).\(tenths % 10) \(units[unit])"
    }
}
