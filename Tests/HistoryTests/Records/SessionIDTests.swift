import Testing

@testable import History

@Suite struct SessionIDTests {
    private func id(_ now: Int64, _ random: UInt8 = 0) -> SessionID {
        SessionID.make(now: now) { [UInt8](repeating: random, count: $0) }
    }

    @Test func `ids sort by time and have 26 characters`() {
        let times: [Int64] = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 1 << 48 - 1]
        let ids = times.map { id($0, 31) }
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { $0.text.utf8.count == 26 && SessionID($0.text) == $0 })
        #expect(id(1_700_000_000_000).text == "01HF7YAT000000000000000000")
    }

    @Test(arguments: ["", "01HF7YAT00", "01HF7YAT00000000000000000!", "01HF7YAT0000000000000000000"])
    func `other texts are no ids`(text: String) {
        #expect(SessionID(text) == nil)
    }

    @Test func `letters that resemble digits are read as them`() {
        #expect(SessionID("oihf7yat000000000000000000")?.text == "01HF7YAT000000000000000000")
    }

    @Test func `a decision is named by its session and place`() {
        let decision = DecisionID(session: id(5), ordinal: 12)
        #expect(DecisionID(decision.description) == decision)
        for text in ["\(id(5))", "\(id(5)).0", "\(id(5)).x", "x.1", "\(id(5)).1.2"] { #expect(DecisionID(text) == nil) }
    }
}
