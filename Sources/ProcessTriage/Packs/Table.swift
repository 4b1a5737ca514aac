package import Primitives

/// A value for every case of an enumeration: complete by construction, so that no lookup can fail.
package struct Table<Key: Ordinal, Value> {
    private var values: [Value] = []

    package init<Failure: Error>(_ value: (Key) throws(Failure) -> Value) throws(Failure) {
        for key in Key.allCases {
            precondition(key.ordinal == values.count, "ordinals follow the order of the cases")
            values.append(try value(key))
        }
    }

    package subscript(key: Key) -> Value {
        get { values[key.ordinal] }
        set { values[key.ordinal] = newValue }
    }
}

extension Table: Sendable where Value: Sendable {}
extension Table: Equatable where Value: Equatable {}
