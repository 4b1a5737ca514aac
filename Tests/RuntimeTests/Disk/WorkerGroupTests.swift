import Primitives
import Runtime
import Synchronization
import SystemCalls
import Testing

struct WorkerGroupTests {
    private final class Count: Sendable {
        let value = Atomic<Int>(0)
        func next() -> Int { value.wrappingAdd(1, ordering: .relaxed).newValue }
    }

    /// Settles until nobody runs any more; at most ten seconds.
    private func ends(_ group: WorkerGroup, at seconds: () -> Double = { 0 }) -> [String] {
        var ends: [String] = []
        let deadline = Deadline.after(.seconds(10))
        while group.isRunning, !deadline.hasPassed {
            for end in group.settle(at: seconds()) {
                switch end {
                case .done(let name): ends.append("done \(name)")
                case .respawned(let name, _): ends.append("respawned \(name)")
                case .failed(let name, _): ends.append("failed \(name)")
                }
            }
            Clocks.sleep(seconds: 0.001)
        }
        return ends
    }

    @Test func `a worker that fails begins again three times, and then no more`() {
        let count = Count()
        let group = WorkerGroup([
            WorkerGroup.Worker("unlucky") { () throws(TendError) in
                _ = count.next()
                throw TendError(.unavailable, "no luck")
            }
        ])
        group.start()
        #expect(ends(group) == ["respawned unlucky", "respawned unlucky", "respawned unlucky", "failed unlucky"])
        #expect(count.value.load(ordering: .relaxed) == 4 && group.respawns == 3)
    }

    @Test func `one that recovers goes on, and the others are not disturbed`() {
        let count = Count()
        let group = WorkerGroup([
            WorkerGroup.Worker("shaky") { () throws(TendError) in
                if count.next() < 3 { throw TendError(.unavailable, "no luck") }
            }, WorkerGroup.Worker("steady") { () throws(TendError) in },
        ])
        group.start()
        let ends = ends(group)
        #expect(ends.filter { $0 == "respawned shaky" }.count == 2)
        #expect(ends.contains("done shaky") && ends.contains("done steady"))
    }

    @Test func `failures further apart than five minutes are forgotten`() {
        var limit = RespawnLimit()
        let answers = [0.0, 10, 20, 299, 300, 301].map { limit.allows(at: $0) }
        #expect(answers == [true, true, true, false, true, false])
    }
}
