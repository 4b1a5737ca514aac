import Primitives
import Testing

@testable import History

@Suite struct EndedProcessTests {
    @Test func `what was ended is told by its program and its times, and nothing else is`() throws {
        let scratch = try Scratch()
        let store = try scratch.open()
        let session = scratch.session()
        let bodies = [
            #"{"arguments_hash":"aa","uid":1000,"boot_id":"b","start_ticks":7}"#,
            #"{"uid":1000,"boot_id":"b","start_ticks":8}"#,
            #"{"arguments_hash":"bb","uid":0,"boot_id":"b","start_ticks":9}"#,
        ]
        try store.beginSession(session)
        for (place, body) in bodies.enumerated() {
            var decision = try scratch.decision(session, place + 1)
            decision.body = try scratch.json(body)
            try store.record([decision])
            for (result, at) in [("done", 5000), ("no_effect", 6000)] as [(String, Int64)] {
                let id = try store.recordIntent(scratch.intent(decision))
                try store.recordOutcome(
                    OutcomeRecord(intent: id, result: result, details: scratch.json("{}"), at: at + Int64(place)))
            }
        }
        let first = EndedProcess(
            argumentsHash: "aa", userID: 1000, bootID: "b", startTicks: 7, begunAt: 2000, endedAt: 5000)
        let last = EndedProcess(
            argumentsHash: "bb", userID: 0, bootID: "b", startTicks: 9, begunAt: 2000, endedAt: 5002)
        #expect(try store.endedProcesses(domain: "processes", since: 0) == [first, last])
        #expect(try store.endedProcesses(domain: "processes", since: 5001) == [last])
        #expect(try store.endedProcesses(domain: "disk", since: 0).isEmpty)
    }
}
