import Testing

@testable import Cockpit

struct ApprovalStateTests {
    @Test func `only what is preselected and recommended is ticked at first`() {
        #expect(ApprovalState(SamplePlan.items).ticked == [0])
    }

    @Test(
        arguments: [
            ("a", [0, 1]), ("n", []), (" ", []), ("j ", [0, 1]), ("jj ", [0, 2]), ("jjj ", [0]), ("G ", [0, 4]),
            ("Gk ", [0]), ("kkk ", []), ("jjjjjjjj ", [0, 4]), ("na", [0, 1]), ("ax", [1]), ("z", [0]),
        ] as [(String, Set<Int>)])
    func `keys tick`(keys: String, ticked: Set<Int>) {
        var state = ApprovalState(SamplePlan.items)
        for key in keys { _ = state.handle(.character(key)) }
        #expect(state.ticked == ticked)
    }

    @Test func `what has a veto cannot be ticked and says why`() {
        var state = ApprovalState(SamplePlan.items)
        for key in "jjj " { _ = state.handle(.character(key)) }
        #expect(state.message == "PID 44 cannot be ticked. systemd runs it.")
        _ = state.handle(.up)
        #expect(state.message == nil)
    }

    @Test(arguments: [
        (Key.enter, ApprovalState.Step.apply), (.character("y"), .apply), (.character("q"), .leave),
        (.escape, .leave), (.endOfInput, .leave), (.character("Z"), .ignore), (.down, .redraw), (.pageDown, .redraw),
        (.home, .redraw),
    ])
    func `keys decide`(key: Key, step: ApprovalState.Step) {
        var state = ApprovalState(SamplePlan.items)
        #expect(state.handle(key) == step)
    }

    @Test func `nothing ticked is nothing to apply`() {
        var state = ApprovalState(SamplePlan.items)
        _ = state.handle(.character("n"))
        #expect(state.handle(.enter) == .redraw)
        #expect(state.message?.hasPrefix("Nothing is ticked") == true)
    }

    @Test func `escape closes a panel before it leaves`() {
        var state = ApprovalState(SamplePlan.items)
        #expect(state.handle(.character("e")) == .redraw)
        #expect(state.panel == .evidence)
        #expect(state.handle(.escape) == .redraw)
        #expect(state.handle(.character("?")) == .redraw)
        #expect(state.panel == .help)
        // Nothing is ticked or applied from behind the help.
        #expect(state.handle(.enter) == .redraw)
        #expect(state.panel == .none)
        #expect(state.handle(.escape) == .leave)
    }

    @Test func `an empty list survives every key`() {
        var state = ApprovalState([])
        for key in [Key.up, .down, .end, .character(" "), .character("a"), .enter] { _ = state.handle(key) }
        #expect(state.cursor == 0)
        #expect(state.ticked == [])
    }
}
