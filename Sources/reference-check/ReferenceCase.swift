import Formats
import Primitives

/// One line of a reference file.
struct ReferenceCase {
    /// Where it stands, counted from 1.
    var line: Int
    var function: String
    var arguments: ReferenceArguments
    var wanted: JSONValue
    /// Relative.
    var tolerance: Double

    /// Reads a case a line; blank lines are skipped.
    ///
    /// - Throws: `TendError` that names the line, also where there is no case at all.
    static func parse(file: [UInt8]) throws(TendError) -> [ReferenceCase] {
        let lines = file.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let numbers = lines.indices.filter { lines[$0].contains { $0 > UInt8(ascii: " ") } }.map { $0 + 1 }
        var cases: [ReferenceCase] = []
        for (number, value) in zip(numbers, try JSONParser.parseLines(file)) {
            cases.append(
                try located(atLine: number) { () throws(TendError) in try ReferenceCase(value, line: number) })
        }
        guard !cases.isEmpty else { throw TendError(.malformedInput, "the file holds no cases") }
        return cases
    }

    private init(_ value: JSONValue, line: Int) throws(TendError) {
        guard let function = value["fn"]?.string, let arguments = value["args"], arguments.object != nil,
            let wanted = value["want"], let tolerance = value["tol"]?.double, tolerance >= 0
        else {
            throw TendError(.malformedInput, "not a case with \"fn\", \"args\", \"want\" and \"tol\"")
        }
        self.line = line
        self.function = function
        self.arguments = ReferenceArguments(value: arguments)
        self.wanted = wanted
        self.tolerance = tolerance
    }

    /// Runs something and puts the line before the message of its error.
    static func located<Result>(
        atLine line: Int, _ body: () throws(TendError) -> Result
    ) throws(TendError) -> Result {
        do {
            return try body()
        } catch {
            throw TendError(error.code, "line \(line): \(error.message)")
        }
    }
}

/// The arguments of a case by name.
struct ReferenceArguments {
    var value: JSONValue

    func number(_ name: String) throws(TendError) -> Double {
        guard let number = value[name]?.double else { throw missing(name, "number") }
        return number
    }

    func integer(_ name: String) throws(TendError) -> Int {
        guard let number = value[name]?.integer.flatMap({ Int(exactly: $0) }) else { throw missing(name, "integer") }
        return number
    }

    func numbers(_ name: String) throws(TendError) -> [Double] {
        guard let list = value[name]?.array else { throw missing(name, "list of numbers") }
        let numbers = list.compactMap(\.double)
        guard numbers.count == list.count else { throw missing(name, "list of numbers") }
        return numbers
    }

    func integers(_ name: String) throws(TendError) -> [Int] {
        guard let list = value[name]?.array else { throw missing(name, "list of integers") }
        let integers = list.compactMap { $0.integer.flatMap { Int(exactly: $0) } }
        guard integers.count == list.count else { throw missing(name, "list of integers") }
        return integers
    }

    /// Lists of equal length, one after the other.
    func rows(_ name: String) throws(TendError) -> (flat: [Double], width: Int) {
        guard let rows = value[name]?.array else { throw missing(name, "list of lists") }
        let width = rows.first?.array?.count ?? 0
        var flat: [Double] = []
        for row in rows {
            guard let numbers = row.array?.compactMap(\.double), numbers.count == width, row.array?.count == width
            else {
                throw missing(name, "list of equally long lists of numbers")
            }
            flat += numbers
        }
        return (flat, width)
    }

    private func missing(_ name: String, _ kind: String) -> TendError {
        TendError(.malformedInput, "\"args\" has no \(kind) named \"\(name)\"")
    }
}
