import Decision
import Model
import Primitives
import Testing

@testable import ProcessTriage

private let pattern = """
    version = 1
    [[signature]]
    name = "runner-left"
    version = 1
    expects = "abandoned"
    weight = 1
    sentence = "It serves one terminal."
    command = "our-runner"
    levels = "adrift sev"
    """

/// A process of the pattern's program under init, with nothing left to read or write.
private func machine(age: Double = 7200, _ change: (inout ProcessObservation) -> Void = { _ in }) -> Machine {
    var machine = Machine()
    machine.add(4242, parent: 1, "node /srv/app/our-runner.js", age: age) { process in
        process.descriptors = .measured(
            DescriptorSummary(
                standardInput: .deadPipe, standardOutput: .deadPipe, count: 3,
                listeners: .measured([Listener(kind: .tcp, port: 5174)]), clients: .measured([])))
        process.counters = [0, 1].map { sample in
            ProcessCounters(
                sample: sample, state: .sleeping, residentMemory: .kibibytes(100 << 10),
                storage: .measured(.init(read: .zero, written: .zero)), fileOffsets: .measured(0),
                socketBytes: .measured(0))
        }
        change(&process)
    }
    return machine
}

private func facts(_ criteria: String, _ machine: Machine = machine()) throws -> ProcessFacts {
    let all = FactDerivation(packs: try packs(adding: "\(pattern)\n\(criteria)")).facts(machine.sample)
    let index = try #require(machine.sample.processes.firstIndex { $0.pid == 4242 })
    return all[index]
}

struct SignatureMatchTests {
    @Test(
        arguments: [
            ("", 1), ("age_at_least = \"1h\"", 1), ("age_at_least = \"3h\"", nil), ("age_at_most = \"3h\"", 1),
            ("cpu_at_most = 0.1", 1), ("cpu_at_least = 0.5", nil), ("memory_at_least = \"64 MiB\"", 1),
            ("memory_at_most = \"64 MiB\"", nil), ("progress = false", 1), ("progress = true", nil),
            ("ports = \"3000 5173-5180\"", 1), ("ports = \"3000\"", nil), ("directory_any = \"/home/\"", 1),
            ("directory_any = \"/srv/\"", nil), ("directory_deleted = false", 1), ("directory_deleted = true", nil),
            ("executable_any = \"/usr/bin/\"", 1), ("executable_any = \"node_modules\"", nil),
            ("age_at_least = \"1h\"\ncpu_at_least = 0.5", 0.5),
            ("age_at_least = \"1h\"\nprogress = false\ncpu_at_least = 0.5", 2.0 / 3),
            ("age_at_least = \"1h\"\nports = \"80\"\ncpu_at_least = 0.5", nil),
            ("category = \"batch test\"", 1), ("category = \"test\"", nil),
        ] as [(String, Double?)])
    func `the share of the criteria that hold is the score, and less than half is no match`(
        criteria: String, score: Double?
    ) throws {
        #expect(try facts(criteria).signature?.score == score)
    }

    @Test func `what could not be read does not hold`() throws {
        let unread = machine { process in
            process.workingDirectoryDeleted = .unavailable(.notPermitted)
            process.counters.removeLast()
        }
        #expect(try facts("directory_deleted = false", unread).signature == nil)
        #expect(try facts("cpu_at_most = 1", unread).signature == nil)
    }

    @Test func `a process at another level does not fit, nor one whose level is not known`() throws {
        let held = machine { $0.terminal = 34816 }
        #expect(try facts("", held).signature == nil)
        let unread = machine { $0.descriptors = .unavailable(.notPermitted) }
        #expect(try facts("", unread).levels.count > 1)
        #expect(try facts("", unread).signature == nil)
    }

    @Test(arguments: ["timeout 60 npx our-runner", "timeout 60 our-runner", "npx our-runner --now", "our-runner"])
    func `a launcher is what it launches`(command: String) throws {
        var machine = machine()
        machine.sample.processes.removeLast()
        machine.add(4242, parent: 1, command, age: 60) { process in
            process.descriptors = .measured(
                DescriptorSummary(
                    standardInput: .deadPipe, standardOutput: .deadPipe, count: 3, listeners: .measured([]),
                    clients: .measured([])))
        }
        #expect(try facts("", machine).signature?.claim.name == "runner-left")
    }

