internal import Formats
package import Primitives

/// What may stand at a key: a kind of value, and its range.
package enum SettingType: Sendable, Equatable {
    /// In seconds; written `90s` or `1h30m`, and as a bare number of seconds.
    case duration(ClosedRange<Double>)
    case integer(ClosedRange<Int>, unit: String)
    case number(ClosedRange<Double>, unit: String)
    case bool
    case bytes(ClosedRange<ByteCount>)
    /// One of these words, the most permissive one first where it matters.
    case words([String])
    /// Any of these words, in this order; written `a,b`, and as a list in files.
    case list([String])
    /// Absolute, or `~/` and the rest.
    case path
    /// Any number of such, which may hold wildcards; written `a,b`, and as a list in files.
    case paths
    /// Ballast of single volumes by mount point: tables, which only files can hold.
    case ballastOverrides

    /// Stable words for programs.
    package var name: String {
        switch self {
        case .duration: "duration"
        case .integer: "integer"
        case .number: "number"
        case .bool: "bool"
        case .bytes: "bytes"
        case .words: "word"
        case .list: "list"
        case .path: "path"
        case .paths: "paths"
        case .ballastOverrides: "tables"
        }
    }

    /// What one of it is; empty where it counts nothing.
    package var unit: String {
        switch self {
        case .duration: "seconds"
        case .integer(_, let unit), .number(_, let unit): unit
        case .bytes: "bytes"
        case .bool, .words, .list, .path, .paths, .ballastOverrides: ""
        }
    }

    /// What a value must be, with its article and its range.
    package var expectation: String {
        switch self {
        case .duration(let range): "\(noun) from \(range.bounds { SettingValue.seconds($0).text })"
        case .integer(let range, let unit): "\(noun) of \(unit) from \(range.bounds(String.init))"
        case .number(let range, let unit): "\(noun) of \(unit) from \(range.bounds(\.description))"
        case .bytes(let range): "\(noun) from \(range.bounds { SettingValue.bytes($0).text })"
        case .words(let words): "one of \(words.joined(separator: ", "))"
        case .list(let words): "any of \(words.joined(separator: ", "))"
        case .bool, .path, .paths, .ballastOverrides: noun
        }
    }

    fileprivate var noun: String {
        switch self {
        case .duration: "a duration"
        case .integer: "a whole number"
        case .number: "a number"
        case .bool: "true or false"
        case .bytes: "a size"
        case .words: "one of its words"
        case .list: "a list of its words"
        case .path: "an absolute path"
        case .paths: "a list of absolute paths"
        case .ballastOverrides: "tables by mount point"
        }
    }
}

/// Why a value does not fit, to be put behind the key's name: `is "soon", which is not a duration`.
struct SettingMistake: Error {
    var sentence: String
    var hint: String
}

