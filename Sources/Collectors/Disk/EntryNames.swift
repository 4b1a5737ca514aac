internal import SystemCalls

/// One entry of a directory, as the kernel or a `TreeIndex` lists it; valid as long as what it was read from.
struct WalkEntry {
    /// Ended by a NUL.
    let name: UnsafePointer<UInt8>
    let length: Int
    let kind: DirectoryReader.EntryKind
    /// Whether a pattern may have such a name; false where that is known not to be.
    let mayBeCandidate: Bool

    var text: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(start: name, count: length) }
    /// The name as bytes of one's own.
    var bytes: [UInt8] { Array(text) }

    /// What it is; a link itself where it is one.
    func status(_ directory: Int32) throws(ErrorNumber) -> DirectoryReader.EntryStatus {
        try DirectoryReader.status(directory, UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
    }
}

/// Names of a directory's entries, one after the other: what the kernel says that it is, the length, the name, a NUL.
struct EntryNames {
    private(set) var bytes: [UInt8] = []
    /// Whether all of them are there.
    private(set) var isWhole = true

    private static let candidateMark: UInt8 = 0x80

    init() {}

    /// Names that were taken out of `bytes` before.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Begins anew, for a list of at most so many bytes.
    mutating func begin() {
        bytes.removeAll(keepingCapacity: bytes.capacity <= Self.kept)
        isWhole = true
    }

    /// Few directories are as large as to need more again.
    private static let kept = 1 << 20

    mutating func add(_ entry: WalkEntry, limit: Int) {
        guard isWhole, entry.length <= UInt8.max, bytes.count + entry.length + 3 <= limit else {
            isWhole = false
            return
        }
        bytes.append(entry.kind.rawValue | (entry.mayBeCandidate ? Self.candidateMark : 0))
        bytes.append(UInt8(entry.length))
        bytes.append(contentsOf: entry.text)
        bytes.append(0)
    }

    @inline(__always)
    func forEach(_ body: (WalkEntry) -> Void) {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            var place = 0
            while place + 3 <= buffer.count {
                let length = Int(buffer[place + 1])
                body(
                    WalkEntry(
                        name: base + place + 2, length: length,
                        kind: DirectoryReader.EntryKind(rawValue: buffer[place] & ~Self.candidateMark) ?? .unknown,
                        mayBeCandidate: buffer[place] & Self.candidateMark != 0))
                place += length + 3
            }
        }
    }
}
