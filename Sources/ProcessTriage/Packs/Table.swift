internal import Primitives

/// A value for every case of an enumeration: complete by construction, so that no lookup can fail.
package struct Table<Key: CaseIterable & Hashable & Sendable, Value> {
    private var values: [Key: Value] = [:]

    package init<Failure: Error>(_ value: (Key) throws(Failure) -> Value) throws(Failure) {
        for key in Key.allCases {
            values[key] = try value(key)
        }
    }

    package subscript(key: Key) -> Value {
        get {
            guard let value = values[key] else { preconditionFailure("every case has a value since init") }
            return value
        }
        set { values[key] = newValue }
    }
}

extension Table: Sendable where Value: Sendable {}
extension Table: Equatable where Value: Equatable {}
