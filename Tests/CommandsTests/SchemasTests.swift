import Arguments
import Formats
import Reporting
import SystemCalls
import TestSupport
import Testing

@testable import Commands

struct SchemasTests {
    private static let folder = "\(Installation.root)/docs/schemas"

    @Test(arguments: Schemas.catalogue.names)
    func `the schema in docs is the one that is printed`(name: String) throws {
        #expect(
            try FileSystem.read("\(Self.folder)/\(name).json") == Schemas.text(name),
            "run scripts/update-schemas and commit what it writes")
    }

    @Test func `docs hold no schema that is not printed any more`() throws {
        #expect(try Set(FileSystem.names(in: Self.folder)) == Set(Schemas.catalogue.names.map { "\($0).json" }))
    }

    /// Every command that prints an envelope, in an order in which each finds what it needs.
    ///
    /// `{session}`, `{decision}`, `{pid}` and `{folder}` stand for what the ones before have made.
    private static let lines = [
        "processes --window 50ms",
        "processes plan --all --include-predictions --window 50ms",
        "processes scan --window 50ms",
        "processes explain {pid} --session {session}",
        "processes record --window 50ms --out {folder}/recording.jsonl",
        "processes evaluate {folder}/..",
        "processes apply --session {session} --pids {pid} --dry-run --window 50ms",
        "processes verify --session {session}",
        "processes undo --session {session}",
        "processes agent plan --window 50ms --only all",
        "processes agent explain --pid {pid} --session {session}",
        "processes agent apply --session {session} --pids {pid} --dry-run --window 50ms",
        "processes agent verify --session {session}",
        "processes agent undo --session {session}",
        "processes agent sessions",
        "processes agent show --session {session}",
        "processes agent status --session {session}",
        "processes signatures list",
        "processes signatures show jest-left",
        "processes signatures disable jest-left",
        "processes signatures enable jest-left",
        "processes signatures add {folder}/../../ours.toml",
        "processes signatures stats",
        "processes signatures draft",
        "processes baseline show",
        "processes agent baseline show",
        "disk watch {folder} --looks 1 --dry-run",
        "processes watch --count 1 --threshold low --window 50ms",
        "processes agent watch --count 1 --threshold low --window 50ms",
        "processes agent tail --session {session}",
        "processes agent signatures list",
        "processes agent signatures show jest-left",
        "processes agent signatures disable jest-left",
        "processes agent signatures enable jest-left",
        "processes agent signatures add {folder}/../../ours.toml",
        "processes agent signatures stats",
        "processes agent signatures draft",
        "processes label {pid} useful --window 50ms",
        "processes learn --dry-run",
        "processes learn reset",
        "processes calibration",
        "processes list-priors",
        "processes export-priors --out {folder}/../../priors.json",
        "processes import-priors --from {folder}/../../priors.json --merge",
        "processes agent label {decision} useful",
        "processes agent learn",
        "processes agent learn reset --dry-run",
        "processes agent calibration",
        "processes agent list-priors",
        "processes agent export-priors --out {folder}/../../priors.json",
        "processes agent import-priors --from {folder}/../../priors.json --replace",
        "processes declare {pid} --for 1h",
        "processes declare list",
        "processes declare remove 1",
        "processes agent declare --command sleep --in /",
        "processes agent declare list",
        "processes agent declare remove 2",
        "disk",
        "disk status",
        "disk check --path {shop} --target-free 0",
        "disk scan {shop}",
        "disk explain --id {artifact}",
        "disk clean {shop} --free 1KiB --quarantine 1h --yes",
        "disk undo {removal}",
        "disk emergency {shop} --target-free 0",
        "disk protect {shop}",
        "disk unprotect {shop}",
        "disk ballast",
        "disk ballast status",
        "disk ballast verify",
        "disk ballast provision --dry-run",
        "disk ballast replenish --dry-run",
        "disk ballast release 1 --dry-run --path /",
        "disk log",
        "disk stats",
        "disk blame --window 50ms",
        "explain {decision}",
        "explain {session}",
        "sessions list",
        "sessions show {session}",
        "policy show",
        "policy promote processes --yes",
        "policy promote processes --dry-run --without-evidence",
        "policy demote processes",
        "audit list",
        "audit verify",
        "config show",
        "config get processes.grace",
        "config set processes.grace 12s",
        "config diff",
        "config reset processes.grace",
        "config validate",
        "config path",
        "schema",
    ]

    @Test func `real output of every command keeps to its schema`() throws {
        let trial = try Trial()
        let sleeper = try trial.start("sleep", ["600"])
        var values = try Self.prepared(trial)
        var exercised: Set<String> = []
        for line in Self.lines {
            let words = line.split(separator: " ").map { word in
                values.reduce(String(word)) { $0.replacing("{\($1.key)}", with: $1.value) }
            }
            let run = try trial.run(words + ["--json"])
            let envelope = try run.envelope()
            exercised.insert(try Self.check(envelope, of: words, run.errorText))
            if line.hasPrefix("processes plan") {
                // One of our own: any other may have ended when it is asked for.
                let candidate = try #require(try run.candidate(sleeper.pid), "\(run)")
                values["session"] = try #require(envelope["session_id"]?.string)
                values["decision"] = try #require(candidate["decision_id"]?.string)
                values["pid"] = sleeper.pid.description
            }
            if line.hasPrefix("disk scan") {
                let candidate = try #require(try run.data()["candidates"]?.array?.first, "\(run)")
                values["artifact"] = try #require(candidate["decision_id"]?.string)
            }
            if line.hasPrefix("disk clean") { values["removal"] = try #require(envelope["session_id"]?.string) }
            if line.hasPrefix("processes record") { try Self.giveVerdicts(trial, values["folder"] ?? "") }
        }
        let all = CommandPath(root: RootCommand.spec).visibleTree.filter { $0.command.output != nil }.map(\.text)
        #expect(all.filter { !exercised.contains($0) } == [])
    }

    private static func prepared(_ trial: Trial) throws -> [String: String] {
        let folder = try trial.makeDirectory("scenarios/here")
        _ = try trial.write(
            """
            version = 1
            [[signature]]
            name = "ours"
            version = 1
            expects = "useful"
            weight = 0.5
            sentence = "It is ours."
            program = "ours"
            """, to: "ours.toml")
        let shop = try trial.makeDirectory("shop")
        for folder in ["src", "target/debug/.fingerprint/shop", "target/debug/deps"] {
            _ = try trial.makeDirectory("shop/\(folder)")
        }
        for file in ["Cargo.toml", "src/main.rs", "target/debug/deps/shop.o"] {
            _ = try trial.write("x", to: "shop/\(file)")
        }
        let aged = try trial.start("find", [shop, "-exec", "touch", "-h", "-d", "40 days ago", "{}", "+"])
        #expect(try aged.wait() == .exited(0))
        return ["folder": folder, "shop": shop]
    }

    /// Compares an answer with its schema.
    ///
    /// - Returns: the path of the command that gave it.
    private static func check(_ envelope: JSONValue, of words: [String], _ errors: String) throws -> String {
        let line = words.joined(separator: " ")
        guard case .run(let command) = try CommandParser(root: RootCommand.spec).parse(words) else {
            Issue.record("\(line) runs nothing")
            return ""
        }
        let name = try #require(envelope["schema"]?.string)
        // A session's id makes `explain` answer with a plan.
        let expected = line.hasPrefix("explain") && !line.contains(".") ? ProcessPlanOutput.schema : command.spec.output
        #expect(name == expected, "\(line): \(envelope.text()) \(errors)")
        let complaints = SchemaValidator(try Schemas.catalogue.schemaDocument(name)).complaints(about: envelope)
        #expect(complaints == [], "\(line)")
        return command.path.text
    }

    /// Lets every process of the recording be either, so that it can be evaluated.
    private static func giveVerdicts(_ trial: Trial, _ folder: String) throws {
        let scan = try trial.run(["processes", "scan", "--from", "\(folder)/recording.jsonl", "--json"])
        let pids = try scan.data()["processes"]?.array?.compactMap { $0["pid"]?.integer?.description } ?? []
        let verdicts = "[[verdict]]\npids = [\(pids.joined(separator: ", "))]\nverdict = \"either\"\nbecause = \"\"\n"
        try FileSystem.replace("\(folder)/verdicts.toml", with: Array(verdicts.utf8))
    }
}
