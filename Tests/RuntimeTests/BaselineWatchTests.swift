import Model
import Planning
import Testing

@testable import Runtime

struct BaselineWatchTests {
    /// What is told of a machine that usually runs 100 to 200 processes, look by look.
    private func told(_ processes: [Double], _ threshold: WatchLevel = .medium) -> [[WatchEvent]] {
        var watch = ProcessWatch(threshold: threshold)
        return processes.map { now in
            var usual = MachineBaseline.Usual()
            (usual.name, usual.unit) = ("processes", "processes")
            (usual.low, usual.high, usual.now) = (100, 200, now)
            var plan = ProcessPlan()
            plan.baseline = MachineBaseline()
            plan.baseline?.measures = [usual]
            return watch.events(plan)
        }
    }

    @Test func `more than usual is told once it lasts, and that it is over`() {
        let events = told([150, 812, 813, 814, 815, 150, 150, 150, 150])
        #expect(events.map(\.count) == [0, 0, 0, 1, 0, 0, 0, 1, 0])
        #expect(events[3].first?.kind == .baselineAnomaly)
        #expect(events[3].first?.level == .medium)
        #expect(
            events[3].first?.sentence == "The machine has 814 processes in use; usual at this hour are 100 to 200.")
        #expect(events[7].first?.kind == .baselineUsual)
    }

    @Test func `a look or two outside are nothing`() {
        #expect(told([812, 813, 150, 812, 813, 150]).allSatisfy { $0.isEmpty })
    }

    @Test func `fewer than usual matter little`() {
        #expect(told([1, 1, 1, 1]).allSatisfy { $0.isEmpty })
        #expect(told([1, 1, 1, 1], .low).map(\.count) == [0, 0, 1, 0])
    }

    @Test func `what is more than usual is not told to whoever watches for what is to be ended`() {
        #expect(told([812, 812, 812, 812, 150, 150, 150], .high).allSatisfy { $0.isEmpty })
    }

    @Test func `an unknown machine is never unusual`() {
        var watch = ProcessWatch(threshold: .low)
        for _ in 0..<5 { #expect(watch.events(ProcessPlan()).isEmpty) }
    }
}
