/// A value of a TOML document and where it stands in the file.
package struct TOMLValue: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        case string(String)
        case integer(Int64)
        case double(Double)
        case bool(Bool)
        case array([TOMLValue])
        case table(TOMLTable)
        /// A date, a time or both, as TOML writes it.
        case date(String)
    }

    package var kind: Kind
    /// From 1.
    package var line: Int
    /// From 1, in characters.
    package var column: Int

    package init(_ kind: Kind, line: Int = 0, column: Int = 0) {
        self.kind = kind
        self.line = line
        self.column = column
    }
}

extension TOMLValue {
    package var string: String? {
        guard case .string(let value) = kind else { return nil }
        return value
    }

    package var integer: Int64? {
        guard case .integer(let value) = kind else { return nil }
        return value
    }

    /// A number with or without a fraction: people write `5` where `5.0` is meant.
    package var double: Double? {
        switch kind {
        case .double(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    package var bool: Bool? {
        guard case .bool(let value) = kind else { return nil }
        return value
    }

    package var array: [TOMLValue]? {
        guard case .array(let value) = kind else { return nil }
        return value
    }

    package var table: TOMLTable? {
        guard case .table(let value) = kind else { return nil }
        return value
    }

    package var date: String? {
        guard case .date(let value) = kind else { return nil }
        return value
    }

    /// The member of a table; absent where this is no table or has no such member.
    package subscript(key: String) -> TOMLValue? { table?[key] }

    /// The element of an array; absent where this is no array or is shorter.
    package subscript(index: Int) -> TOMLValue? {
        guard case .array(let elements) = kind, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// What it is, for messages: "a string", "a table".
    package var kindName: String {
        switch kind {
        case .string: "a string"
        case .integer: "an integer"
        case .double: "a number with a fraction"
        case .bool: "true or false"
        case .array: "an array"
        case .table: "a table"
        case .date: "a date"
        }
    }
}

/// The members of a table in the order of the file.
package struct TOMLTable: Sendable, Equatable {
    package struct Member: Sendable, Equatable {
        package var key: String
        package var value: TOMLValue
        /// Where the key stands, from 1.
        package var line: Int

        package init(key: String, value: TOMLValue, line: Int = 0) {
            self.key = key
            self.value = value
            self.line = line
        }
    }

    package var members: [Member]

    package init(_ members: [Member] = []) {
        self.members = members
    }

    package subscript(key: String) -> TOMLValue? {
        members.first { $0.key == key }?.value
    }
}
