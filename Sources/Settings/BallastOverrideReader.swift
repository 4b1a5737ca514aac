internal import Formats
internal import Planning
internal import Primitives

/// The tables `[disk.ballast.overrides."/data"]` of a configuration file.
enum BallastOverrideReader {
    private static let keys = ["enabled", "file_count", "file_size", "floor_percent", "directory"]

    /// - Throws: `SettingMistake` for the first thing that is not understood.
    static func value(_ volumes: TOMLTable) throws(SettingMistake) -> SettingValue {
        var overrides: [String: BallastSettings.Override] = [:]
        for volume in volumes.members {
            guard let table = volume.value.table, volume.key.hasPrefix("/") else {
                throw mistake("holds \"\(ForeignText(volume.key).sanitised)\", which is no table of a mount point")
            }
            var override = BallastSettings.Override()
            for member in table.members { try read(member, into: &override) }
            overrides[volume.key] = override
        }
        return .ballastOverrides(overrides)
    }

    private static func read(
        _ member: TOMLTable.Member, into override: inout BallastSettings.Override
    ) throws(SettingMistake) {
        let value = member.value
        switch member.key {
        case "enabled": override.isEnabled = try wanted(value.bool, member, "true or false")
        case "file_count":
            override.fileCount = try wanted(value.integer.flatMap { Int(exactly: $0) }, member, "a whole number")
        case "file_size":
            override.fileSize = try wanted(value.string.flatMap(ByteCount.parse), member, "a size such as \"2GiB\"")
        case "floor_percent": override.floorPercent = try wanted(value.double, member, "a number")
        case "directory": override.directory = try wanted(value.string, member, "an absolute path")
        default:
            throw SettingMistake(
                sentence: "holds the unknown key \"\(ForeignText(member.key).sanitised)\"",
                hint: Suggestions.question(Suggestions.closest(to: member.key, among: keys))
                    + "its keys are \(Suggestions.list(keys))")
        }
    }

    private static func wanted<Value>(
        _ value: Value?, _ member: TOMLTable.Member, _ expectation: String
    ) throws(SettingMistake) -> Value {
        guard let value else { throw mistake("holds a \(member.key) that is not \(expectation)") }
        return value
    }

    private static func mistake(_ sentence: String) -> SettingMistake {
        SettingMistake(
            sentence: sentence, hint: #"write [disk.ballast.overrides."/data"] and keys such as file_count = 10 below"#)
    }

    /// The same as it stands in a file.
    static func table(_ overrides: [String: BallastSettings.Override]) -> TOMLTable {
        TOMLTable(
            overrides.keys.sorted().map { mount in
                .init(key: mount, value: TOMLValue(.table(TOMLTable(overrides[mount]?.members ?? []))))
            })
    }
}

extension BallastSettings.Override {
    fileprivate var members: [TOMLTable.Member] {
        let pairs: [(String, TOMLValue.Kind?)] = [
            ("enabled", isEnabled.map { .bool($0) }), ("file_count", fileCount.map { .integer(Int64($0)) }),
            ("file_size", fileSize.map { .string(SettingValue.bytes($0).text) }),
            ("floor_percent", floorPercent.map { .double($0) }), ("directory", directory.map { .string($0) }),
        ]
        return pairs.compactMap { key, kind in kind.map { TOMLTable.Member(key: key, value: TOMLValue($0)) } }
    }

    /// `enabled = true, file_count = 10`.
    var text: String {
        members.map { member in
            let value: String =
                switch member.value.kind {
                case .bool(let bool): "\(bool)"
                case .integer(let integer): "\(integer)"
                case .double(let number): "\(number)"
                case .string(let text): ForeignText(text).sanitised
                default: ""
                }
            return "\(member.key) = \(value)"
        }.joined(separator: ", ")
    }
}
