import Testing

@testable import History

@Suite struct CryptographyTests {
    /// Computed with `python3 -c "hashlib.blake2b(…)"`.
    @Test func `hashes are those of BLAKE2b`() {
        #expect(
            hexadecimal(Cryptography.hash([])) == "0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8")
        #expect(
            hexadecimal(Cryptography.hash(Array("abc".utf8), key: Array("key".utf8), size: 16))
                == "2cf02ae16ac225ee731f9d359d8a1c38")
    }

    @Test func `a signature holds for its message and key alone`() {
        let key = Cryptography.SigningKey(seed: [UInt8](repeating: 1, count: 32))
        let signature = key.sign([1, 2, 3])
        #expect(Cryptography.verify(signature, of: [1, 2, 3], by: key.publicKey))
        #expect(!Cryptography.verify(signature, of: [1, 2, 4], by: key.publicKey))
        let other = Cryptography.SigningKey(seed: [UInt8](repeating: 2, count: 32))
        #expect(!Cryptography.verify(signature, of: [1, 2, 3], by: other.publicKey))
        #expect(!Cryptography.verify([], of: [1, 2, 3], by: key.publicKey))
        #expect(!Cryptography.verify(signature, of: [1, 2, 3], by: []))
    }
}
