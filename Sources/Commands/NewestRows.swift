/// The newest so many of many things, in their order.
///
/// - Complexity: O(1) an append in the mean; memory for twice as many as are kept.
package struct NewestRows<Element> {
    private let limit: Int
    private var held: [Element] = []
    private var count = 0

    /// - Parameter limit: how many are kept, at least 1.
    package init(limit: Int) {
        self.limit = limit
    }

    package mutating func append(_ element: Element) {
        if held.count / 2 >= limit { held.removeFirst(held.count - limit + 1) }
        held.append(element)
        count += 1
    }

    package var elements: ArraySlice<Element> { held.suffix(limit) }
    /// How many came before the ones that are kept.
    package var leftOut: Int { max(0, count - limit) }
}
