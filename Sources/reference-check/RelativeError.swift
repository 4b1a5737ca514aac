import Formats

/// How far a result is from what was wanted.
enum RelativeError {
    /// The largest of |got − wanted| / max(|wanted|, 1e-300) over all elements; 0 for equal integers.
    ///
    /// Infinite where the two differ in shape, where integers differ and where a number is not one.
    static func between(_ got: JSONValue, _ wanted: JSONValue) -> Double {
        if let got = got.integer { return wanted.integer == got ? 0 : .infinity }
        if let got = got.array, let wanted = wanted.array {
            return got.count == wanted.count ? zip(got, wanted).map(between).max() ?? 0 : .infinity
        }
        if let got = got.object, let wanted = wanted.object {
            guard got.members.count == wanted.members.count else { return .infinity }
            return got.members.map { member in
                wanted[member.key].map { between(member.value, $0) } ?? .infinity
            }.max() ?? 0
        }
        guard let got = got.double, let wanted = wanted.double else { return .infinity }
        let error = abs(got - wanted) / max(abs(wanted), 1e-300)
        return got == wanted ? 0 : error.isNaN ? .infinity : error
    }
}
