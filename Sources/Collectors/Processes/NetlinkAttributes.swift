/// The attributes behind a netlink message: each a length, a kind and a value, padded to four bytes.
struct NetlinkAttributes: Sequence, IteratorProtocol {
    private let message: UnsafeRawBufferPointer
    private var start: Int

    init(_ message: UnsafeRawBufferPointer, after start: Int) {
        self.message = message
        self.start = start
    }

    mutating func next() -> (kind: UInt16, value: UnsafeRawBufferPointer)? {
        guard start + 4 <= message.count else { return nil }
        let length = Int(message.loadUnaligned(fromByteOffset: start, as: UInt16.self))
        guard length >= 4, start + length <= message.count else { return nil }
        let kind = message.loadUnaligned(fromByteOffset: start + 2, as: UInt16.self)
        let value = UnsafeRawBufferPointer(rebasing: message[(start + 4)..<(start + length)])
        start += (length + 3) & ~3
        return (kind, value)
    }
}
