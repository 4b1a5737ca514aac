import Formats
import Primitives
import SystemCalls
import Testing

extension EndToEnd {
    @Suite struct RespawnTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        @Test func `what came back twice after a stop leads to the parent that starts it`() throws {
            let seconds = "600.\(Int.random(in: 100_000...999_999))"
            let script = "while :; do sleep \(seconds) & echo $! >pid.new; mv pid.new pid; wait; done"
            let parent = try trial.start("sh", ["-c", script])
            for _ in 0..<2 {
                let child = try trial.hold(pidIn: "pid").waitForArguments("sleep\0\(seconds)\0")
                let plan = try #require(try trial.plan("--all").candidate(child.pid))
                #expect(plan["respawns"] == nil)
                try FileSystem.remove(trial.path("pid"))
                let applied = try trial.apply([child.pid], "--action", "stop")
                #expect(applied.exited(.actionsDone), "\(applied)")
                #expect(!child.isAlive)
            }
            let child = try trial.hold(pidIn: "pid").waitForArguments("sleep\0\(seconds)\0")
            let candidate = try #require(try trial.plan("--all").candidate(child.pid))
            #expect(candidate["respawns"]?["times"] == 2)
            #expect(candidate["respawns"]?["parent"] == .whole(parent.pid))
            #expect(candidate["gates"]?.array?.contains { $0["reason_code"] == "respawn_loop" } == true)
            let explained = try trial.run("processes explain \(child.pid)").text
            #expect(explained.contains("started again 2 times"), "\(explained)")
            #expect(explained.contains("processes explain \(parent.pid)"), "\(explained)")
        }
    }
}
