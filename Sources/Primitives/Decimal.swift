extension Double {
    /// The number with a fixed count of decimals, a point between, no exponent: `0.50`, `-3`.
    ///
    /// At most six decimals. NaN and infinities read `nan`, `inf`, `-inf`; beyond 1e15 the shortest exact form is used.
    package func text(decimals: Int) -> String {
        guard isFinite else { return isNaN ? "nan" : (self < 0 ? "-inf" : "inf") }
        var scale = 1
        for _ in 0..<max(0, min(decimals, 6)) { scale *= 10 }
        guard abs(self) < 1e15, abs(self) * Double(scale) < 1e18 else { return description }
        let scaled = Int((abs(self) * Double(scale)).rounded())
        let sign = self < 0 && scaled > 0 ? "-" : ""
        guard scale > 1 else { return "\(sign)\(scaled)" }
        let fraction = String(scaled % scale + scale).dropFirst()
        return "\(sign)\(scaled / scale).\(fraction)"
    }
}
