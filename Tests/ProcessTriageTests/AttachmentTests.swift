import Model
import Testing

@testable import ProcessTriage

@Suite struct AttachmentTests {
    /// An orphan with everything known and nothing that holds it.
    private func adrift() -> AttachmentFacts {
        AttachmentFacts(
            isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
            standardOutput: .null, ignoresHangup: false, leader: .deadScript, listens: false, role: .job)
    }

    private static let cases: [(String, @Sendable (inout AttachmentFacts) -> Void, PossibleLevels)] = [
        ("nothing holds it", { _ in }, [.adrift]),
        ("a supervisor runs it", { $0.isSupervised = true }, [.sup]),
        ("a client uses it", { $0.clients = 1 }, [.used]),
        ("it has a terminal", { $0.hasTerminal = true }, [.att]),
        ("a parent lives and is attached", { $0.parent = .living(pid: 7, levels: [.att]) }, [.att]),
        ("a parent lives and is itself cut off", { $0.parent = .living(pid: 7, levels: [.sev]) }, [.sev]),
        ("its input pipe is dead", { $0.standardInput = .deadPipe }, [.sev]),
        ("its input socket is dead", { $0.standardInput = .deadSocket }, [.sev]),
        ("its output pipe is dead", { $0.standardOutput = .deadPipe }, [.sev]),
        (
            "its terminal was closed",
            {
                $0.standardOutput = .deadTerminal; $0.standardInput = .deadTerminal
            }, [.sev]
        ),
        (
            "a server whose output pipe died is reached through its port",
            {
                $0.standardOutput = .deadPipe; $0.listens = true
            }, [.adrift]
        ),
        (
            "nohup keeps a closed terminal from condemning",
            {
                $0.standardOutput = .deadTerminal; $0.standardInput = .deadTerminal; $0.ignoresHangup = true
            }, [.bg]
        ),
        (
            "a daemon listens in its own session",
            {
                $0.leader = .itself; $0.listens = true
            }, [.dmn]
        ),
        (
            "a double fork with a listener",
            {
                $0.leader = .deadScript; $0.listens = true
            }, [.dmn]
        ),
        (
            "its output goes to the journal",
            {
                $0.leader = .itself; $0.standardOutput = .journal
            }, [.dmn]
        ),
        ("its output goes to a file", { $0.standardOutput = .file }, [.bg]),
        // What could not be read leaves both ways open, and never only the worse one.
        ("supervision unknown", { $0.isSupervised = nil }, [.sup, .adrift]),
        ("clients unknown", { $0.clients = nil }, [.used, .adrift]),
        ("parent not visible", { $0.parent = .unknown }, [.att, .adrift]),
        ("input unknown", { $0.standardInput = .unknown }, [.adrift, .sev]),
        ("output unknown", { $0.standardOutput = .unknown }, [.bg, .adrift, .sev]),
        ("whether it listens is unknown", { $0.listens = nil }, [.dmn, .adrift]),
        (
            "everything about its descriptors unknown",
            {
                $0.standardInput = .unknown; $0.standardOutput = .unknown; $0.listens = nil; $0.clients = nil
            },
            [.used, .dmn, .bg, .adrift, .sev]
        ),
    ]

    @Test(arguments: cases.indices)
    func `the first rule that holds decides`(index: Int) {
        let (name, change, levels) = Self.cases[index]
        var facts = adrift()
        change(&facts)
        #expect(Attachment.levels(facts) == levels, "\(name)")
    }

    @Test func `learning more never adds a level`() {
        for unknown in [\AttachmentFacts.isSupervised, \AttachmentFacts.listens] {
            var facts = adrift()
            facts[keyPath: unknown] = nil
            let before = Set(Attachment.levels(facts))
            for answer in [true, false] {
                facts[keyPath: unknown] = answer
                #expect(Set(Attachment.levels(facts)).isSubset(of: before))
            }
        }
    }
}
