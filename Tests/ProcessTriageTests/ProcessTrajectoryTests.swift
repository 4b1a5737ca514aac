import Model
import Primitives
import TestSupport
import Testing

@testable import ProcessTriage

/// Where processes go, and that a past too short foretells nothing.
@Suite struct ProcessTrajectoryTests {
    private func facts(_ steps: [Pasts.Step]?) throws -> ProcessFacts {
        var facts = ProcessFacts(
            category: .devServer, role: .server, age: 50_000, cores: .measured(0), state: .sleeping,
            attachment: AttachmentFacts(
                isSupervised: false, clients: 0, hasTerminal: false, parent: .reaper(pid: 1), standardInput: .null,
                standardOutput: .null, ignoresHangup: false, leader: .alive, listens: false, role: .server),
            levels: [.adrift],
            quiet: 600)
        facts.series = try steps.map(Pasts.series)
        facts.ordinaryMemory = .kibibytes(1000 << 10)
        return facts
    }

    private func forecast(
        _ metric: ProcessTrajectory.Metric, _ steps: [Pasts.Step]?, group: ByteCount? = nil
    ) throws -> ProcessTrajectory.Forecast {
        let headroom = Headroom(controlGroup: group, machineMemory: .kibibytes(4096 << 10), processors: 4)
        let trajectory = ProcessTrajectory(try facts(steps), headroom)
        return try #require(trajectory.forecasts.first { $0.metric == metric })
    }

    @Test func `a leak reaches the limit that is nearest`() throws {
        var random = Chance(seed: 3)
        let leak = Pasts.leak(&random, count: 120)
        let machine = try forecast(.memory, leak)
        #expect(machine.direction == .rising && machine.arrival?.limit == .machineMemory)
        // 3 MiB a minute: 4096 MiB take 22.8 hours.
        #expect(abs((machine.arrival?.expected ?? 0) / 3600 - 22.8) < 1.5)
        let group = try forecast(.memory, leak, group: .kibibytes(360 << 10))
        #expect(group.arrival?.limit == .controlGroup)
        #expect(abs((group.arrival?.expected ?? 0) / 3600 - 2) < 0.3)
        let (soonest, latest) = (try #require(group.arrival?.earliest), try #require(group.arrival?.latest))
        #expect(soonest < latest && (soonest...latest).contains(group.arrival?.expected ?? 0))
    }

    @Test func `a past too short, or one that could not be read, foretells nothing and says why`() throws {
        #expect(try forecast(.memory, nil).obstacle == .tooShort)
        let short = try forecast(.cpu, Array(repeating: (0.1, 50, 0), count: 15))
        #expect(short.obstacle == .tooShort && short.steps == 15 && short.now == nil && short.arrival == nil)
        #expect(try forecast(.storage, Array(repeating: (0.1, 50, nil), count: 40)).obstacle == .notMeasured)
        let jumped =
            Array(repeating: (cores: 0.1, memory: 50.0, moved: UInt64?(0)), count: 60)
            + Array(repeating: (cores: 0.1, memory: 900.0, moved: UInt64?(0)), count: 8)
        let changed = try forecast(.memory, jumped)
        #expect(changed.obstacle == .courseChanged && changed.steps == 8)
        #expect(try forecast(.threads, jumped).direction == .stable)
    }

    @Test func `what would be so later follows from the courses`() throws {
        var random = Chance(seed: 3)
        let leaking = try facts(Pasts.leak(&random, count: 120))
        let trajectory = ProcessTrajectory(
            leaking, Headroom(controlGroup: nil, machineMemory: .kibibytes(4096 << 10), processors: 4))
        let soon = leaking.ahead(by: 60, trajectory)
        #expect(soon.age == leaking.age + 60 && soon.quiet == 660 && !soon.exceedsMemory)
        // From about 565 MiB at 180 MiB an hour.
        #expect(leaking.ahead(by: 4 * 3600, trajectory).exceedsMemory)
        var busy = leaking
        busy.cores = .measured(0.4)
        #expect(busy.ahead(by: 60, trajectory).quiet == 600)
    }

    @Test func `a parent whose child works is drawn towards work, and one alone has no family`() throws {
        var machine = Machine()
        let point = { (step: Int, cores: Double) in
            HistoryPoint(
                moment: 90_000 + Double(step) * 60, ticks: UInt64(Double(step) * cores * 6000),
                residentMemory: .kibibytes(50 << 10), storage: 0, threads: 1)
        }
        for (pid, parent, cores) in [(400, 1, 0.0), (401, 400, 0.9), (500, 1, 0.0)] as [(Int32, Int32, Double)] {
            machine.add(pid, parent: parent, "make -j4", age: 40_000) { process in
                process.history = (0..<60).map { point($0, cores) }
                process.counters = []
            }
        }
        let facts = try machine.facts()
        let parent = try #require(facts[400]?.family)
        #expect(parent.own == 0 && parent.relatives == 1 && parent.smoothed > 0.05)
        #expect(try #require(facts[401]?.family).own == 1)
        #expect(facts[500]?.family == nil)
        let reading = HistoryLayer.readings(
            try #require(facts[400]?.series), family: parent, isHeld: false
        ).first { $0.layer.name == "family_rests" }
        guard case .answered(let answer) = try #require(reading).outcome else {
            Issue.record("it was not asked")
            return
        }
        #expect(!answer.holds)
    }
}
