/// What a session made of every process that it judged, in numbers alone.
package struct JudgedProcesses: Sendable, Equatable {
    package struct Key: Hashable, Sendable {
        package var pid: Int32
        package var startTicks: UInt64

        package init(pid: Int32, startTicks: UInt64) {
            self.pid = pid
            self.startTicks = startTicks
        }
    }

    package struct Entry: Sendable, Equatable {
        /// Stands for the facts that were judged; nil where no number does, and they are to be judged anew.
        package var digest: UInt64?
        /// P(useful), P(useful_bad), P(abandoned); the rest is P(zombie).
        package var probabilities: SIMD3<Double>

        package init(digest: UInt64?, probabilities: SIMD3<Double>) {
            self.digest = digest
            self.probabilities = probabilities
        }
    }

    package var entries: [Key: Entry] = [:]

    package init() {}
}

/// A version, then 44 bytes a process, little-endian.
extension JudgedProcesses {
    private static let version: UInt8 = 1
    private static let size = 44

    var encoded: [UInt8] {
        var bytes: [UInt8] = [Self.version]
        bytes.reserveCapacity(1 + Self.size * entries.count)
        func append(_ value: some FixedWidthInteger) {
            withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
        }
        for (key, entry) in entries.sorted(by: { $0.key.pid < $1.key.pid }) {
            append(key.pid)
            append(key.startTicks)
            append(entry.digest ?? 0)
            for index in 0..<3 { append(entry.probabilities[index].bitPattern) }
        }
        return bytes
    }

    /// - Returns: nil where the bytes are of another version, cut short, or no probabilities.
    init?(encoded bytes: [UInt8]) {
        guard bytes.first == Self.version, (bytes.count - 1).isMultiple(of: Self.size) else { return nil }
        self.init()
        entries.reserveCapacity(bytes.count / Self.size)
        let isSound = bytes.withUnsafeBytes { raw in
            func number<Value: FixedWidthInteger>(_ offset: Int, _ type: Value.Type) -> Value {
                Value(littleEndian: raw.loadUnaligned(fromByteOffset: offset, as: Value.self))
            }
            for start in stride(from: 1, to: raw.count, by: Self.size) {
                var probabilities = SIMD3<Double>.zero
                for index in 0..<3 {
                    probabilities[index] = Double(bitPattern: number(start + 20 + 8 * index, UInt64.self))
                }
                guard probabilities.min() >= 0, probabilities.sum() <= 1 + 1e-9 else { return false }
                let key = Key(pid: number(start, Int32.self), startTicks: number(start + 4, UInt64.self))
                let digest = number(start + 12, UInt64.self)
                entries[key] = Entry(digest: digest == 0 ? nil : digest, probabilities: probabilities)
            }
            return true
        }
        guard isSound else { return nil }
    }
}
