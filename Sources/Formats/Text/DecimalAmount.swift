/// A number with or without a fraction, as people put it before a unit: `20`, `1.5`.
struct DecimalAmount {
    private let whole: Int
    private let fraction: Double

    /// Reads the number at the start and moves behind it, and behind the spaces after it.
    init?(_ text: inout Substring.UTF8View) {
        let digits = text.prefix(while: isDigit)
        guard let whole = Int(Substring(digits)) else { return nil }
        var rest = text.dropFirst(digits.count)
        var fraction = 0.0
        if rest.first == UInt8(ascii: ".") {
            let decimals = rest.dropFirst().prefix(while: isDigit)
            guard let value = Double("0.\(Substring(decimals))"), !decimals.isEmpty else { return nil }
            fraction = value
            rest = rest.dropFirst(decimals.count + 1)
        }
        text = rest.drop { $0 == UInt8(ascii: " ") }
        (self.whole, self.fraction) = (whole, fraction)
    }

    /// So many of a unit, rounded; absent where that is too much.
    func times(_ unit: Int) -> Int? {
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        let (sum, overflowAgain) = product.addingReportingOverflow(Int((fraction * Double(unit)).rounded()))
        return overflow || overflowAgain ? nil : sum
    }
}
