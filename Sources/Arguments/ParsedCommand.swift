package import Primitives

/// A command line that was understood.
///
/// Asking for an option or operand that the command does not declare is our mistake and stops the program.
package struct ParsedCommand<Action: Sendable>: Sendable {
    package let path: CommandPath<Action>
    package let action: Action
    package let operands: [String]
    private let given: [String: GivenOption]

    init(path: CommandPath<Action>, action: Action, operands: [String], given: [String: GivenOption]) {
        self.path = path
        self.action = action
        self.operands = operands
        self.given = given
    }

    package var spec: CommandSpec<Action> { path.command }

    /// Whether the option was given at all; for `--x` and `--no-x` alike.
    package func has(_ long: String) -> Bool {
        checkDeclared(long)
        return given[long] != nil
    }

    /// True for `--x`, false for `--no-x`, nil where neither was given.
    package func flag(_ long: String) -> Bool? {
        checkDeclared(long)
        guard case .flag(let value) = given[long] else { return nil }
        return value
    }

    /// The option's value, as it was written; never its default.
    package func string(_ long: String) -> String? {
        strings(long).first
    }

    /// All values of the option in the order given, lists taken apart.
    package func strings(_ long: String) -> [String] {
        checkDeclared(long)
        guard case .values(let values) = given[long] else { return [] }
        return values
    }

    /// - Throws: `TendError` (`cli.usage`) unless it is a whole number within the range.
    package func integer(_ long: String, in range: ClosedRange<Int> = .min ... .max) throws(TendError) -> Int? {
        try value(long, as: "a whole number\(range.bounds(unlimited: .min ... .max))") { text in
            Int(text).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// - Throws: `TendError` (`cli.usage`) unless it is a finite number within the range.
    package func number(
        _ long: String, in range: ClosedRange<Double> = -.infinity ... .infinity
    ) throws(TendError) -> Double? {
        try value(long, as: "a number\(range.bounds(unlimited: -.infinity ... .infinity))") { text in
            Double(text).flatMap { $0.isFinite && range.contains($0) ? $0 : nil }
        }
    }

    /// The option's value in a form of the caller's, such as a duration.
    ///
    /// The expectation says what the value must be, with its article ("a duration such as 90s or 2h"); `parse` returns
    /// nil where the text is nothing of the kind.
    ///
    /// - Throws: `TendError` (`cli.usage`) where `parse` returns nil.
    package func value<Value>(
        _ long: String, as expectation: String, parse: (String) -> Value?
    ) throws(TendError) -> Value? {
        try values(long, as: expectation, parse: parse).first
    }

    /// As `value(_:as:parse:)`, for an option that may be repeated.
    package func values<Value>(
        _ long: String, as expectation: String, parse: (String) -> Value?
    ) throws(TendError) -> [Value] {
        try parsed(strings(long), of: "--\(long)", as: expectation, parse)
    }

    /// The words for the operand with this name, such as `PID`; more than one only where it may be repeated.
    package func operands(_ name: String) -> [String] {
        let position = spec.operands.firstIndex { $0.name == name }
        precondition(position != nil, "\(path.text) declares no operand \(name)")
        return operands.enumerated().filter { spec.operand(at: $0.offset)?.name == name }.map(\.element)
    }

    /// The operand in a form of the caller's.
    ///
    /// - Throws: `TendError` (`cli.usage`) where `parse` returns nil for any of them.
    package func operands<Value>(
        _ name: String, as expectation: String, parse: (String) -> Value?
    ) throws(TendError) -> [Value] {
        try parsed(operands(name), of: name, as: expectation, parse)
    }

    private func parsed<Value>(
        _ texts: [String], of subject: String, as expectation: String, _ parse: (String) -> Value?
    ) throws(TendError) -> [Value] {
        var values: [Value] = []
        for text in texts {
            guard let value = parse(text) else {
                throw Complaints(path: path).malformedValue(text, of: subject, expected: expectation)
            }
            values.append(value)
        }
        return values
    }

    private func checkDeclared(_ long: String) {
        precondition(path.options.contains { $0.long == long }, "\(path.text) declares no option --\(long)")
    }
}

extension ClosedRange {
    /// ` from 1 to 10`, ` of at least 1`, ` of at most 10`, or nothing.
    fileprivate func bounds(unlimited: ClosedRange) -> String {
        switch (lowerBound == unlimited.lowerBound, upperBound == unlimited.upperBound) {
        case (true, true): ""
        case (false, true): " of at least \(lowerBound)"
        case (true, false): " of at most \(upperBound)"
        case (false, false): " from \(lowerBound) to \(upperBound)"
        }
    }
}
