import Formats
import Primitives
import SystemCalls
import TestSupport
import Testing

extension EndToEnd {
    /// What a plan tells that is compared with an earlier one.
    @Suite struct DeltaTests {
        let trial: Trial

        init() throws { trial = try Trial() }

        private func pids(_ answer: Answer, _ kind: String) throws -> [Int64] {
            try answer.data()["delta"]?[kind]?.array?.compactMap { $0["pid"]?.integer } ?? []
        }

        @Test func `what is new, gone, ended by tend and unchanged is told, and only the new is listed`() throws {
            let folder = try trial.makeDirectory("gone")
            let words = ["stays", "exits", "ended", "comes"]
            var orphans: [Subject] = []
            for word in words.dropLast() {
                orphans.append(try trial.orphan("yes", [word], in: folder).waitForArguments("yes\0\(word)\0"))
            }
            try FileSystem.removeDirectory(folder)
            let session = try #require(try trial.plan().data()["session_id"]?.string)
            #expect(try trial.apply([orphans[2].pid]).exited(.actionsDone))
            orphans[1].end()
            let later = try trial.makeDirectory("later")
            let new = try trial.orphan("yes", ["comes"], in: later).waitForArguments("yes\0comes\0")
            try FileSystem.removeDirectory(later)

            let answer = try trial.plan("--since", session)
            let delta = try #require(try answer.data()["delta"])
            #expect(delta["prior_session"]?.string == session)
            #expect(try pids(answer, "new").contains(Int64(new.pid)))
            #expect(try pids(answer, "persistent").contains(Int64(orphans[0].pid)))
            let listed = try answer.data()["candidates"]?.array?.compactMap { $0["pid"]?.integer } ?? []
            #expect(listed.contains(Int64(new.pid)) && !listed.contains(Int64(orphans[0].pid)))
            let gone = delta["resolved"]?.array ?? []
            func reason(_ orphan: Subject) -> String? {
                gone.first { $0["pid"]?.integer == Int64(orphan.pid) }?["reason"]?.string
            }
            #expect(reason(orphans[1]) == "exited")
            #expect(reason(orphans[2]) == "ended_by_tend")
            let persistent = delta["persistent"]?.array?.first { $0["pid"]?.integer == Int64(orphans[0].pid) }
            #expect(persistent?["consecutive_sessions"] == 2)
            let next = try #require(try answer.envelope()["session_id"]?.string)
            #expect((try trial.plan("--since", next).data()["delta"]?["unchanged"]?.integer ?? 0) > 0)
        }

        @Test func `a session or an age that names none, both, and a recording are refused`() throws {
            #expect(try trial.plan("--since", "01ABCDEFGH").exited(.badData))
            _ = try trial.plan()
            #expect(try trial.plan("--since-time", "1d").exited(.badData))
            #expect(try trial.plan("--since-time", "0").data()["delta"] != nil)
            #expect(try trial.plan("--since", "01ABCDEFGH", "--since-time", "1h").exited(.usage))
        }
    }
}
