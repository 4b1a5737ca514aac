import Planning
import Primitives
import Runtime
import Testing

@testable import Settings

struct ProjectLayerTests {
    private static let tightened: [(key: String, user: String, project: String)] = [
        ("processes.window", "'1s'", "'1s'"), ("processes.samples", "2", "3"),
        ("processes.min_age", "'2m'", "'1h'"), ("processes.canary_actions", "3", "0"),
        ("processes.actions_per_run", "50", "1"), ("processes.grace", "'10s'", "'20s'"),
        ("redaction.level", "'minimal'", "'standard'"), ("processes.kill_wait", "'5s'", "'1s'"),
        ("output.format", "'table'", "'json'"), ("processes.limits.min_posterior", "0.9", "0.95"),
        ("processes.limits.max_blast_radius", "'2GiB'", "'1GiB'"), ("processes.limits.max_kills", "5", "0"),
        ("processes.limits.only_categories", "['test', 'build']", "['build']"),
        ("processes.limits.exclude_categories", "['agent']", "['shell', 'agent']"),
        ("processes.limits.abort_on_unknown", "false", "true"),
        ("processes.limits.require_known_signature", "false", "true"),
    ]

    @Test(arguments: tightened)
    func `a project may tighten`(key: String, user: String, project: String) throws {
        let configuration = try Ada.loader([Ada.user: "\(key) = \(user)\n", Ada.project: "\(key) = \(project)\n"])
            .load()
        let source = configuration.entry(try SettingKey.named(key)).source
        #expect(source == ConfigurationSource(.project, file: Ada.project, line: 1))
    }

    private static let loosened: [(key: String, user: String, project: String)] = [
        ("processes.window", "'1s'", "'500ms'"), ("processes.samples", "3", "2"),
        ("processes.min_age", "'1h'", "'59m'"), ("processes.canary_actions", "0", "1"),
        ("processes.actions_per_run", "50", "51"), ("processes.grace", "'10s'", "'9s'"),
        ("redaction.level", "'strict'", "'standard'"), ("processes.limits.min_posterior", "0.9", "0.89"),
        ("processes.limits.max_blast_radius", "'1GiB'", "'2GiB'"), ("processes.limits.max_kills", "5", "6"),
        ("processes.limits.only_categories", "['test']", "['test', 'build']"),
        ("processes.limits.exclude_categories", "['agent']", "['shell']"),
        ("processes.limits.abort_on_unknown", "true", "false"),
        ("processes.limits.require_known_signature", "true", "false"),
    ]

    @Test(arguments: loosened)
    func `a project may not loosen what holds without it`(key: String, user: String, project: String) throws {
        let loader = Ada.loader([
            Ada.user: "\(key) = \(user)\n", Ada.project: "# of the project\n\(key) = \(project)\n",
        ])
        let error = #expect(throws: TendError.self) { try loader.load() }
        #expect(error?.message.hasPrefix("\(Ada.project):2: \(key) is ") == true)
        #expect(error?.message.contains("a project may only tighten it") == true)
        #expect(error?.hint?.hasSuffix("or remove the line") == true)
        let entry = loader.examine().entry(try SettingKey.named(key))
        #expect(entry.source.layer == .user)
    }

    @Test(arguments: [("history.directory", "'/srv'"), ("history.retention_days", "3650")])
    func `some keys are none of a project's business`(key: String, value: String) {
        let error = #expect(throws: TendError.self) { try Ada.loader([Ada.project: "\(key) = \(value)\n"]).load() }
        #expect(error?.message == "\(Ada.project):1: \(key) may not be set by a project")
    }

    @Test func `a person may loosen again what a project has tightened`() throws {
        let loader = Ada.loader(
            [Ada.project: "processes.min_age = '1h'\n"], environment: ["TEND_PROCESSES_MIN_AGE": "0"])
        #expect(try loader.load().settings.processes.planning.minimumAge == 0)
    }

    private static let untrusted: [(file: RecordedFiles.File, directory: RecordedFiles.File, doubt: String)] = [
        (
            RecordedFiles.File(text: "", ownerID: 1001), RecordedFiles.File(text: ""),
            "it belongs to user 1001, who is neither you nor root"
        ),
        (
            RecordedFiles.File(text: "", permissions: 0o666), RecordedFiles.File(text: ""), "everybody may write it"
        ),
        (
            RecordedFiles.File(text: ""), RecordedFiles.File(text: "", ownerID: 1001),
            "its directory belongs to user 1001, who is neither you nor root"
        ),
        (
            RecordedFiles.File(text: "", ownerID: 0), RecordedFiles.File(text: "", permissions: 0o777),
            "everybody may write its directory"
        ),
    ]

    @Test(arguments: untrusted)
    func `a file that somebody else could have written is ignored with a warning`(
        file: RecordedFiles.File, directory: RecordedFiles.File, doubt: String
    ) throws {
        var file = file
        file.text = "processes.min_age = '1h'\n"
        let files = RecordedFiles([Ada.project: file, "/home/ada/work/.tend": directory])
        let configuration = try Ada.loader(files).load()
        #expect(configuration.warnings == ["\(Ada.project) is ignored: \(doubt)"])
        #expect(configuration.settings.processes.planning.minimumAge == 120)
        #expect(files.reads.isEmpty)
    }

    @Test func `a file of root's is trusted`() throws {
        let files = RecordedFiles([
            Ada.project: RecordedFiles.File(text: "processes.samples = 9", ownerID: 0, permissions: 0o644)
        ])
        #expect(try Ada.loader(files).load().settings.processes.samples == 9)
    }

    private static let searches: [(directory: String?, expected: Int)] = [
        ("/home/ada/work/deep/down", 5), ("/home/ada/work", 5), ("/home/ada", 7), ("/home/ada/other", 7),
        ("/srv/x", 9), ("/", 9), (nil, 2),
    ]

    @Test(arguments: searches)
    func `the nearest file counts, and the search ends at home or the root`(
        directory: String?, expected: Int
    ) throws {
        let files = RecordedFiles([
            Ada.project: "processes.samples = 5", "/home/ada/.tend/config.toml": "processes.samples = 7",
            "/home/.tend/config.toml": "processes.samples = 8", "/.tend/config.toml": "processes.samples = 9",
        ])
        let loader = Ada.loader(files, directory: directory)
        #expect(try loader.load().settings.processes.samples == expected)
    }
}
