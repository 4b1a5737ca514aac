import Model
import Primitives
import TestSupport
import Testing

/// Pasts of simulated processes, a minute a step.
enum Pasts {
    /// Cores, resident MiB at the end, bytes moved.
    typealias Step = (cores: Double, memory: Double, moved: UInt64?)

    /// A process whose past has these steps.
    static func series(_ steps: [Step]) throws -> ProcessSeries {
        var process = ProcessObservation(
            identity: ProcessIdentity(pid: 7, startTicks: 0, bootID: "b", userID: 0), parent: 1, processGroup: 7,
            session: 7, name: ForeignText("x"))
        var (ticks, moment) = (0.0, 1000.0)
        var storage: UInt64? = 0
        func point(_ memory: Double) -> HistoryPoint {
            HistoryPoint(
                moment: moment, ticks: UInt64(ticks.rounded()),
                residentMemory: ByteCount(UInt64(memory * 1_048_576)), storage: storage, threads: 1)
        }
        process.history = [point(steps[0].memory)]
        for step in steps {
            moment += 60
            ticks += step.cores * 6000
            storage = step.moved.flatMap { moved in storage.map { $0 + moved } }
            process.history.append(point(step.memory))
        }
        let host = HostFacts(
            hostID: "", bootID: "b", kernel: "", capturedAt: 0, uptime: moment, window: 0, samples: 1,
            ticksPerSecond: 100, pageSize: 4096, processors: 4, memoryTotal: .zero, memoryAvailable: .zero,
            initStartTicks: 0, hasSystemd: true, viewer: Viewer(pid: 1, userID: 0, chain: []))
        return try #require(ProcessSeries(process, host))
    }

    /// What somebody comes back to: minutes of work in clusters, with data moved along.
    static func used(_ random: inout Chance, count: Int = 160) -> [Step] {
        var left = 0
        return (0..<count).map { _ in
            if left == 0, Double.random(in: 0...1, using: &random) < 0.04 {
                left = Int.random(in: 3...12, using: &random)
            }
            guard left > 0 else { return (0, 200 + Double.random(in: 0...2, using: &random), 0) }
            left -= 1
            let cores = Double.random(in: 0.05...0.8, using: &random)
            return (cores, 205 + Double.random(in: 0...2, using: &random), UInt64(cores * 1e6))
        }
    }

    /// A job that computes and writes.
    static func job(_ random: inout Chance, count: Int = 160) -> [Step] {
        (0..<count).map { _ in
            let cores = Double.random(in: 0.6...1, using: &random)
            return (cores, 500 + Double.random(in: 0...9, using: &random), UInt64(cores * 4e6))
        }
    }

    /// A leak, on top of being used.
    static func leak(_ random: inout Chance, count: Int = 160) -> [Step] {
        used(&random, count: count).enumerated().map { ($1.cores, $1.memory + 3 * Double($0), $1.moved) }
    }

    /// Used at first, then a loop that gets nowhere.
    static func runaway(_ random: inout Chance, count: Int = 160) -> [Step] {
        used(&random, count: count).enumerated().map { step, was in
            step < count / 2 ? was : (Double.random(in: 0.97...1, using: &random), was.memory, 0)
        }
    }

    /// Worked for a while and was then forgotten.
    static func forgotten(_ random: inout Chance, count: Int = 160) -> [Step] {
        let work = Int.random(in: count / 5...count / 3, using: &random)
        return used(&random, count: count).enumerated().map { step, was in
            guard step < work else { return (0, 200, 0) }
            return Double.random(in: 0...1, using: &random) < 0.6 ? (0.3, 205, 300_000) : was
        }
    }

    /// Left behind before anybody looked.
    static func dormant(_ random: inout Chance, count: Int = 160) -> [Step] {
        (0..<count).map { _ in (Double.random(in: 0...1, using: &random) < 0.02 ? 0.0005 : 0, 90, 0) }
    }
}
