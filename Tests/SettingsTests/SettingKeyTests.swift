import Formats
import Primitives
import Testing

@testable import Settings

struct SettingKeyTests {
    private static let defaults = TendSettings.defaults(environment: ["HOME": "/home/ada"])

    @Test func `names and variables are unique and well formed`() {
        let names = SettingKey.all.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(SettingKey.all.map(\.variable)).count == names.count)
        #expect(names.allSatisfy { (2...3).contains($0.split(separator: ".").count) })
        #expect(SettingKey.sections == ["processes", "redaction", "disk", "history", "output"])
        #expect(SettingKey.all[2].variable == "TEND_PROCESSES_MIN_AGE")
    }

    @Test(arguments: SettingKey.all.indices)
    func `a default is a value of its own key, and its text gives it back`(index: Int) throws {
        let key = SettingKey.all[index]
        let value = key.get(Self.defaults)
        #expect(try key.type.value(of: value.text, home: nil) == value)
        #expect(try key.type.value(of: value.toml, home: nil) == value)
        #expect(key.meaning.hasSuffix(".") && key.reason.hasSuffix("."))
    }

    @Test(arguments: SettingKey.all.indices)
    func `a value reaches its place, and the target accepts the whole range`(index: Int) throws {
        let key = SettingKey.all[index]
        for value in Self.extremes(of: key.type) {
            var settings = Self.defaults
            key.apply(&settings, value)
            #expect(key.get(settings) == value)
            #expect(throws: Never.self) { try settings.validate() }
        }
    }

    private static func extremes(of type: SettingType) -> [SettingValue] {
        switch type {
        case .duration(let range): [.seconds(range.lowerBound), .seconds(range.upperBound)]
        case .integer(let range, _): [.integer(range.lowerBound), .integer(range.upperBound)]
        case .number(let range, _): [.number(range.lowerBound), .number(range.upperBound)]
        case .bool: [.bool(false), .bool(true)]
        case .bytes(let range): [.bytes(range.lowerBound), .bytes(range.upperBound)]
        case .words(let words): words.map { .word($0) }
        case .list(let words): [.list([]), .list(words)]
        case .path: [.path("/srv/tend")]
        case .paths: [.paths([]), .paths(["/srv/a-*", "/home/**/keep"])]
        }
    }

    @Test func `the keys that could loosen safety are out of a project's reach`() {
        let free = SettingKey.all.filter { $0.projectMay == .set }.map(\.name)
        #expect(free == ["processes.kill_wait", "output.format", "output.color"])
    }

    private static let values: [(type: SettingType, text: String, value: SettingValue?)] = [
        (.duration(0...100), "90s", .seconds(90)), (.duration(0...100), "1500ms", .seconds(1.5)),
        (.duration(0...100), "101", nil), (.number(0...1, unit: ""), "0.25", .number(0.25)),
        (.number(0...1, unit: ""), "nan", nil), (.bool, "true", .bool(true)), (.bool, "yes", nil),
        (.bytes(.zero...ByteCount(1 << 20)), "64KiB", .bytes(ByteCount(64 << 10))),
        (.bytes(.zero...ByteCount(1 << 20)), "2MiB", nil), (.path, "~/x", .path("/home/ada/x")), (.path, "x", nil),
        (.path, "/a\0b", nil), (.words(["a", "b"]), "b", .word("b")), (.words(["a", "b"]), "B", nil),
    ]

    @Test(arguments: values)
    func `a text is read as its type says`(type: SettingType, text: String, value: SettingValue?) {
        // Every mistake means the same here: no value.
        #expect((try? type.value(of: text, home: "/home/ada")) == value)
    }

    private static let kinds: [(type: SettingType, kind: TOMLValue.Kind, value: SettingValue?)] = [
        (.duration(0...100), .integer(90), .seconds(90)), (.duration(0...100), .double(0.5), .seconds(0.5)),
        (.number(0...1, unit: ""), .integer(1), .number(1)), (.bool, .bool(true), .bool(true)),
        (.bool, .string("true"), nil), (.bytes(.zero...ByteCount(100)), .integer(64), .bytes(ByteCount(64))),
        (.bytes(.zero...ByteCount(100)), .integer(-1), nil), (.path, .integer(1), nil),
    ]

    @Test(arguments: kinds)
    func `a value of a file is read as its type says`(type: SettingType, kind: TOMLValue.Kind, value: SettingValue?) {
        // As above.
        #expect((try? type.value(of: kind, home: nil)) == value)
    }

    private static let texts: [(value: SettingValue, text: String)] = [
        (.seconds(0), "0s"), (.seconds(0.5), "500ms"), (.seconds(90), "90s"), (.seconds(120), "2m"),
        (.seconds(86_400), "1d"), (.seconds(0.0005), "500us"), (.bytes(ByteCount(1 << 30)), "1GiB"),
        (.bytes(ByteCount(1500)), "1500"), (.number(0.25), "0.25"), (.bool(false), "false"),
    ]

    @Test(arguments: texts)
    func `a value is written in its largest whole unit`(value: SettingValue, text: String) {
        #expect(value.text == text)
    }

    @Test(arguments: [("processes.min_aeg", "processes.min_age"), ("min_age", "processes.min_age")])
    func `an unknown name comes with a suggestion`(name: String, expected: String) {
        let error = #expect(throws: TendError.self) { try SettingKey.named(name) }
        #expect(error?.hint?.hasPrefix("did you mean \(expected)? ") == true)
    }
}