    @Test func `the better match speaks, and equals that contradict each other are silent`() throws {
        func another(_ name: String, _ expects: String, _ criteria: String) -> String {
            "[[signature]]\nname = \"\(name)\"\nversion = 1\nexpects = \"\(expects)\"\nweight = 1\nsentence = \"S.\"\n"
                + "command = \"our-runner\"\nlevels = \"adrift sev\"\n\(criteria)\n"
        }
        let age = "age_at_least = \"1h\"\n"
        #expect(try facts(another("b", "abandoned", age)).signature?.claim.name == "b")
        #expect(
            try facts(age + another("b", "abandoned", age + "progress = true")).signature?.claim.name == "runner-left")
        #expect(try facts(age + another("b", "useful", age)).signature == nil)
        #expect(
            try facts(age + another("b", "useful", age) + another("c", "abandoned", age + "progress = false"))
                .signature?.claim.name == "c")
    }
}

struct SignatureEvidenceTests {
    private func judged(
        _ criteria: String, _ machine: Machine = machine(), cap: Double? = nil
    ) throws -> (ledger: Ledger<ProcessClass>, without: Ledger<ProcessClass>, posterior: Posterior<ProcessClass>) {
        var facts = try facts(criteria, machine)
        var priors = try embeddedPacks.get().priors
        if let cap { priors.caps.signature = cap }
        let judge = ProcessJudge(priors: priors, packVersion: "1")
        let (ledger, posterior) = (judge.ledger(facts), judge.posterior(facts))
        facts.signature = nil
        return (ledger, judge.ledger(facts), posterior)
    }

    private func weight(_ ledger: Ledger<ProcessClass>) -> [Double]? {
        ledger.groups.first { $0.name == EvidenceGroup.signature }?.contribution(classes: 4)
    }

    @Test func `without a match there is no group`() throws {
        let judged = try judged("cpu_at_least = 1")
        #expect(judged.ledger.groups.map(\.name) == judged.without.groups.map(\.name))
        #expect(weight(judged.ledger) == nil)
    }

    @Test func `a match joins as one group, by its score, and quick and whole judgement agree`() throws {
        let whole = try judged("age_at_least = \"1h\"\nprogress = false")
        #expect(try #require(weight(whole.ledger)) == [0, 0, 1, 0])
        let part = try judged("age_at_least = \"1h\"\nprogress = true")
        #expect(try #require(weight(part.ledger)) == [0, 0, 0.5, 0])
        for judged in [whole, part] {
            for (quick, exact) in zip(judged.posterior.probabilities, judged.ledger.posterior.probabilities) {
                #expect(abs(quick - exact) < 1e-12)
            }
            #expect(judged.ledger.posterior[.abandoned] > judged.without.posterior[.abandoned])
        }
    }

    @Test func `the cap bounds what a signature weighs`() throws {
        #expect(try #require(weight(judged("", cap: 0.3).ledger)) == [0, 0, 0.3, 0])
        #expect(try #require(weight(judged("", cap: 0).ledger)) == [0, 0, 0, 0])
    }

    @Test func `a signature that the facts contradict is not heard, and says why`() throws {
        let kept = pattern.replacing("\"abandoned\"", with: "\"useful\"")
        let machine = machine(age: 90_000)
        var facts = try #require(
            FactDerivation(packs: packs(adding: kept)).facts(machine.sample).first { $0.signature != nil })
        let judge = ProcessJudge(priors: try embeddedPacks.get().priors, packVersion: "1")
        let ledger = judge.ledger(facts)
        let group = try #require(ledger.groups.first { $0.name == EvidenceGroup.signature })
        #expect(group.contribution(classes: 4) == [0, 0, 0, 0])
        #expect(group.terms.first?.wording.sentence.contains("say the opposite by") == true)
        let heard = judge.posterior(facts)
        facts.signature = nil
        #expect(judge.posterior(facts) == heard)
    }

    @Test func `a signature that expects stuck speaks of health alone`() throws {
        let stuck = pattern.replacing("\"abandoned\"", with: "\"useful_bad\"")
        let facts = try #require(
            FactDerivation(packs: packs(adding: stuck)).facts(machine().sample).first { $0.signature != nil })
        let judge = ProcessJudge(priors: try embeddedPacks.get().priors, packVersion: "1")
        #expect(weight(judge.ledger(facts)) == [0, 1, 0, 0])
    }

    @Test func `the sentence names the signature, its version and what does not hold`() throws {
        let ledger = try judged("age_at_least = \"1h\"\nprogress = true").ledger
        let term = try #require(ledger.groups.last?.terms.first)
        #expect(
            term.wording.sentence.contains("runner-left 1 in part (1 of 2; not: progress): It serves one terminal."))
        #expect(term.source == "signature runner-left 1 (user)")
    }
}
