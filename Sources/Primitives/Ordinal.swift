/// An enumeration without payloads whose cases are numbered from 0 in the order of their declaration.
///
/// A number reaches a value in an array where a dictionary would have to hash.
package protocol Ordinal: CaseIterable, Hashable, Sendable {}

extension Ordinal {
    /// Place in the order of the cases.
    ///
    /// The compiler stores up to 256 cases without payloads as one byte in that order; whoever builds a table by it
    /// compares it with `allCases` first.
    package var ordinal: Int {
        precondition(MemoryLayout<Self>.size <= 1, "an ordinal needs an enumeration without payloads")
        // The only case of an enumeration takes no room at all.
        return MemoryLayout<Self>.size == 0 ? 0 : Int(unsafeBitCast(self, to: UInt8.self))
    }
}
