internal import Primitives

/// The attachment levels that the facts allow, from held to cut off.
///
/// One byte: judging copies and compares them for every process.
package struct PossibleLevels: Sendable, Equatable, Collection, ExpressibleByArrayLiteral {
    private var bits: UInt8

    package static let all = PossibleLevels(AttachmentLevel.allCases)
    private static let cases = AttachmentLevel.allCases

    package init(_ levels: some Sequence<AttachmentLevel>) {
        bits = 0
        for level in levels { bits |= 1 << level.ordinal }
    }

    package init(arrayLiteral levels: AttachmentLevel...) {
        self.init(levels)
    }

    package var startIndex: Int { Swift.min(bits.trailingZeroBitCount, endIndex) }
    package var endIndex: Int { UInt8.bitWidth }
    package var count: Int { bits.nonzeroBitCount }
    package var isEmpty: Bool { bits == 0 }

    package func index(after place: Int) -> Int {
        let later = bits & ~(UInt8.max >> (7 - place))
        return later == 0 ? endIndex : later.trailingZeroBitCount
    }

    package subscript(place: Int) -> AttachmentLevel { Self.cases[place] }

    package func contains(_ level: AttachmentLevel) -> Bool { bits & (1 << level.ordinal) != 0 }

    package func isSubset(of others: PossibleLevels) -> Bool { bits & ~others.bits == 0 }

    package func intersection(_ others: PossibleLevels) -> PossibleLevels {
        var both = self
        both.bits &= others.bits
        return both
    }

    package func union(_ others: PossibleLevels) -> PossibleLevels {
        var both = self
        both.bits |= others.bits
        return both
    }
}
