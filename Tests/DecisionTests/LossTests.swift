import Testing

@testable import Decision

@Suite struct LossTests {
    enum Act: String { case leave, ask, remove }

    private let matrix = LossMatrix<Act, Tightness>(rows: [
        .init(action: .leave, losses: [0, 10, 30]), .init(action: .ask, losses: [6, 4, 8]),
        .init(action: .remove, losses: [100, 20, 1]),
    ])

    @Test func `the least expected loss is chosen`() {
        #expect(matrix.choice(Posterior(probabilities: [1, 0, 0])) == .leave)
        #expect(matrix.choice(Posterior(probabilities: [0.2, 0, 0.8])) == .ask)
        #expect(matrix.choice(Posterior(probabilities: [0, 0, 1])) == .remove)
    }

    @Test func `a tie goes to the gentler action`() {
        let even = LossMatrix<Act, Tightness>(rows: [
            .init(action: .leave, losses: [5, 5, 5]), .init(action: .remove, losses: [5, 5, 5]),
        ])
        #expect(even.choice(Posterior(probabilities: [0.3, 0.3, 0.4])) == .leave)
    }

    @Test func `raising a loss can only make its action less likely to be chosen`() {
        let posterior = Posterior<Tightness>(probabilities: [0.04, 0, 0.96])
        #expect(matrix.choice(posterior) == .remove)
        #expect(matrix.scaled(.remove, .fine, by: 3).choice(posterior) == .ask)
    }

    @Test func `without actions there is no choice`() {
        #expect(LossMatrix<Act, Tightness>(rows: []).choice(Posterior(probabilities: [1, 0, 0])) == nil)
    }
}
