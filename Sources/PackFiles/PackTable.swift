package import Formats
package import Primitives

/// One table of a pack, read strictly: whatever is not understood is an error that says where it stands.
package struct PackTable {
    package let table: TOMLTable
    package let file: String
    /// What the table describes, for messages: "a rule".
    package let subject: String
    /// Where the table begins, for what is missing from it.
    package let line: Int

    package init(_ table: TOMLTable, file: String, subject: String, line: Int = 1) {
        self.table = table
        self.file = file
        self.subject = subject
        self.line = line
    }

    /// Refuses every key but these.
    package func allow(_ keys: [String]) throws(TendError) {
        for member in table.members where !keys.contains(member.key) {
            let near = nearest(to: member.key, among: keys)
            throw error(
                "unknown key `\(member.key)` in \(subject)", line: member.line,
                hint: near.map { "did you mean `\($0)`?" } ?? "known keys: \(keys.joined(separator: ", "))")
        }
    }

    package func has(_ key: String) -> Bool { table[key] != nil }

    package func line(of key: String) -> Int { table[key]?.line ?? line }

    package func error(_ message: String, line: Int? = nil, hint: String? = nil) -> TendError {
        TendError(.configuration, "\(file):\(line ?? self.line): \(message)", area: "packs", hint: hint)
    }

    private func wrongType(_ key: String, _ value: TOMLValue, _ wanted: String) -> TendError {
        error("`\(key)` in \(subject) is \(value.kindName), not \(wanted)", line: value.line, hint: "write \(wanted)")
    }

    private func required<Value>(_ value: Value?, _ key: String) throws(TendError) -> Value {
        guard let value else { throw error("`\(key)` is missing from \(subject)", hint: "add `\(key) = …`") }
        return value
    }
}

// MARK: - Values

extension PackTable {
    package func optionalString(_ key: String) throws(TendError) -> String? {
        guard let value = table[key] else { return nil }
        guard let string = value.string else { throw wrongType(key, value, "a text in quotes") }
        guard !string.isEmpty else { throw error("`\(key)` in \(subject) is empty", line: value.line) }
        return string
    }

    package func string(_ key: String) throws(TendError) -> String {
        try required(optionalString(key), key)
    }

    package func bool(_ key: String) throws(TendError) -> Bool? {
        guard let value = table[key] else { return nil }
        guard let bool = value.bool else { throw wrongType(key, value, "true or false") }
        return bool
    }

