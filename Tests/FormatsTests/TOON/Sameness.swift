@testable import Formats

extension JSONValue {
    /// Whether both say the same: `1000000` and `1e6` do, and so do objects whose members stand in another order.
    func isSame(as other: JSONValue, inOrder: Bool = false) -> Bool {
        switch (self, other) {
        case (.array(let left), .array(let right)):
            left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1, inOrder: inOrder) }
        case (.object(let left), .object(let right)):
            left.members.count == right.members.count
                && (!inOrder || left.members.map(\.key) == right.members.map(\.key))
                && left.members.allSatisfy { right[$0.key]?.isSame(as: $0.value, inOrder: inOrder) ?? false }
        default:
            self == other || double != nil && double == other.double
        }
    }
}
