/// Why a measurement is missing.
///
/// The raw values appear in machine output and recordings and never change.
public enum Unavailability: String, Sendable, CaseIterable {
    /// Nobody asked for it in this scan.
    case notCollected = "not_collected"
    /// The kernel refused: another user's process, or one that made itself unreadable.
    case notPermitted = "not_permitted"
    /// This kernel or machine does not have it.
    case notSupported = "not_supported"
    /// The process exited before it could be read.
    case gone
    /// The text was there but could not be understood.
    case malformed
    /// The deadline passed.
    case timedOut = "timed_out"
    /// A rate needs two samples and there is one.
    case firstSample = "first_sample"
    /// More than the stated limit; a part of it would mislead.
    case tooLarge = "too_large"
    /// The scan had used up its time, or its share of a processor, before it came to this.
    case overBudget = "over_budget"
}

/// A measurement, or the reason that there is none.
///
/// Unknown is not zero. Public, so that its members are inlined into other targets (CONTRIBUTING.md).
public enum Reading<Value> {
    case measured(Value)
    case unavailable(Unavailability)

    @inlinable package var value: Value? {
        guard case .measured(let value) = self else { return nil }
        return value
    }

    @inlinable package var reason: Unavailability? {
        guard case .unavailable(let reason) = self else { return nil }
        return reason
    }

    package func map<Other>(_ transform: (Value) -> Other) -> Reading<Other> {
        switch self {
        case .measured(let value): .measured(transform(value))
        case .unavailable(let reason): .unavailable(reason)
        }
    }
}

extension Reading: Sendable where Value: Sendable {}
extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}
