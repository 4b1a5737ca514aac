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
}
