import Decision
import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// What each hidden fact hears, and when it is not asked.
struct DeepFactTests {
    private func answers(
        _ fact: DeepFact, _ facts: ProcessFacts = suspect(), _ change: (inout DeepReading) -> Void
    ) -> [Bool?] {
        var reading = DeepReading.quiet
        change(&reading)
        return DeepFinding(fact, facts, reading).answers.map(\.holds)
    }

    @Test func `somebody is at work where the directory, the repository or an open shell says so`() {
        #expect(answers(.attended) { _ in } == [false, false, false])
        let used = answers(.attended) {
            $0.directory = .measured(.with { $0.lastChange = .measured(60) })
            $0.repository = .measured(.with { $0.lastChange = 3600 })
            $0.company = .measured([Companion(pid: 7, category: .editor)])
        }
        #expect(used == [true, true, true])
        #expect(
            answers(.attended) { $0.repository = .measured(.with { ($0.lastChange, $0.isLocked) = (9e5, true) }) }
                == [false, true, false])
    }

    @Test func `a change that it may have made itself, another machine's directory and no repository say nothing`() {
        let working = suspect { $0.progress = .measured(true) }
        let unknown = suspect { $0.progress = .unavailable(.notPermitted) }
        for facts in [working, unknown] {
            #expect(
                answers(.attended, facts) { $0.directory = .measured(.with { $0.lastChange = .measured(1) }) }[0] == nil
            )
        }
        let elsewhere = answers(.attended) {
            $0.directory = .measured(.with { $0.lastChange = .unavailable(.notSupported) })
            $0.repository = .measured(nil)
        }
        #expect(elsewhere == [nil, nil, false])
        #expect(answers(.attended) { $0.directory = .measured(.with { $0.isDeleted = true }) }[0] == nil)
    }

    @Test func `a worktree that its repository forgot is told, unless its directory is known to be gone`() {
        #expect(answers(.pruned) { $0.repository = .measured(.with { $0.kind = .pruned }) } == [true])
        #expect(answers(.pruned) { $0.repository = .measured(.with { $0.kind = .worktree }) } == [false])
        let gone = suspect { $0.workingDirectoryDeleted = .measured(true) }
        #expect(answers(.pruned, gone) { $0.repository = .measured(.with { $0.kind = .pruned }) }.isEmpty)
    }

    @Test func `agents' variables and files open for writing are told once`() {
        #expect(answers(.startedByAgent) { $0.agentMarks = .measured(["CLAUDECODE"]) } == [true])
        #expect(answers(.startedByAgent) { _ in } == [false])
        #expect(answers(.startedByAgent, suspect { $0.hostIsAlive = true }) { _ in }.isEmpty)
        #expect(answers(.writing) { $0.descriptors = .measured(.with { $0.writing = 1 }) } == [true])
        #expect(answers(.writing) { $0.descriptors = .measured(.with { $0.locks = .measured(2) }) } == [true])
        #expect(answers(.writing) { _ in } == [false])
    }

    @Test(
        arguments: [
            [.att], [.sup], [.used], [.dmn], [.bg], [.adrift, .att], [],
        ] as [PossibleLevels])
    func `whether it is needed is only asked of what is known to be cut off`(levels: PossibleLevels) {
        let held = suspect { $0.levels = levels }
        for fact in DeepFact.need { #expect(answers(fact, held) { _ in }.isEmpty, "\(fact.name)") }
        for level in [AttachmentLevel.adrift, .sev] {
            #expect(!answers(.writing, suspect { $0.levels = [level] }) { _ in }.isEmpty)
        }
    }

    @Test func `a busy process that never waits spins, and an idle one is not asked`() {
        let busy = suspect { $0.cores = .measured(1) }
        #expect(
            answers(.spinning, busy) { $0.switches = .measured(ContextSwitches(voluntary: 3, involuntary: 99)) }
                == [true])
        #expect(answers(.spinning, busy) { _ in } == [false])
        #expect(answers(.spinning) { _ in }.isEmpty)
        #expect(answers(.spinning, suspect { $0.cores = .unavailable(.firstSample) }) { _ in }.isEmpty)
    }

    @Test func `who waits longer than it runs is starved, and who wanted nothing is not asked`() {
        #expect(answers(.starved) { _ in } == [nil, nil])
        let starved = answers(.starved) {
            $0.runDelay = .measured(RunDelay(ran: 0.4, waited: 0.9, slices: 80))
            $0.pressure = .measured(.with { $0.processorSome = 0.8 })
        }
        #expect(starved == [true, true])
        #expect(
            answers(.starved) { $0.runDelay = .measured(RunDelay(ran: 1.9, waited: 0.1, slices: 9)) } == [false, false])
    }

    @Test func `faults that read storage and full memory pressure are thrashing`() {
        #expect(answers(.thrashing) { $0.faults = .measured(PageFaults(minor: 0, major: 41)) } == [true, false])
        #expect(answers(.thrashing) { $0.pressure = .measured(.with { $0.memoryFull = 0.2 }) } == [false, true])
        #expect(answers(.thrashing) { _ in } == [false, false])
    }

    @Test func `threads in state D are caught, unless their group is frozen or activity has heard it`() {
        func caught(_ reading: inout DeepReading) {
            reading.threads = .measured(.with { $0.uninterruptible = 1 })
            reading.waitChannels = .measured([WaitChannel(name: "rpc_wait_bit_killable", looks: 5)])
        }
        #expect(answers(.blocked, suspect(), caught) == [true, true])
        #expect(answers(.blocked) { _ in } == [false, false])
        let frozen = answers(.blocked) { reading in
            caught(&reading)
            reading.controlGroup = .measured(.with { $0.isFrozen = .measured(true) })
        }
        #expect(frozen == [nil, nil])
        #expect(answers(.blocked, suspect { $0.state = .uninterruptible }, caught).isEmpty)
        #expect(answers(.blocked) { $0.looks = 2 } == [false, nil])
    }

    @Test func `unread connections and full queues are unserved, and who is connected to nobody is not asked`() {
        #expect(answers(.unserved) { _ in } == [nil])
        #expect(answers(.unserved) { $0.sockets = .measured(.with { ($0.established, $0.stuck) = (1, 1) }) } == [true])
        let full = answers(.unserved) {
            $0.sockets = .measured(.with { ($0.listening, $0.backlog, $0.backlogLimit) = (1, 64, 128) })
        }
        #expect(full == [true])
        #expect(answers(.unserved) { $0.sockets = .measured(.with { $0.listening = 1 }) } == [false])
    }

    @Test func `every probe that tells something is a test of at least one fact, and no fact stands twice`() {
        #expect(Set(DeepFact.all.map(\.name)).count == DeepFact.all.count)
        for fact in DeepFact.all {
            #expect(Set(fact.tests.map(\.probe)).count == fact.tests.count)
            for (place, test) in fact.tests.enumerated() {
                let index = DeepFact.all.firstIndex { $0.name == fact.name }
                #expect(DeepFact.told[test.probe].contains { $0.fact == index && $0.test == place })
            }
        }
    }
}
