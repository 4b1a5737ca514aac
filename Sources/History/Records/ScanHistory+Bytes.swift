internal import Model
internal import Primitives

/// A scan's history points as bytes: a version, then 40 bytes a process, little-endian.
///
/// No text is in it, so that nothing needs redaction.
extension ScanHistory {
    private static let version: UInt8 = 1
    private static let size = 40
    /// Stands for storage counters that could not be read.
    private static let unknown = UInt64.max

    var encoded: [UInt8] {
        var bytes: [UInt8] = [Self.version]
        bytes.reserveCapacity(1 + Self.size * entries.count)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for entry in entries {
            append(entry.pid)
            append(entry.point.threads)
            append(entry.startTicks)
            append(entry.point.ticks)
            append(entry.point.residentMemory.bytes)
            append(entry.point.storage ?? Self.unknown)
        }
        return bytes
    }

    /// - Returns: nil where the bytes are of another version or cut short.
    init?(moment: Double, encoded bytes: [UInt8]) {
        guard bytes.first == Self.version, (bytes.count - 1).isMultiple(of: Self.size) else { return nil }
        self.init(moment: moment, entries: [])
        entries.reserveCapacity(bytes.count / Self.size)
        bytes.withUnsafeBytes { raw in
            func number<Value: FixedWidthInteger>(_ offset: Int, _ type: Value.Type) -> Value {
                Value(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Value.self))
            }
            for start in stride(from: 1, to: raw.count, by: Self.size) {
                let storage = number(start + 32, UInt64.self)
                entries.append(
                    Entry(
                        pid: number(start, Int32.self), startTicks: number(start + 8, UInt64.self),
                        point: HistoryPoint(
                            moment: moment, ticks: number(start + 16, UInt64.self),
                            residentMemory: ByteCount(number(start + 24, UInt64.self)),
                            storage: storage == Self.unknown ? nil : storage,
                            threads: number(start + 4, Int32.self))))
            }
        }
    }
}
