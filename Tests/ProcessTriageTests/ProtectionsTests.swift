import Model
import Primitives
import Testing

@testable import ProcessTriage

@Suite struct ProtectionsTests {
    private func codes(_ machine: Machine, _ pid: Int32) throws -> [String] {
        try machine.facts()[pid]?.protections.map(\.reasonCode) ?? []
    }

    @Test func `init, the kernel and the viewer's own chain are never touched`() throws {
        let machine = Machine()
        #expect(try codes(machine, 1) == ["init"])
        #expect(try codes(machine, 2) == ["kernel_thread"])
        #expect(try codes(machine, 200) == ["own_session_chain"])
        #expect(try codes(machine, 300).contains("own_session_chain"))
        #expect(try codes(machine, 100).contains("own_session_chain"))
    }

    @Test func `another user's process is not ours`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "yes", user: 1001, age: 9000)
        machine.add(401, parent: 1, "yes", user: 1000, age: 9000)
        #expect(try codes(machine, 400) == ["other_user"])
        #expect(try codes(machine, 401) == [])
    }

    @Test func `the leader of the viewer's session and what holds it up are protected`() throws {
        var machine = Machine()
        machine.add(150, parent: 1, "tmux", age: 60_000)
        machine.add(160, parent: 150, "bash", age: 60_000)
        machine.sample.processes[machine.sample.processes.firstIndex { $0.pid == 300 } ?? 0].session = 160
        #expect(try codes(machine, 160).contains("own_session_chain"))
        #expect(try codes(machine, 150).contains("own_session_chain"))
    }

    @Test func `as root, what started with the machine and unrecognised packaged programs are protected too`() throws {
        var machine = Machine(viewer: 0)
        machine.add(400, parent: 1, "yes", user: 0, age: 99_998)
        machine.add(401, parent: 1, "some-unknown-tool", user: 0, age: 9000)
        machine.add(402, parent: 1, "yes", user: 0, age: 9000)
        #expect(try codes(machine, 400).contains("started_with_machine"))
        #expect(try codes(machine, 401).contains("distribution_program"))
        #expect(try codes(machine, 402) == [])
    }

    @Test func `what somebody declared as wanted is never touched, and its reason is harmless text`() throws {
        var machine = Machine()
        machine.add(400, parent: 1, "yes", age: 9000) {
            $0.declaration = Declaration(id: 3, until: 86_400_000, reason: "night\u{1B}[31m run")
        }
        machine.add(401, parent: 1, "yes", age: 9000)
        let protection = try #require(try machine.facts()[400]?.protections.first)
        #expect(protection.reasonCode == "declared_wanted")
        #expect(protection.sentence.contains("until 1970-01-02T00:00:00.000Z"))
        #expect(protection.sentence.contains("declare remove 3"))
        #expect(!protection.sentence.contains("\u{1B}"))
        #expect(try codes(machine, 401) == [])
    }
}