extension SettingType {
    /// Reads a value as the environment and the command line give it.
    ///
    /// - Throws: `SettingMistake`.
    func value(of text: String, home: String?) throws(SettingMistake) -> SettingValue {
        if case .list(let words) = self {
            return try list(text.split(separator: ",").map { $0.filter { $0 != " " } }, of: words)
        }
        if self == .ballastOverrides {
            if text.isEmpty { return .ballastOverrides([:]) }
            throw SettingMistake(
                sentence: "is a table for each volume, which stands in a file",
                hint: #"write [disk.ballast.overrides."/data"] there, and its keys below"#)
        }
        if self == .paths {
            return try paths(text.split(separator: ",").map { String($0) }, home: home)
        }
        guard let value = parsed(text, home: home) else {
            throw mistake("is \(Self.quoted(text)), which is not \(noun)", suggesting: text)
        }
        return try checked(value, writtenAs: ForeignText(text).sanitised)
    }

    /// Reads a value as a file gives it.
    ///
    /// - Throws: `SettingMistake`.
    func value(of kind: TOMLValue.Kind, home: String?) throws(SettingMistake) -> SettingValue {
        switch (self, kind) {
        case (.duration, .string(let text)), (.bytes, .string(let text)), (.words, .string(let text)),
            (.path, .string(let text)):
            return try value(of: text, home: home)
        case (.duration, .integer(let seconds)): return try checked(.seconds(Double(seconds)), writtenAs: "\(seconds)")
        case (.duration, .double(let seconds)): return try checked(.seconds(seconds), writtenAs: "\(seconds)")
        case (.integer, .integer(let integer)): return try checked(.integer(Int(integer)), writtenAs: "\(integer)")
        case (.number, .integer(let number)): return try checked(.number(Double(number)), writtenAs: "\(number)")
        case (.number, .double(let number)): return try checked(.number(number), writtenAs: "\(number)")
        case (.bool, .bool(let bool)): return .bool(bool)
        case (.bytes, .integer(let count)) where count >= 0:
            return try checked(.bytes(ByteCount(UInt64(count))), writtenAs: "\(count)")
        case (.ballastOverrides, .table(let volumes)): return try BallastOverrideReader.value(volumes)
        case (.paths, .array(let elements)):
            return try paths(
                elements.map { element throws(SettingMistake) in
                    guard let path = element.string else {
                        throw mistake("holds \(element.kindName), where only paths may stand")
                    }
                    return path
                }, home: home)
        case (.list(let words), .array(let elements)):
            return try list(
                elements.map { element throws(SettingMistake) in
                    guard let word = element.string else {
                        throw mistake("holds \(element.kindName), where only words may stand")
                    }
                    return word
                }, of: words)
        default: throw mistake("is \(TOMLValue(kind).kindName), not \(noun)")
        }
    }

    /// In the order of the words, each once.
    private func list(_ given: [String], of words: [String]) throws(SettingMistake) -> SettingValue {
        if let stranger = given.first(where: { !words.contains($0) }) {
            throw mistake("holds \(Self.quoted(stranger)), which is none of its words", suggesting: stranger)
        }
        return .list(words.filter(given.contains))
    }

    private func paths(_ given: [String], home: String?) throws(SettingMistake) -> SettingValue {
        .paths(
            try given.map { path throws(SettingMistake) in
                guard let absolute = Self.absolute(path, home: home) else {
                    throw mistake("holds \(Self.quoted(path)), which is no absolute path")
                }
                return absolute
            })
    }

    private func parsed(_ text: String, home: String?) -> SettingValue? {
        switch self {
        case .duration: HumanDuration.parse(text).map { .seconds($0 / .seconds(1)) }
        case .integer: Int(text).map { .integer($0) }
        case .number: Double(text).map { .number($0) }
        case .bool: ["true": true, "false": false][text].map { .bool($0) }
        case .bytes: ByteCount.parse(text).map { .bytes($0) }
        case .words(let words): words.contains(text) ? .word(text) : nil
        case .list, .paths, .ballastOverrides: nil
        case .path: Self.absolute(text, home: home).map { .path($0) }
        }
    }

    /// A path with a zero byte would be another one for the kernel.
    private static func absolute(_ text: String, home: String?) -> String? {
        guard !text.utf8.contains(0) else { return nil }
        if text.hasPrefix("~/"), let home { return home + text.dropFirst() }
        return text.hasPrefix("/") ? text : nil
    }

    private func checked(_ value: SettingValue, writtenAs text: String) throws(SettingMistake) -> SettingValue {
        let isWithin =
            switch (self, value) {
            case (.duration(let range), .seconds(let seconds)): range.contains(seconds)
            case (.integer(let range, _), .integer(let integer)): range.contains(integer)
            case (.number(let range, _), .number(let number)): range.contains(number)
            case (.bytes(let range), .bytes(let count)): range.contains(count)
            default: true
            }
        guard isWithin else { throw mistake("is \(text), which is out of range") }
        return value
    }

    private func mistake(_ sentence: String, suggesting text: String = "") -> SettingMistake {
        let words: [String] =
            switch self {
            case .words(let words), .list(let words): words
            default: []
            }
        let question = Suggestions.question(Suggestions.closest(to: text, among: words))
        return SettingMistake(sentence: sentence, hint: "\(question)use \(expectation)")
    }

    /// Files and variables hold foreign text, which must not drive the terminal that shows the error.
    private static func quoted(_ text: String) -> String {
        let longest = 80
        let shown = text.unicodeScalars.count > longest ? String(text.unicodeScalars.prefix(longest)) + "…" : text
        return "\"\(ForeignText(shown).sanitised)\""
    }
}

extension ClosedRange {
    /// `1 to 10`.
    fileprivate func bounds(_ text: (Bound) -> String) -> String { "\(text(lowerBound)) to \(text(upperBound))" }
}
