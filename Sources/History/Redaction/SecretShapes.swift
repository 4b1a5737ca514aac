/// Tokens that are known by how they look, whatever stands before them.
enum SecretShapes {
    private struct Shape {
        var prefix: [UInt8]
        /// How many bytes of names must follow the prefix.
        var tail: Int
        /// Ordinary words may begin like this one: then a digit must follow as well.
        var needsDigit = false

        init(_ prefix: String, tail: Int, needsDigit: Bool = false) {
            self.prefix = Array(prefix.utf8)
            self.tail = tail
            self.needsDigit = needsDigit
        }
    }

    private static let shapes: [Shape] =
        ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "hf_", "gsk_", "dop_v1_", "npm_", "pypi-"].map {
            Shape($0, tail: 20)
        }
        + ["xoxa-", "xoxb-", "xoxp-", "xoxr-", "xoxs-", "xapp-"].map { Shape($0, tail: 10) }
        + ["sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_", "glpat-", "xai-"].map { Shape($0, tail: 16) }
        + [
            Shape("sk-", tail: 16, needsDigit: true), Shape("AKIA", tail: 16), Shape("ASIA", tail: 16),
            Shape("AIza", tail: 30), Shape("ya29.", tail: 20), Shape("SG.", tail: 30, needsDigit: true),
            Shape("eyJ", tail: 20),
        ]
    /// Which shapes begin with a byte: most bytes begin none.
    private static let byFirst = (UInt8.min...UInt8.max).map { byte in shapes.filter { $0.prefix[0] == byte } }

    /// Where the first secret of a run of name bytes lies; nil where it holds none.
    static func secret(in run: ArraySlice<UInt8>) -> Range<Int>? {
        known(in: run) ?? longRandom(in: run)
    }

    /// Where a token of a known issuer begins.
    static func known(in run: ArraySlice<UInt8>) -> Range<Int>? {
        var previous: UInt8 = 0
        for index in run.indices {
            defer { previous = run[index] }
            guard !previous.isAlphanumeric else { continue }
            for shape in byFirst[Int(run[index])] where matches(shape, run[index...]) { return index..<run.endIndex }
        }
        return nil
    }

    private static func matches(_ shape: Shape, _ text: ArraySlice<UInt8>) -> Bool {
        guard text.count >= shape.prefix.count + shape.tail, text.starts(with: shape.prefix) else { return false }
        return !shape.needsDigit || text.dropFirst(shape.prefix.count).prefix(64).contains(where: \.isDigit)
    }

    /// Random-looking digits and letters of 32 bytes or more.
    private static func longRandom(in run: ArraySlice<UInt8>) -> Range<Int>? {
        guard run.count >= Randomness.shortest else { return nil }
        var start = run.startIndex
        for part in run.split(omittingEmptySubsequences: false, whereSeparator: { !$0.isAlphanumeric }) {
            start = part.startIndex
            if Randomness(part).looksRandom { return start..<part.endIndex }
        }
        // Base 64 for URLs has `-` and `_` among its digits.
        for part in run.split(separator: UInt8(ascii: ".")) where Randomness(part).looksRandomMixed {
            return part.startIndex..<part.endIndex
        }
        return nil
    }
}

/// What tells chance from language: many different bytes, and neighbours that no name has.
///
/// Of random base 64, 43 % of neighbours are two capitals or a letter and a digit; of `CamelCaseNames2` hardly any.
struct Randomness {
    static let shortest = 32

    private let count: Int
    private var lower = 0
    private var upper = 0
    private var digits = 0
    private var distinct = 0
    /// Neighbours of which one is a letter and one a digit.
    private var changes = 0
    private var capitalPairs = 0
    private var isHexadecimal = true

    init(_ bytes: ArraySlice<UInt8>) {
        count = bytes.count
        guard count >= Randomness.shortest else { return }
        var low: UInt64 = 0
        var high: UInt64 = 0
        var previous: Int?
        for byte in bytes {
            if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
            isHexadecimal = isHexadecimal && byte.isHexadecimalDigit
            let kind = byte.isDigit ? 0 : byte.isUpperCase ? 1 : byte.isLowerCase ? 2 : 3
            lower += kind == 2 ? 1 : 0
            upper += kind == 1 ? 1 : 0
            digits += kind == 0 ? 1 : 0
            if let previous {
                changes += (kind == 0) != (previous == 0) ? 1 : 0
                capitalPairs += kind == 1 && previous == 1 ? 1 : 0
            }
            previous = kind
        }
        distinct = low.nonzeroBitCount + high.nonzeroBitCount
    }

    var looksRandom: Bool {
        guard count >= Randomness.shortest, digits > 0, digits < count else { return false }
        if isHexadecimal { return distinct >= 8 }
        return looksRandomMixed || looksRandomOneCase
    }

    /// Base 64 and its relatives: both cases and digits.
    var looksRandomMixed: Bool {
        count >= Randomness.shortest && digits >= 2 && upper >= 2 && lower >= 2 && distinct >= 16
            && (changes + capitalPairs) * 9 >= count * 2
    }

    /// Base 32 and base 36: one case and digits.
    private var looksRandomOneCase: Bool {
        (upper == 0 || lower == 0) && digits >= 4 && distinct >= 14 && changes * 9 >= count * 2
    }
}
