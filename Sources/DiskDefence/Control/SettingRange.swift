internal import Primitives

/// The range of one setting, and how to say that a value is outside it.
enum SettingRange {
    /// - Throws: `TendError` (`configuration`) that names the key; NaN is outside every range.
    static func check(
        _ value: Double, _ key: String, _ range: ClosedRange<Double>, _ unit: String
    ) throws(TendError) {
        guard !range.contains(value) else { return }
        throw TendError(
            .configuration, "\(key) is \(value.text(decimals: 3)), which is out of range", area: "config",
            hint: "use \(range.lowerBound.text(decimals: 3)) to \(range.upperBound.text(decimals: 3)) \(unit)")
    }

    /// - Throws: `TendError` (`configuration`) unless each value is larger than the one after it.
    static func checkDescending(_ values: [(key: String, value: Double)]) throws(TendError) {
        for (upper, lower) in zip(values, values.dropFirst()) where !(upper.value > lower.value) {
            throw TendError(
                .configuration,
                "\(lower.key) is \(lower.value.text(decimals: 3)), which is not below \(upper.key)", area: "config",
                hint: "use less than \(upper.value.text(decimals: 3))")
        }
    }
}
