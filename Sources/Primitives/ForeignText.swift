private import func Glibc.memcmp

/// Bytes that somebody else chose: names, arguments, paths, titles.
///
/// They need not be UTF-8 and may hold control characters.
package struct ForeignText: Hashable, Sendable {
    package var bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package init(_ text: String) {
        bytes = Array(text.utf8)
    }

    package var isEmpty: Bool { bytes.isEmpty }

    /// All bytes at once: an array compares them one by one.
    package static func == (left: ForeignText, right: ForeignText) -> Bool {
        left.bytes.count == right.bytes.count
            && left.bytes.withUnsafeBytes { left in
                right.bytes.withUnsafeBytes { right in
                    guard let first = left.baseAddress, let second = right.baseAddress else { return true }
                    return first == second || memcmp(first, second, left.count) == 0
                }
            }
    }

    /// All bytes at once: an array hashes them one by one.
    package func hash(into hasher: inout Hasher) {
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        hasher.combine(bytes.count)
    }
}

extension ForeignText {
    /// Whether an absolute path is a directory or lies below it.
    package func isBelow(_ folder: ForeignText) -> Bool {
        guard bytes.starts(with: folder.bytes) else { return false }
        return bytes.count == folder.bytes.count || folder.bytes.last == UInt8(ascii: "/")
            || bytes[folder.bytes.count] == UInt8(ascii: "/")
    }
}
