internal import Primitives

/// One thing that can be set: its single definition, from which reading, checking, help and editing follow.
///
/// Its default is what its target's own settings begin with.
package struct SettingKey: Sendable {
    /// Section and key, such as `processes.min_age` or `processes.limits.max_kills`.
    package let name: String
    package let type: SettingType
    /// One sentence.
    package let meaning: String
    /// One sentence: why the default is what it is.
    package let reason: String
    package let projectMay: ProjectRight
    let get: @Sendable (TendSettings) -> SettingValue
    /// Does nothing with a value of another type, which `type` never gives.
    let apply: @Sendable (inout TendSettings, SettingValue) -> Void

    package var section: String { String(name.prefix { $0 != "." }) }
    /// The name within its section.
    package var leaf: String { String(name.dropFirst(section.count + 1)) }
    /// Its names from the outermost table inwards, as files nest them.
    package var path: [String] { name.split(separator: ".").map(String.init) }
    /// The environment variable, such as `TEND_PROCESSES_MIN_AGE`.
    package var variable: String { "TEND_" + name.uppercased().replacingEvery(".", with: "_") }
}

/// What the configuration of a project may do to a key: agents can write where it lies.
package enum ProjectRight: Sendable, Equatable {
    /// Nothing that it could be set to makes an action likelier.
    case set
    /// Only towards the stricter side of what holds without the project.
    case tighten(Stricter)
    case nothing

    /// Of a list, more words or fewer.
    package enum Stricter: String, Sendable {
        case higher
        case lower
    }

    /// Stable words for programs.
    package var name: String {
        switch self {
        case .set: "set"
        case .tighten: "tighten"
        case .nothing: "nothing"
        }
    }
}

extension SettingKey {
    /// Where in the settings a value of some type lies.
    typealias Place<Value> = any WritableKeyPath<TendSettings, Value> & Sendable

    static func duration(
        _ name: String, _ place: Place<Double>, in range: ClosedRange<Double>, projectMay: ProjectRight,
        _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .duration(range), meaning: meaning, reason: reason, projectMay: projectMay,
            get: { .seconds($0[keyPath: place]) },
            apply: { settings, value in if case .seconds(let seconds) = value { settings[keyPath: place] = seconds } })
    }

    static func integer(
        _ name: String, _ place: Place<Int>, in range: ClosedRange<Int>, unit: String, projectMay: ProjectRight,
        _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .integer(range, unit: unit), meaning: meaning, reason: reason, projectMay: projectMay,
            get: { .integer($0[keyPath: place]) },
            apply: { settings, value in if case .integer(let integer) = value { settings[keyPath: place] = integer } })
    }

    /// An enumeration whose cases stand in the order from permissive to strict, where that matters.
    static func words<Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ name: String, _ place: Place<Word>, projectMay: ProjectRight, _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .words(Word.allCases.map(\.rawValue)), meaning: meaning, reason: reason,
            projectMay: projectMay, get: { .word($0[keyPath: place].rawValue) },
            apply: { settings, value in
                if case .word(let text) = value, let word = Word(rawValue: text) { settings[keyPath: place] = word }
            })
    }
}

extension SettingKey {
    static func number(
        _ name: String, _ place: Place<Double>, in range: ClosedRange<Double>, unit: String, projectMay: ProjectRight,
        _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .number(range, unit: unit), meaning: meaning, reason: reason, projectMay: projectMay,
            get: { .number($0[keyPath: place]) },
            apply: { settings, value in if case .number(let number) = value { settings[keyPath: place] = number } })
    }

    static func bytes(
        _ name: String, _ place: Place<ByteCount>, in range: ClosedRange<ByteCount>, projectMay: ProjectRight,
        _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .bytes(range), meaning: meaning, reason: reason, projectMay: projectMay,
            get: { .bytes($0[keyPath: place]) },
            apply: { settings, value in if case .bytes(let count) = value { settings[keyPath: place] = count } })
    }

    static func bool(
        _ name: String, _ place: Place<Bool>, projectMay: ProjectRight, _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .bool, meaning: meaning, reason: reason, projectMay: projectMay,
            get: { .bool($0[keyPath: place]) },
            apply: { settings, value in if case .bool(let bool) = value { settings[keyPath: place] = bool } })
    }

    static func paths(
        _ name: String, _ place: Place<[String]>, projectMay: ProjectRight, _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .paths, meaning: meaning, reason: reason, projectMay: projectMay,
            get: { .paths($0[keyPath: place]) },
            apply: { settings, value in if case .paths(let paths) = value { settings[keyPath: place] = paths } })
    }

    /// Any cases of an enumeration.
    static func list<Word: RawRepresentable<String> & CaseIterable & SendableMetatype>(
        _ name: String, _ place: Place<[Word]>, projectMay: ProjectRight, _ meaning: String, because reason: String
    ) -> SettingKey {
        SettingKey(
            name: name, type: .list(Word.allCases.map(\.rawValue)), meaning: meaning, reason: reason,
            projectMay: projectMay, get: { .list($0[keyPath: place].map(\.rawValue)) },
            apply: { settings, value in
                if case .list(let words) = value { settings[keyPath: place] = words.compactMap(Word.init) }
            })
    }
}

extension SettingValue {
    /// Whether the value is at least as strict as another; nil where the two cannot be compared.
    func isAsStrict(as other: SettingValue, in type: SettingType, stricter: ProjectRight.Stricter) -> Bool? {
        if case .list(let words) = self, case .list(let others) = other {
            return stricter == .higher ? others.allSatisfy(words.contains) : words.allSatisfy(others.contains)
        }
        if case .paths(let paths) = self, case .paths(let others) = other {
            return stricter == .higher ? others.allSatisfy(paths.contains) : paths.allSatisfy(others.contains)
        }
        guard let new = rank(in: type), let old = other.rank(in: type) else { return nil }
        return stricter == .higher ? new >= old : new <= old
    }

    /// Where the value stands between permissive and strict; nil for a type that knows no order.
    private func rank(in type: SettingType) -> Double? {
        switch self {
        case .seconds(let seconds): return seconds
        case .integer(let integer): return Double(integer)
        case .number(let number): return number
        case .bytes(let count): return Double(count.bytes)
        case .word(let word):
            guard case .words(let words) = type else { return nil }
            return words.firstIndex(of: word).map(Double.init)
        case .bool(let bool): return bool ? 1 : 0
        case .path, .paths, .list: return nil
        }
    }
}
