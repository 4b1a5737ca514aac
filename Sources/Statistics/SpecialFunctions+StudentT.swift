extension SpecialFunctions {
    /// What |t| stays below with probability `level`, for Student's t distribution.
    ///
    /// 0 at 0, +∞ at 1; NaN outside 0…1 or unless the degrees of freedom ν are finite and > 0.
    ///
    /// Source: t²/(ν + t²) is Beta(½, ν/2); Johnson, Kotz and Balakrishnan 2, 28.2.
    /// Complexity: that of `betaQuantile`.
    package static func studentTQuantile(level: Double, degreesOfFreedom: Double) -> Double {
        let share = betaQuantile(a: 0.5, b: degreesOfFreedom / 2, p: level)
        guard share > 0.5 else { return (degreesOfFreedom * (share / (1 - share))).squareRoot() }
        // Next to 1 the complement has the digits.
        let rest = betaQuantile(a: degreesOfFreedom / 2, b: 0.5, p: 1 - level)
        return (degreesOfFreedom * ((1 - rest) / rest)).squareRoot()
    }
}
