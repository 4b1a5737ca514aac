import Model
import Testing

@Suite struct RespawnLoopTests {
    /// Runs that each took two seconds to end.
    private func runs(_ pairs: (Double, Double)...) -> [RecordedRun] {
        pairs.map { RecordedRun(started: $0.0, endBegun: $0.1 - 2, ended: $0.1) }
    }

    @Test func `each start soon after an end counts, back to the first rest`() {
        let loop = RespawnLoop(after: runs((100, 130), (0, 30), (132, 160), (161, 200)), started: 205)
        #expect(loop == RespawnLoop(times: 3, seconds: 75))
        #expect(RespawnLoop(after: runs((161, 200)), started: 205) == nil)
        #expect(RespawnLoop(after: runs((0, 50), (100, 130)), started: 500) == nil)
        #expect(RespawnLoop(after: [], started: 0) == nil)
    }

    @Test func `a start counts from when the end was begun, for it is recorded late`() {
        #expect(RespawnLoop(after: runs((0, 10), (9, 20)), started: 19)?.times == 2)
        #expect(RespawnLoop(after: runs((0, 10), (7.9, 20)), started: 17.9)?.times == 2)
        #expect(RespawnLoop(after: runs((0, 10), (7, 20)), started: 19) == nil)
    }

    @Test func `copies that ran side by side and were ended together are no loop`() {
        let copies = runs((0, 10), (0, 11), (1, 12), (1, 13))
        #expect(RespawnLoop(after: copies, started: 14) == nil)
        #expect(RespawnLoop(after: copies + runs((14, 30), (14, 31)), started: 32)?.times == 2)
    }

    @Test func `people are told who starts it`() {
        #expect(
            RespawnLoop(times: 3, seconds: 75, parent: 7, parentTitle: "node").sentence
                == "It was started again 3 times within 75 s; its parent node (PID 7) does that, so end the parent "
                + "instead.")
        #expect(
            RespawnLoop(times: 2, seconds: 600).sentence
                == "It was started again 2 times within 10 min; what starts it is not to be seen.")
    }
}
