import Primitives
import Testing

@testable import History

@Suite struct ZstandardTests {
    @Test(arguments: [[], [1], Array("plan".utf8), [UInt8](repeating: 7, count: 1 << 20)] as [[UInt8]])
    func `what was compressed comes back`(bytes: [UInt8]) throws {
        let compressed = try Zstandard.compress(bytes)
        #expect(try Zstandard.decompress(compressed, limit: bytes.count) == bytes)
        guard !bytes.isEmpty else { return }
        #expect(throws: TendError.self) { try Zstandard.decompress(compressed, limit: bytes.count - 1) }
    }

    @Test func `damaged frames are errors, whichever byte is wrong`() throws {
        let original = Array("a plan that is compressed, a plan that is compressed".utf8)
        let compressed = try Zstandard.compress(original)
        for length in 0..<compressed.count {
            #expect(throws: TendError.self) { try Zstandard.decompress(Array(compressed[..<length]), limit: 1 << 20) }
        }
        for index in compressed.indices {
            var damaged = compressed
            damaged[index] ^= 0xFF
            // zstd has no checksum here: another text may come out, but never a crash or more than the limit.
            do {
                #expect(try Zstandard.decompress(damaged, limit: 1 << 20).count <= 1 << 20)
            } catch {
                #expect(error.code == .malformedInput)
            }
        }
    }

    @Test func `a claim of more than the limit allocates nothing`() {
        // A frame header that claims 2^62 bytes.
        let claim: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x40, 1, 0, 0]
        #expect(throws: TendError.self) { try Zstandard.decompress(claim, limit: 1 << 20) }
    }
}
