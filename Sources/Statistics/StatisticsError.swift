/// A structure that makes no sense, whatever its numbers are.
package enum StatisticsError: Error, Equatable, Sendable {
    /// Lists that belong together differ in length.
    case lengthMismatch
    /// The node's parent is neither another node nor −1.
    case parentOutOfRange(node: Int)
    /// The node is its own ancestor, or below one that is.
    case cycle(node: Int)
}
