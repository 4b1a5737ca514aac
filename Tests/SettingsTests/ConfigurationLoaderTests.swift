import History
import Planning
import Primitives
import Runtime
import Testing

@testable import Settings

struct ConfigurationLoaderTests {
    private static let layers: [(layer: ConfigurationLayer, place: String, expected: Int)] = [
        (.default, "default", 50), (.system, "/etc/tend/config.toml:2", 40),
        (.user, "/home/ada/.config/tend/config.toml:2", 30), (.project, "/home/ada/work/.tend/config.toml:2", 20),
        (.environment, "TEND_PROCESSES_ACTIONS_PER_RUN", 10),
    ]

    @Test(arguments: layers)
    func `a later layer wins over all earlier ones`(
        layer: ConfigurationLayer, place: String, expected: Int
    ) throws {
        let files: [(layer: ConfigurationLayer, path: String, value: Int)] = [
            (.system, Ada.system, 40), (.user, Ada.user, 30), (.project, Ada.project, 20),
        ]
        var texts: [String: String] = [:]
        for file in files where file.layer <= layer {
            texts[file.path] = "[processes]\nactions_per_run = \(file.value)\n"
        }
        let environment = layer == .environment ? ["TEND_PROCESSES_ACTIONS_PER_RUN": "10"] : [:]
        let configuration = try Ada.loader(texts, environment: environment).load()
        #expect(configuration.settings.processes.planning.actionsPerRun == expected)
        let entry = configuration.entry(try SettingKey.named("processes.actions_per_run"))
        #expect(entry.source.layer == layer)
        #expect(entry.source.text == place)
        #expect(entry.isDefault == (layer == .default))
    }

    @Test func `keys of one layer leave those of another alone`() throws {
        let settings = try Ada.loader([
            Ada.system: "[output]\nformat = 'md'\n[history]\nretention_days = 7\n",
            Ada.user: "output.format = 'json'\nredaction.level = 'strict'\nhistory.directory = '~/record'\n",
        ]).load().settings
        #expect(settings.output.format == "json")
        #expect(settings.history.retentionDays == 7)
        #expect(settings.processes.redaction == .strict)
        #expect(settings.history.directory == "/home/ada/record")
    }

    @Test func `without any file the defaults hold and nothing is opened`() throws {
        let files = RecordedFiles([String: RecordedFiles.File]())
        let configuration = try Ada.loader(files).load()
        #expect(configuration.settings == .defaults(environment: ["HOME": "/home/ada"]))
        #expect(files.reads.isEmpty)
        #expect(configuration.files.map(\.state) == [.absent, .absent, .absent])
        let isUntouched = configuration.entries.allSatisfy(\.isDefault)
        #expect(isUntouched)
    }

    private static let userFiles: [(environment: [String: String], file: String?, expected: String?)] = [
        (["HOME": "/home/ada"], nil, Ada.user),
        (["HOME": "/home/ada", "XDG_CONFIG_HOME": "/x"], nil, "/x/tend/config.toml"),
        (["HOME": "/home/ada", "XDG_CONFIG_HOME": "relative"], nil, Ada.user),
        (["XDG_CONFIG_HOME": "/x", "TEND_CONFIG": "/y.toml"], nil, "/y.toml"),
        (["TEND_CONFIG": "/y.toml"], "/z.toml", "/z.toml"),
        ([:], nil, nil),
    ]

    @Test(arguments: userFiles)
    func `the user's file is where it was named, or where XDG has it`(
        environment: [String: String], file: String?, expected: String?
    ) {
        let places = ConfigurationPlaces(
            environment: environment, file: file, currentDirectory: "/", userID: 1000)
        #expect(places.user == expected)
    }

    @Test func `a named file that does not exist is an error`() {
        let error = #expect(throws: TendError.self) {
            try Ada.loader(RecordedFiles([:] as [String: String]), file: "/z.toml").load()
        }
        #expect(error?.message == "/z.toml: there is no such file, which --config names")
        #expect(error?.exitCode == .configuration)
    }

    @Test func `of several problems the first is told, and that there are more`() {
        let loader = Ada.loader([
            Ada.system: "[processes]\nsamples = 0\n", Ada.user: "[output]\nformat = 1\ncolour = 'auto'\n",
        ])
        let error = #expect(throws: TendError.self) { try loader.load() }
        #expect(error?.message == "/etc/tend/config.toml:2: processes.samples is 0, which is out of range")
        #expect(error?.hint?.hasSuffix("; 2 more problems: tend config validate") == true)
        let problems = loader.examine().problems
        #expect(problems.map(\.source.line) == [2, 2, 3])
        #expect(problems.map(\.key) == ["processes.samples", "output.format", nil])
    }

    @Test func `what is right holds although something else is wrong`() {
        let configuration = Ada.loader([Ada.user: "[processes]\nsamples = 0\nwindow = '2s'\n"]).examine()
        #expect(configuration.settings.processes.window == 2)
        #expect(configuration.settings.processes.samples == 2)
    }

    @Test func `a file by itself is examined with the rights of a user's`() {
        let files = RecordedFiles(["/a.toml": "[history]\ndirectory = '/srv'\nkeep = 1\n", Ada.user: "nonsense"])
        let configuration = Ada.loader(files).examine(file: "/a.toml")
        #expect(configuration.problems.map(\.source.text) == ["/a.toml:3"])
        #expect(configuration.settings.history.directory == "/srv")
        #expect(Ada.loader(files).examine(file: "/none").problems.count == 1)
    }
}
