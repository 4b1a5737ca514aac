import Formats
import Primitives

/// How every function did, in the order in which the file names them first.
struct ReferenceReport {
    private var functions: [FunctionResult] = []

    /// - Throws: `TendError` that names the line of a case whose arguments are not those of its function.
    init(checking cases: [ReferenceCase]) throws(TendError) {
        var positions: [String: Int] = [:]
        for reference in cases {
            if positions[reference.function] == nil {
                positions[reference.function] = functions.count
                functions.append(FunctionResult(name: reference.function))
            }
            guard let position = positions[reference.function] else { continue }
            try functions[position].add(reference)
        }
    }

    var isSuccess: Bool { failed == 0 }
    var isIncomplete: Bool { missing > 0 }

    private var failed: Int { functions.count { $0.firstFailure != nil } }
    private var missing: Int { functions.count { !$0.isBuilt } }

    var text: String {
        let rows =
            [["FUNCTION", "CASES", "WORST", "TOLERANCE", "RESULT"]]
            + functions.map {
                [
                    $0.name, String($0.cases), $0.isBuilt ? Self.scientific($0.worstError) : "-",
                    Self.scientific($0.tolerance), $0.verdict,
                ]
            }
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let table = rows.map { row in
            let padded = zip(row.dropLast(), widths).map { $0 + String(repeating: " ", count: $1 - $0.count + 2) }
            return padded.joined() + row[row.count - 1]
        }
        let checked = functions.filter(\.isBuilt)
        let summary =
            "\(checked.count - failed) functions pass, \(failed) fail, \(missing) are not built; "
            + "\(checked.reduce(0) { $0 + $1.cases }) cases compared"
        return (table + [summary]).map { $0 + "\n" }.joined()
    }

    /// Two digits and an exponent: `3.2e-16`.
    private static func scientific(_ number: Double) -> String {
        guard number > 0, number.isFinite else { return number == 0 ? "0" : "\(number)" }
        var mantissa = number
        var exponent = 0
        while mantissa >= 9.95 {
            mantissa /= 10
            exponent += 1
        }
        while mantissa < 0.995 {
            mantissa *= 10
            exponent -= 1
        }
        let tenths = Int((mantissa * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)e\(exponent)"
    }
}

/// How one function did on its cases.
private struct FunctionResult {
    var name: String
    var cases = 0
    var worstError = 0.0
    /// That of the case with the worst error.
    var tolerance = 0.0
    /// The line of the first case beyond its tolerance.
    var firstFailure: Int?

    var isBuilt: Bool { ReferenceFunctions.all[name] != nil }

    var verdict: String {
        if let firstFailure { return "FAIL (first on line \(firstFailure))" }
        return isBuilt ? "pass" : "not built"
    }

    mutating func add(_ reference: ReferenceCase) throws(TendError) {
        cases += 1
        guard let function = ReferenceFunctions.all[name] else {
            tolerance = reference.tolerance
            return
        }
        let got = try ReferenceCase.located(atLine: reference.line) { () throws(TendError) in
            try function(reference.arguments)
        }
        let error = RelativeError.between(got, reference.wanted)
        if error >= worstError { (worstError, tolerance) = (error, reference.tolerance) }
        if error > reference.tolerance, firstFailure == nil { firstFailure = reference.line }
    }
}
