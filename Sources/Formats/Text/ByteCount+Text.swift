package import Primitives

extension ByteCount {
    /// Reads `4GB`, `20GiB`, `800M`, `1.5 TiB`, and a bare number as bytes.
    ///
    /// As the units say: `GB` is 10^9 and `GiB` 2^30 bytes. A letter alone, `G`, is 2^30, as in other tools of the trade.
    /// Upper and lower case are the same. Absent for anything else and for more than 2^63 bytes.
    package static func parse(_ text: String) -> ByteCount? {
        var rest = text.lowercased().utf8[...]
        guard let amount = DecimalAmount(&rest), let unit = unit(named: String(Substring(rest))) else { return nil }
        return amount.times(unit).map { ByteCount(UInt64($0)) }
    }

    private static func unit(named name: String) -> Int? {
        if name.isEmpty || name == "b" { return 1 }
        let prefixes: [Character] = ["k", "m", "g", "t", "p", "e"]
        guard let first = name.first, let power = prefixes.firstIndex(of: first) else { return nil }
        switch name.dropFirst() {
        case "b": return (0...power).reduce(1) { product, _ in product * 1000 }
        case "", "ib": return 1 << (10 * (power + 1))
        default: return nil
        }
    }
}
