/// The most frequent keys of a stream in little memory: the Space-Saving summary.
///
/// Every key that makes up more than 1/capacity of the total is among those kept, and no kept count is too small.
///
/// Shortest stream: nothing (no key).
///
/// Source: Metwally, Agrawal and El Abbadi, ICDT 2005, 398-412.
package struct HeavyHitters: Equatable, Sendable {
    /// A key and its count.
    package struct Entry: Equatable, Sendable {
        package var key: [UInt8]
        /// At least the true count.
        package var count: UInt64
        /// By how much it may be too large.
        package var error: UInt64

        package init(key: [UInt8], count: UInt64, error: UInt64) {
            self.key = key
            self.count = count
            self.error = error
        }
    }

    private let capacity: Int
    private var entries: [[UInt8]: (count: UInt64, error: UInt64)] = [:]
    /// The sum of all that was added; it stops at the largest number.
    package private(set) var total: UInt64 = 0

    /// Makes room for a number of keys; nil below one.
    package init?(capacity: Int) {
        guard capacity >= 1 else { return nil }
        self.capacity = capacity
    }

    package static func == (left: HeavyHitters, right: HeavyHitters) -> Bool {
        left.capacity == right.capacity && left.total == right.total && left.ranked == right.ranked
    }

    /// Adds to the count of a key; a new one takes the place, and the count, of the rarest.
    ///
    /// Complexity: O(key), and O(*capacity*) for a new key when all places are taken.
    package mutating func add(_ key: [UInt8], count: UInt64 = 1) {
        guard count > 0 else { return }
        total = Self.sum(total, count)
        if let entry = entries[key] {
            entries[key] = (Self.sum(entry.count, count), entry.error)
            return
        }
        var inherited: UInt64 = 0
        if entries.count >= capacity, let rarest = entries.min(by: Self.isRarer) {
            inherited = rarest.value.count
            entries[rarest.key] = nil
        }
        entries[key] = (Self.sum(inherited, count), inherited)
    }

    /// All kept keys, the most frequent first, equal ones by their bytes.
    ///
    /// Complexity: O(*capacity* log *capacity*).
    package var ranked: [Entry] {
        entries.map { Entry(key: $0.key, count: $0.value.count, error: $0.value.error) }
            .sorted { $0.count != $1.count ? $0.count > $1.count : $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// Equal counts give way by their bytes, so that the same stream always leaves the same keys.
    private static func isRarer(
        _ left: (key: [UInt8], value: (count: UInt64, error: UInt64)),
        _ right: (key: [UInt8], value: (count: UInt64, error: UInt64))
    ) -> Bool {
        left.value.count != right.value.count
            ? left.value.count < right.value.count : left.key.lexicographicallyPrecedes(right.key)
    }

    private static func sum(_ first: UInt64, _ second: UInt64) -> UInt64 {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? .max : sum
    }
}
