import Model
import Primitives
import Testing

@testable import ProcessTriage

@Suite struct RespawningTests {
    /// A parent with three dead children and a living one of the same name, started so many seconds apart.
    private func machine(apart: Double, names: [String] = ["worker", "worker", "worker"]) -> Machine {
        var machine = Machine()
        machine.add(400, parent: 200, "python3 loop.py", age: 1000)
        for (place, name) in names.enumerated() {
            machine.add(401 + Int32(place), parent: 400, name, age: 500 - Double(place) * apart) { process in
                for sample in process.counters.indices { process.counters[sample].state = .zombie }
            }
        }
        machine.add(410, parent: 400, "worker", age: 500 - Double(names.count) * apart)
        return machine
    }

    @Test func `what its parent starts again and again is seen by the dead it leaves`() throws {
        let facts = try machine(apart: 10).facts()
        #expect(facts[410]?.respawns?.times == 3)
        #expect(facts[410]?.respawns?.seconds == 30)
        #expect(facts[410]?.respawns?.parent == 400)
        #expect(facts[401]?.respawns == nil && facts[400]?.respawns == nil)
    }

    @Test func `workers that start together, others' dead and old dead are no loop`() throws {
        #expect(try machine(apart: 0.1).facts()[410]?.respawns == nil)
        #expect(try machine(apart: 100).facts()[410]?.respawns == nil)
        #expect(try machine(apart: 10, names: ["worker", "other", "other"]).facts()[410]?.respawns == nil)
    }

    @Test func `what the record says is given its parent, or none where it is an orphan`() throws {
        var machine = Machine()
        machine.add(400, parent: 200, "python3 loop.py", age: 1000)
        machine.add(401, parent: 400, "worker", age: 500) { $0.respawns = RespawnLoop(times: 4, seconds: 60) }
        machine.add(402, parent: 1, "worker", age: 500) { $0.respawns = RespawnLoop(times: 2, seconds: 60) }
        let facts = try machine.facts()
        #expect(facts[401]?.respawns?.parent == 400)
        #expect(facts[402]?.respawns?.times == 2 && facts[402]?.respawns?.parent == nil)
    }
}
