import Formats
import Foundation
import History
import Model
import Primitives
import Testing

@testable import Commands

struct BaselineCommandTests {
    private static let scenario =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Scenarios/processes/long-pasts"

    @Test func `a plan adds to its hour, and too few hours make nothing usual`() throws {
        let trial = try Trial()
        let before = try trial.run("processes baseline show --json").data()
        #expect(before["recorded_hours"] == 0 && before["needed_hours"] == 78 && before["programs"] == 0)
        #expect(before["by_hour"]?.array?.count == 24)
        let plan = try trial.run("processes plan --json")
        #expect(plan.exited(.clean) || plan.exited(.candidates))
        let after = try trial.run("processes agent baseline show --json").data()
        let recorded = after["by_hour"]?.array?.compactMap { $0["recorded"]?.integer }.reduce(0, +)
        // Two where the hour ended in between.
        #expect(recorded == 1 || recorded == 2)
        #expect((after["programs"]?.integer ?? 0) > 0)
        #expect(after["measures"]?.array?.isEmpty == true && after["never_seen"] == nil)
        let second = try trial.run("processes plan --json").data()
        #expect(second["baseline"]?["needed_hours"] == 78)
        #expect(second["baseline"]?["anomaly_share"] == nil)
        #expect(try trial.run("processes baseline show").text.contains("it takes 78 hours to know what is usual"))
    }

    @Test func `a machine that is not as it used to be says so, and new programs are named`() throws {
        let trial = try Trial()
        let hostID = try #require(trial.run("processes plan --json").data()["host_id"]?.string)
        // Five days of a machine with three processes and no known program.
        let store = try Store.open(HistorySettings(directory: trial.stateDirectory))
        let now = Int64(Date().timeIntervalSince1970 * 1000)
        for step in (1...120).reversed() {
            let reading = MachineReading(
                at: now - Int64(step) * 3_600_000, processes: 3 + Double(step % 2), cores: 0.1,
                memory: ByteCount(1 << 20), categories: [.shell: 1])
            try store.appendBaseline(reading, programs: ["other"], hostID: hostID)
        }
        let plan = try trial.run("processes plan --json --all").data()
        let processes = try #require(plan["baseline"]?["measures"]?.array?.first { $0["name"] == "processes" })
        #expect(processes["unusual"] == true && (processes["high"]?.double ?? 99) < 6)
        #expect((plan["baseline"]?["anomaly_share"]?.double ?? 0) > 0.5)
        #expect(plan["baseline"]?["never_seen"]?.array?.isEmpty == false)
        let groups = plan["candidates"]?.array?.flatMap { $0["ledger"]?["groups"]?.array ?? [] } ?? []
        let novel = try #require(groups.first { $0["name"] == "baseline" })
        #expect((novel["contribution"]?["useful_bad"]?.double ?? 0) > 0)
        #expect(novel["contribution"]?["abandoned"]?.double == 0)
        let text = try trial.run("processes plan").text
        #expect(text.contains(" processes; usual at this hour ") && text.contains("Not run here before: "))
        let shown = try trial.run("processes baseline show").text
        #expect(shown.contains("120 hours recorded") && shown.contains("processes: "))
        // Of that very plan: what an earlier one saw may have ended before it.
        let planned = try trial.run("processes plan --json --all")
        let session = try #require(planned.envelope()["session_id"]?.string)
        let pid = try #require(planned.data()["candidates"]?.array?.first { $0["ppid"] != 0 }?["pid"]?.integer)
        #expect(try trial.run("processes explain \(pid) --session \(session)").exited(.clean))
    }

    @Test func `a recording has no baseline, and predictions where they are asked for`() throws {
        let trial = try Trial()
        let file = "\(Self.scenario)/recording.jsonl"
        let plain = try trial.run("processes plan --json --all --from \(file)")
        #expect(try plain.data()["baseline"] == nil)
        let candidates = try plain.data()["candidates"]?.array ?? []
        #expect(!candidates.isEmpty && candidates.allSatisfy { $0["trajectory"] == nil })

        let foretold = try trial.run("processes agent plan --json --all --include-predictions --from \(file)")
        let leak = try #require(
            foretold.data()["candidates"]?.array?.first { $0["command"]?.string?.contains("leaky/server.js") == true })
        let memory = try #require(
            leak["trajectory"]?["forecasts"]?.array?.first { $0["metric"] == "memory" })
        // Five MiB a minute.
        #expect(memory["trend"] == "rising" && memory["course"] == "linear")
        #expect(abs((memory["rate_per_hour"]?.double ?? 0) - 300 * 1_048_576) < 1e6)
        let arrival = try #require(memory["arrival"])
        #expect(arrival["limit"] == "machine_memory")
        let (soonest, latest) = (arrival["earliest_seconds"]?.double ?? -1, arrival["latest_seconds"]?.double ?? -1)
        let expected = arrival["time_to_threshold_seconds"]?.double ?? -1
        #expect(soonest > 0 && soonest <= expected && expected <= latest)
        #expect(leak["trajectory"]?["in_a_day"]?["after_seconds"]?.double == 86_400)
        let table = try trial.run("processes plan --include-predictions --all --from \(file)").text
        #expect(table.contains("OUTLOOK"))
        let pid = try #require(leak["pid"]?.integer)
        let explained = try trial.run("processes explain \(pid) --from \(file)").text
        #expect(explained.contains("Where it goes: Its memory rises by 300 MiB an hour"))
        #expect(explained.contains("reaches all memory that is available in"))
    }
}
