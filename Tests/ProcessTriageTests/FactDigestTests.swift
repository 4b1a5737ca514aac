import Model
import Primitives
import Testing

@testable import ProcessTriage

struct FactDigestTests {
    private func facts() -> ProcessFacts {
        let attachment = AttachmentFacts(
            isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
            standardOutput: .null, ignoresHangup: false, leader: .deadJob, listens: false, role: .job)
        return ProcessFacts(
            category: .test, role: .job, age: 14_400, cores: .measured(0), state: .sleeping, attachment: attachment,
            levels: [.adrift])
    }

    @Test(
        arguments: [
            { $0.age = 14_405 }, { $0.lifetimeShare = 0.01 }, { $0.title = "other" }, { $0.pid = 9 },
        ] as [@Sendable (inout ProcessFacts) -> Void])
    func `what moves no evidence leaves it as it is`(change: @Sendable (inout ProcessFacts) -> Void) {
        var other = facts()
        change(&other)
        #expect(FactDigest(other) == FactDigest(facts()))
    }

    @Test(
        arguments: [
            { $0.age = 30_000 }, { $0.levels = [.sev] }, { $0.cores = .measured(1) }, { $0.state = .running },
            { $0.category = .build }, { $0.workingDirectoryDeleted = .measured(true) }, { $0.hostIsAlive = false },
            { $0.copies = 9 }, { $0.exceedsMemory = true }, { $0.progress = .measured(true) }, { $0.quiet = 5 },
            { $0.attachment.clients = 2 }, { $0.filesAtRisk = .measured([]) }, { $0.cores = .unavailable(.gone) },
        ] as [@Sendable (inout ProcessFacts) -> Void])
    func `what is judged by changes it`(change: @Sendable (inout ProcessFacts) -> Void) {
        var other = facts()
        change(&other)
        #expect(FactDigest(other) != FactDigest(facts()))
    }

    @Test func `hostile numbers make one, too`() {
        for number in [Double.nan, .infinity, -1, 1e300] {
            var other = facts()
            other.age = number
            other.lifetimeShare = number
            other.cores = .measured(number)
            other.quiet = number
            #expect(FactDigest(other) == FactDigest(other))
        }
    }

    /// Numbers that a session kept are compared by a later run, so that this one must never change by itself.
    @Test func `the same facts give the same number in every run`() {
        #expect(FactDigest(facts())?.value == 8_483_854_687_751_228_200)
    }

    @Test func `what was looked at closely is judged anew`() {
        var other = facts()
        other.deep = DeepReading()
        #expect(FactDigest(other) == nil)
    }
}
