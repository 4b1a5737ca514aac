/// What a JSON document may ask of its reader.
package struct JSONLimits: Sendable {
    /// Arrays and objects within each other.
    package var depth: Int
    package var bytes: Int
    /// Whether a second member of the same name is an error; otherwise the last one counts.
    package var rejectsDuplicateKeys: Bool

    package init(depth: Int = 256, bytes: Int = 1 << 30, rejectsDuplicateKeys: Bool = false) {
        self.depth = depth
        self.bytes = bytes
        self.rejectsDuplicateKeys = rejectsDuplicateKeys
    }
}
