import Formats
import Planning
import Primitives
import Testing

@testable import Settings

@Suite struct BallastOverrideTests {
    private func read(_ text: String) throws(SettingMistake) -> SettingValue {
        guard let table = try? TOMLDocument.parse(Array(text.utf8), file: "c.toml") else {
            throw SettingMistake(sentence: "no TOML", hint: "")
        }
        return try BallastOverrideReader.value(table)
    }

    @Test func `each volume may have its own`() throws {
        let value = try read("[\"/data\"]\nfile_count = 10\nfile_size = \"2GiB\"\n[\"/tmp\"]\nenabled = false\n")
        guard case .ballastOverrides(let overrides) = value else {
            Issue.record("\(value)")
            return
        }
        #expect(overrides["/data"]?.fileCount == 10 && overrides["/data"]?.fileSize == ByteCount(2 << 30))
        #expect(overrides["/tmp"]?.isEnabled == false)
        #expect(value.text == "/data: file_count = 10, file_size = 2GiB; /tmp: enabled = false")
        var settings = BallastSettings()
        settings.overrides = overrides
        #expect(settings.applied(to: ForeignText("/data")).fileCount == 10)
        #expect(settings.applied(to: ForeignText("/home")).fileCount == 5)
    }

    @Test func `what is written is read again`() throws {
        let value = try read("[\"/data\"]\nfile_count = 3\nfloor_percent = 30.0\ndirectory = \"/data/spare\"\n")
        guard case .table(let table) = value.toml else {
            Issue.record("\(value.toml)")
            return
        }
        #expect(try BallastOverrideReader.value(table) == value)
    }

    @Test(arguments: [
        ("[\"/data\"]\nfile_cout = 3", "file_count"), ("[\"/data\"]\nfile_count = \"many\"", "file_count"),
        ("[data]\nfile_count = 3", "[disk.ballast.overrides"), ("[\"/data\"]\nfile_size = 5", "[disk.ballast"),
    ])
    func `what is wrong is told with advice`(text: String, hint: String) {
        let mistake = #expect(throws: SettingMistake.self) { _ = try read(text) }
        #expect(mistake?.hint.contains(hint) == true, "\(String(describing: mistake))")
    }
}
