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
        while !group.running.isEmpty, !deadline.hasPassed {
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
        let group = WorkerGroup(
            [
                WorkerGroup.Worker("unlucky") { () throws(TendError) in
                    _ = count.next()
                    throw TendError(.unavailable, "no luck")
                }
            ], delays: [])
        group.start()
        #expect(ends(group) == ["respawned unlucky", "respawned unlucky", "respawned unlucky", "failed unlucky"])
        #expect(count.value.load(ordering: .relaxed) == 4)
    }

    @Test func `one that recovers goes on, and the others are not disturbed`() {
        let count = Count()
        let group = WorkerGroup(
            [
                WorkerGroup.Worker("shaky") { () throws(TendError) in
                    if count.next() < 3 { throw TendError(.unavailable, "no luck") }
                }, WorkerGroup.Worker("steady") { () throws(TendError) in },
            ], delays: [])
        group.start()
        let ends = ends(group)
        #expect(ends.filter { $0 == "respawned shaky" }.count == 2)
        #expect(ends.contains("done shaky") && ends.contains("done steady"))
    }

    @Test func `failures further apart than five minutes are forgotten`() {
        var limit = RespawnLimit()
        let answers = [0.0, 10, 20, 299, 300, 301].map { limit.number(at: $0) }
        #expect(answers == [1, 2, 3, nil, 3, nil])
    }

    @Test func `what lasts a moment is waited for, and whoever ends everything waits for nobody`() {
        let count = Count()
        let group = WorkerGroup([
            WorkerGroup.Worker("unlucky") { () throws(TendError) in
                if count.next() == 1 { throw TendError(.unavailable, "no luck") }
            }
        ])
        group.start()
        let deadline = Deadline.after(.seconds(10))
        while group.settle(at: 0).isEmpty, !deadline.hasPassed { Clocks.sleep(seconds: 0.001) }
        #expect(group.settle(at: 0.9).isEmpty && count.value.load(ordering: .relaxed) == 1)
        #expect(group.running == ["unlucky"])
        #expect(ends(group, at: { 1 }) == ["done unlucky"])
        let other = WorkerGroup([
            WorkerGroup.Worker("unlucky") { () throws(TendError) in throw TendError(.unavailable, "no luck") }
        ])
        other.start()
        while other.settle(at: 0).isEmpty, !deadline.hasPassed { Clocks.sleep(seconds: 0.001) }
        other.end()
        #expect(other.running.isEmpty)
    }
}
