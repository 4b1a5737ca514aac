import Decision
import Formats
import Model
import Planning
import Primitives
import SystemCalls
import Testing

@testable import ProcessTriage

/// The 39 worked situations that come with the judgement's starting priors.
@Suite struct ReferenceSituationTests {
    private static let lines: [JSONValue] = {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let bytes = (try? FileSystem.read("/\(root)/../shared/reference/judgement-development.jsonl")) ?? []
        return (try? JSONParser.parseLines(bytes)) ?? []
    }()

    @Test func `all situations are there`() {
        #expect(Self.lines.count == 39)
    }

    @Test(arguments: lines) func `posterior and groups are reproduced`(situation: JSONValue) throws {
        let packs = try ProcessPacks.embedded()
        let judge = ProcessJudge(priors: packs.priors, packVersion: "1")
        let name = try #require(situation["name"]?.string)
        let facts = try ReferenceFacts(#require(situation["facts"])).facts(priors: packs.priors)
        let ledger = judge.ledger(facts)
        for (quick, whole) in zip(judge.posterior(facts).probabilities, ledger.posterior.probabilities) {
            #expect(abs(quick - whole) < 1e-12, "\(name)")
        }
        for (subject, value) in try #require(situation["posterior"]?.object).members.map({ ($0.key, $0.value) }) {
            let index = try #require(ProcessClass(rawValue: subject)).index
            #expect(abs(ledger.posterior.probabilities[index] - (value.double ?? .nan)) < 1e-6, "\(name): \(subject)")
        }
        guard facts.state != .zombie else { return }
        #expect(facts.levels.map(\.rawValue) == situation["level"]?.array?.compactMap(\.string), "\(name)")
        for group in ledger.groups {
            let expected = try #require(situation["groups"]?[group.name]?.array).compactMap(\.double)
            let weights = group.contribution(classes: 4)
            for (weight, value) in zip(weights, expected) {
                #expect(abs(weight - value) < 1e-6, "\(name): \(group.name)")
            }
        }
    }
}

/// Facts as the reference file writes them: ages and quiet times in hours, a window of half a second.
struct ReferenceFacts {
    private let json: JSONValue

    init(_ json: JSONValue) { self.json = json }

    private func text(_ key: String) -> String { json[key]?.string ?? "" }
    private func flag(_ key: String) -> Bool { json[key]?.bool ?? false }
    private func number(_ key: String) -> Double { json[key]?.double ?? 0 }

    func facts(priors: ProcessPriors) throws -> ProcessFacts {
        let named = try #require(ProcessCategory(rawValue: text("cat")))
        let category = named == .browser && flag("auto") ? .agentHelper : named
        let role = priors.categories[category].role
        let attachment = AttachmentFacts(
            isSupervised: flag("sup"), clients: Int(number("clients")), hasTerminal: flag("tty"), parent: try parent(),
            standardInput: stream("fd0"), standardOutput: stream("fd1"), ignoresHangup: flag("hup"), leader: leader(),
            listens: flag("listen"), role: role)
        return ProcessFacts(
            category: category, title: named.rawValue, role: role, age: number("age") * 3600,
            cores: .measured(number("cpu")), lifetimeShare: number("life"), window: 0.5,
            progress: .measured(text("prog") == "y"), state: text("state").first.flatMap(ProcessState.init) ?? .unknown,
            attachment: attachment, levels: Attachment.levels(attachment),
            quiet: json["quiet"]?.double.map { $0 * 3600 },
            hostIsAlive: json["host"]?.string.map { $0 == "live" },
            workingDirectoryDeleted: .measured(flag("cwd_del")), exceedsMemory: flag("excess"),
            copies: Int(number("copies")),
            filesAtRisk: .measured(flag("dataloss") ? [FileAtRisk(kind: .sqlite, path: ForeignText("x"))] : []))
    }

    private func parent() throws -> AttachmentFacts.Parent {
        guard text("parent") == "live" else { return .reaper(pid: 1) }
        return .living(pid: 2, levels: [try #require(AttachmentLevel(rawValue: text("plink")))])
    }

    private func stream(_ key: String) -> StreamKind { StreamKind(rawValue: text(key)) ?? .other }

    private func leader() -> AttachmentFacts.Leader {
        AttachmentFacts.Leader(rawValue: text("leader")) ?? .unknown
    }
}
