import Planning
import Primitives
import Runtime
import Testing

@testable import Settings

struct ConfigurationEditTests {
    private func key(_ name: String) throws -> SettingKey { try SettingKey.named(name) }

    @Test func `a value is set where it stands, and comments stay`() throws {
        let files = RecordedFiles([Ada.user: "# mine\n[processes]\nmin_age = '5m' # slow builds\n"])
        let edit = try Ada.loader(files).setting(key("processes.min_age"), to: "10m", in: .user)
        #expect(edit.after.settings.processes.planning.minimumAge == 600)
        #expect(files[Ada.user]?.text.contains("5m") == true)
        try edit.write()
        #expect(files[Ada.user]?.text == "# mine\n[processes]\nmin_age = \"10m\" # slow builds\n")
    }

    private static let newFiles: [(layer: ConfigurationLayer, path: String, permissions: UInt32)] = [
        (.user, Ada.user, 0o600), (.system, Ada.system, 0o644),
        (.project, "/home/ada/work/deep/down/.tend/config.toml", 0o600),
    ]

    @Test(arguments: newFiles)
    func `a missing file is made with a heading`(
        layer: ConfigurationLayer, path: String, permissions: UInt32
    ) throws {
        let files = RecordedFiles([:] as [String: String])
        try Ada.loader(files).setting(key("processes.samples"), to: "5", in: layer).write()
        let file = try #require(files[path])
        #expect(file.text.hasPrefix("# Configuration of tend (\(layer.rawValue)).\n"))
        #expect(file.text.hasSuffix("\n\n[processes]\nsamples = 5\n"))
        #expect(file.permissions == permissions)
    }

    @Test func `permissions of a file stay`() throws {
        let files = RecordedFiles([Ada.user: RecordedFiles.File(text: "", permissions: 0o640)])
        try Ada.loader(files).setting(key("processes.samples"), to: "5", in: .user).write()
        #expect(files[Ada.user]?.permissions == 0o640)
    }

    @Test func `a value that does not fit is refused`() throws {
        let loader = Ada.loader([:])
        let error = #expect(throws: TendError.self) {
            try loader.setting(key("processes.samples"), to: "0", in: .user)
        }
        #expect(error?.message == "processes.samples is 0, which is out of range")
    }

    @Test func `a project's file cannot be made to loosen`() throws {
        let loader = Ada.loader([:])
        let error = #expect(throws: TendError.self) {
            try loader.setting(key("processes.min_age"), to: "0", in: .project)
        }
        #expect(error?.message.contains("a project may only tighten it") == true)
    }

    @Test func `a change that would make another file wrong is refused`() throws {
        let loader = Ada.loader([Ada.project: "processes.min_age = '5m'\n"])
        let error = #expect(throws: TendError.self) {
            try loader.setting(key("processes.min_age"), to: "10m", in: .user)
        }
        #expect(error?.message.hasPrefix("\(Ada.project):1: ") == true)
    }

    @Test func `a file with other mistakes can be changed`() throws {
        let files = RecordedFiles([Ada.user: "[processes]\nsampels = 3\n"])
        try Ada.loader(files).setting(key("processes.samples"), to: "3", in: .user).write()
        #expect(files[Ada.user]?.text == "[processes]\nsampels = 3\nsamples = 3\n")
    }

    @Test func `an untrusted or foreign file is not written`() throws {
        let foreign = RecordedFiles([Ada.project: RecordedFiles.File(text: "", permissions: 0o666)])
        #expect(throws: TendError.self) {
            try Ada.loader(foreign).setting(key("processes.samples"), to: "3", in: .project)
        }
        let rootly = RecordedFiles([Ada.user: RecordedFiles.File(text: "", ownerID: 0)])
        let error = #expect(throws: TendError.self) {
            try Ada.loader(rootly).setting(key("processes.samples"), to: "3", in: .user)
        }
        #expect(error?.exitCode == .notPermitted)
    }

    @Test func `keys are reset with their lines`() throws {
        let files = RecordedFiles([Ada.user: "[processes]\nsamples = 3\nwindow = '1s'\n[output]\ncolor = 'never'\n"])
        try Ada.loader(files).resetting([key("processes.samples")], in: .user).write()
        #expect(files[Ada.user]?.text == "[processes]\nwindow = '1s'\n[output]\ncolor = 'never'\n")
        let all = try Ada.loader(files).resetting(SettingKey.all, in: .user)
        #expect(all.isChange)
        try all.write()
        #expect(files[Ada.user]?.text == "[processes]\n[output]\n")
        let again = try Ada.loader(files).resetting(SettingKey.all, in: .user)
        #expect(!again.isChange)
    }
}
