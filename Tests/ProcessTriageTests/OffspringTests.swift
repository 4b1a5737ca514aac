import Model
import Primitives
import Testing

@testable import ProcessTriage

/// How the generations below a process grow.
@Suite struct OffspringTests {
    @Test func `generations that double multiply, and a server with many workers does not`() {
        let doubling = Offspring(generations: [1, 2, 4, 8, 16, 32])
        #expect(doubling.isMultiplying)
        #expect(doubling.mean > 1.5 && doubling.extinction < 0.6 && doubling.expectedSize == .infinity)
        let server = Offspring(generations: [1, 100, 4, 1])
        #expect(!server.isMultiplying)
        #expect(server.extinction == 1 && server.expectedSize < 1.2)
        #expect(!Offspring(generations: [1, 1, 1, 1, 1, 1, 1, 1, 1]).isMultiplying)
    }
}