    /// Words: a text is split at its blanks, the elements of an array are taken as they are.
    package func words(_ key: String) throws(TendError) -> [String] {
        guard let value = table[key] else { return [] }
        if let string = value.string {
            return string.utf8.split { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\t") }
                .map { String(Substring($0)) }
        }
        guard let array = value.array else { throw wrongType(key, value, "words in quotes, or a list of them") }
        var words: [String] = []
        for element in array {
            guard let word = element.string, !word.isEmpty else { throw wrongType(key, element, "a word in quotes") }
            words.append(word)
        }
        return words
    }

    package func number(_ key: String, in range: ClosedRange<Double>) throws(TendError) -> Double {
        let value = try required(table[key], key)
        return try number(value, key, in: range)
    }

    package func integer(_ key: String, in range: ClosedRange<Int>) throws(TendError) -> Int {
        let value = try required(table[key], key)
        guard let integer = value.integer else { throw wrongType(key, value, "a whole number") }
        guard let number = Int(exactly: integer), range.contains(number) else {
            throw outOfRange(key, "\(integer)", "\(range.lowerBound) to \(range.upperBound)", line: value.line)
        }
        return number
    }

    package func byteCount(_ key: String) throws(TendError) -> ByteCount {
        let text = try string(key)
        guard let count = ByteCount.parse(text) else {
            throw error(
                "`\(key)` in \(subject) is no size: `\(text)`", line: line(of: key), hint: "write `512 MiB` or `2 GiB`")
        }
        return count
    }

    /// Exactly `count` numbers.
    package func numbers(_ key: String, count: Int, in range: ClosedRange<Double>) throws(TendError) -> [Double] {
        try numbers(required(table[key], key), key, count: count, in: range)
    }

    /// Exactly `count` lists of two numbers.
    package func pairs(_ key: String, count: Int, in range: ClosedRange<Double>) throws(TendError) -> [[Double]] {
        let value = try required(table[key], key)
        guard let array = value.array, array.count == count else {
            throw wrongType(key, value, "a list of \(count) pairs")
        }
        var pairs: [[Double]] = []
        for element in array {
            pairs.append(try numbers(element, key, count: 2, in: range))
        }
        return pairs
    }

    private func numbers(
        _ value: TOMLValue, _ key: String, count: Int, in range: ClosedRange<Double>
    ) throws(TendError) -> [Double] {
        guard let array = value.array, array.count == count else {
            throw wrongType(key, value, "a list of \(count) numbers")
        }
        var numbers: [Double] = []
        for element in array {
            numbers.append(try number(element, key, in: range))
        }
        return numbers
    }

    private func number(_ value: TOMLValue, _ key: String, in range: ClosedRange<Double>) throws(TendError) -> Double {
        guard let number = value.double else { throw wrongType(key, value, "a number") }
        guard range.contains(number) else {
            throw outOfRange(key, "\(number)", "\(range.lowerBound) to \(range.upperBound)", line: value.line)
        }
        return number
    }

    private func outOfRange(_ key: String, _ found: String, _ allowed: String, line: Int) -> TendError {
        error("`\(key)` in \(subject) is \(found)", line: line, hint: "allowed: \(allowed)")
    }
}

// MARK: - Tables

extension PackTable {
    package func optionalTable(_ key: String, _ subject: String) throws(TendError) -> PackTable? {
        guard let value = table[key] else { return nil }
        guard let table = value.table else { throw wrongType(key, value, "a table") }
        return PackTable(table, file: file, subject: subject, line: value.line)
    }

    package func subtable(_ key: String) throws(TendError) -> PackTable {
        try required(optionalTable(key, "`\(key)`"), key)
    }

    /// The tables of an array such as `[[rule]]`; none where it is absent.
    package func tables(_ key: String, _ subject: String) throws(TendError) -> [PackTable] {
        guard let value = table[key] else { return [] }
        guard let array = value.array else { throw wrongType(key, value, "a list of tables") }
        var tables: [PackTable] = []
        tables.reserveCapacity(array.count)
        for element in array {
            guard let table = element.table else { throw wrongType(key, element, "a table") }
            tables.append(PackTable(table, file: file, subject: subject, line: element.line))
        }
        return tables
    }

    /// Refuses a pack of another version: its keys may mean something else.
    package func requireVersion(_ supported: Int) throws(TendError) {
        let version = try integer("version", in: 0...Int.max)
        guard version == supported else {
            throw TendError(
                .unsupportedVersion, "\(file): version \(version) of this pack is not known", area: "packs",
                hint: "this tend reads version \(supported)")
        }
    }

    /// A key that must be one of an enumeration's names.
    package func named<Value: RawRepresentable & CaseIterable>(_ key: String) throws(TendError) -> Value
    where Value.RawValue == String {
        let name = try string(key)
        guard let value = Value(rawValue: name) else { throw unknown(name, key, among: Value.allCases.map(\.rawValue)) }
        return value
    }

    /// The error for a name that is none of those known.
    package func unknown(_ name: String, _ key: String, among known: [String]) -> TendError {
        error(
            "`\(name)` is no \(key)", line: table[key]?.line,
            hint: nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                ?? "known: \(known.joined(separator: ", "))")
    }
}

/// The name that a slip of the pen would most likely have meant; absent where none is near.
private func nearest(to word: String, among names: [String]) -> String? {
    let distances = names.map { (name: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(2, word.utf8.count / 3) ? best.name : nil
}

/// Levenshtein's distance: how many insertions, deletions and replacements make one of the other.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var row = Array(0...right.count)
    for (index, byte) in left.enumerated() {
        var diagonal = row[0]
        row[0] = index + 1
        for column in right.indices {
            let replaced = diagonal + (byte == right[column] ? 0 : 1)
            diagonal = row[column + 1]
            row[column + 1] = min(replaced, row[column] + 1, diagonal + 1)
        }
    }
    return row[right.count]
}
