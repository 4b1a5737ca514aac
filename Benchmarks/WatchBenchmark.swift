import Formats
import Model
import Primitives
import Reporting
import SystemCalls

/// What watching costs: an hour of recorded looks replayed, and a watch that has nothing to do.
struct WatchBenchmark {
    let work: String
    let tend: String
    let environment: [(name: String, value: String)]
    private static let volumes = 20
    private static let seconds = 3600
    /// Seconds for which an idle watch is measured.
    private static let idle = 60.0

    func rows(watching tree: String, repeats: Int) throws -> [Measurement] {
        [try replay(repeats), try idleCost(tree)]
    }

    /// Twenty volumes that fill and are emptied, each in its own rhythm, a look a second.
    private func replay(_ repeats: Int) throws -> Measurement {
        let trace = "\(work)/trace"
        if !FileSystem.exists(trace) { try FileSystem.replace(trace, with: Self.trace()) }
        let words = [tend, "disk", "watch", "--replay", trace, "--format", "jsonl"]
        let times = try (0..<max(1, repeats)).map { _ in try DiskBenchmark.wall(words, environment) ?? 0 }
        return Measurement(
            name: "replay", label: "an hour of \(Self.volumes) volumes at 1 s, replayed (disk watch --replay)",
            value: median(times), budget: 10_000)
    }

    private static func trace() -> [UInt8] {
        let total: UInt64 = 1 << 40
        return (0..<seconds).flatMap { second in
            (0..<volumes).flatMap { number in
                let period = Double(300 + 37 * number)
                let share = 0.01 + 0.6 * abs((Double(second) / period).truncatingRemainder(dividingBy: 2) - 1)
                let available = UInt64(Double(total) * share)
                var look = VolumeLook(
                    mount: ForeignText("/volume\(number)"),
                    space: .measured(
                        VolumeSpace(
                            totalBytes: ByteCount(total), usedBytes: ByteCount(total - available),
                            availableBytes: ByteCount(available), inodesTotal: 0, inodesAvailable: 0)),
                    ballastFiles: 5)
                look.seconds = Double(second)
                look.at = 1_700_000_000_000 + Int64(second) * 1000
                return look.storedJSON + [UInt8(ascii: "\n")]
            }
        }
    }

    /// Share of one processor that a watch takes at the default interval, in percent, once its first scan is over.
    private func idleCost(_ tree: String) throws -> Measurement {
        let watch = try ChildProcess.start(
            SpawnRequest(
                tend, ["disk", "watch", tree], environment: environment, standardOutput: .null, standardError: .null))
        defer { watch.end() }
        let state = "\(work)/state/tend/disk-watch.json"
        try wait(seconds: 60) {
            guard FileSystem.exists(state) else { return false }
            // One of an earlier run may lie there still.
            let told = try WatchState.read(JSONParser.parse(FileSystem.read(state)))
            return told.pid == watch.pid && told.scans > 0
        }
        let (before, begin) = (try Self.processorSeconds(watch.pid), Clocks.monotonicSeconds())
        Clocks.sleep(seconds: Self.idle)
        let used = try Self.processorSeconds(watch.pid) - before
        let share = used / (Clocks.monotonicSeconds() - begin) * 100
        return Measurement(
            name: "idle", label: "an idle watch at the default interval, of one processor", value: share, unit: "%",
            budget: 0.2)
    }

    private func wait(seconds: Double, _ holds: () throws -> Bool) throws {
        let end = Clocks.monotonicSeconds() + seconds
        while try !holds() {
            guard Clocks.monotonicSeconds() < end else {
                throw TendError(.timedOut, "the watch did not scan", area: "bench")
            }
            Clocks.sleep(seconds: 0.1)
        }
    }

    /// Of all threads, in nanoseconds by the kernel's own count (first field of `/proc/PID/task/TID/schedstat`).
    private static func processorSeconds(_ pid: Int32) throws -> Double {
        let tasks = "/proc/\(pid)/task"
        return try FileSystem.names(in: tasks).reduce(0) { sum, task in
            let text = String(decoding: try FileSystem.read("\(tasks)/\(task)/schedstat"), as: UTF8.self)
            return sum + (text.split(separator: " ").first.flatMap { Double($0) } ?? 0) / 1e9
        }
    }
}
