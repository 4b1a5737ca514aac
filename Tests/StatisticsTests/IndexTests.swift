import Statistics
import Testing

@Suite struct GittinsIndexTests {
    @Test(arguments: [
        (1, 1, 0.7029), (2, 1, 0.8001), (1, 2, 0.5001), (2, 2, 0.6346), (3, 1, 0.8452), (1, 3, 0.3796),
    ])
    func `it has its tabled values`(a: Double, b: Double, expected: Double) {
        // Gittins, Glazebrook and Weber, table 8.4 (discount 0.9).
        #expect(abs(GittinsIndex.bernoulli(a: a, b: b, discount: 0.9) - expected) < 1e-4)
    }

    @Test func `knowing more is worth less and a longer future more`() {
        var previous = 1.0
        for strength in [0.5, 1, 4, 20, 1e6] {
            let index = GittinsIndex.bernoulli(a: 0.4 * strength, b: 0.6 * strength, discount: 0.8)
            #expect(index > 0.4 && index < previous)
            previous = index
        }
        #expect(agree(previous, 0.4, within: 1e-3))
        #expect(GittinsIndex.bernoulli(a: 2, b: 3, discount: 0) == 0.4)
        let near = GittinsIndex.bernoulli(a: 2, b: 3, discount: 0.5)
        #expect(near < GittinsIndex.bernoulli(a: 2, b: 3, discount: 0.9))
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers give an index or no number`(x: Double) {
        for y in hostileNumbers {
            for index in [
                GittinsIndex.bernoulli(a: x, b: y, discount: 0.3),
                GittinsIndex.bernoulli(a: x, b: 1, discount: y == 0.5 ? 0.5 : min(y, -1)),
            ] {
                #expect(index.isNaN || (0...1).contains(index))
            }
        }
        #expect(GittinsIndex.bernoulli(a: 1, b: 1, discount: 0.995).isNaN)
        #expect(GittinsIndex.bernoulli(a: 1, b: 1, discount: .nan).isNaN)
    }
}

@Suite struct WhittleIndexTests {
    @Test func `it agrees with the closed form for a chain that holds its state`() throws {
        // Liu and Zhao, theorem 1: the belief itself outside the reachable ones, and between the long run ½ and p₁₁ the
        // belief over 1 − β p₁₁ + β belief.
        let chain = try #require(WhittleIndex(stay: 0.8, start: 0.2, discount: 0.9))
        #expect(abs(chain.index(0.1) - 0.1) < 1e-4)
        #expect(abs(chain.index(0.9) - 0.9) < 1e-4)
        #expect(abs(chain.index(0.6) - 0.6 / 0.82) < 1e-4)
        #expect(abs(chain.index(0.7) - 0.7 / 0.91) < 1e-4)
    }

    @Test func `without memory a look tells nothing about later`() throws {
        let chain = try #require(WhittleIndex(stay: 0.3, start: 0.3, discount: 0.9))
        for belief in [0, 0.2, 0.7, 1] { #expect(abs(chain.index(belief) - belief) < 1e-4) }
    }

    @Test func `it grows with the belief`() throws {
        for (stay, start) in [(0.95, 0.1), (0.2, 0.7)] {
            let chain = try #require(WhittleIndex(stay: stay, start: start, discount: 0.7))
            let indices = (0...10).map { chain.index(Double($0) / 10) }
            #expect(zip(indices, indices.dropFirst()).allSatisfy { $0 <= $1 + 1e-5 })
        }
    }

    @Test(arguments: hostileNumbers)
    func `hostile numbers make no chain or give no number`(x: Double) throws {
        #expect((WhittleIndex(stay: x, start: 0.5, discount: 0.5) != nil) == (0...1).contains(x))
        #expect((WhittleIndex(stay: 0.5, start: x, discount: 0.5) != nil) == (0...1).contains(x))
        #expect((WhittleIndex(stay: 0.5, start: 0.5, discount: x) != nil) == (0...0.99).contains(x))
        let chain = try #require(WhittleIndex(stay: 1, start: 0, discount: 0.5))
        #expect(chain.index(x).isNaN != (0...1).contains(x))
    }
}
