internal import CSodium

/// Hashes and signatures; the only file that knows libsodium's interface.
enum Cryptography {
    /// sodium_init may be called any number of times and chooses the fastest code for this processor.
    private static let isReady = sodium_init() >= 0

    /// BLAKE2b with an optional key; 16 to 64 bytes.
    static func hash(_ bytes: [UInt8], key: [UInt8] = [], size: Int = 32) -> [UInt8] {
        precondition(isReady && (16...64).contains(size) && key.count <= 64, "BLAKE2b cannot be used like this")
        var result = [UInt8](repeating: 0, count: size)
        // An empty key means none; the length decides, not the address.
        crypto_generichash(&result, size, bytes, UInt64(bytes.count), key, key.count)
        return result
    }

    /// An Ed25519 pair; the seed of 32 bytes is all that must be kept.
    struct SigningKey {
        let publicKey: [UInt8]
        private let secretKey: [UInt8]

        init(seed: [UInt8]) {
            precondition(isReady && seed.count == SigningKey.seedSize, "an Ed25519 seed has 32 bytes")
            var publicKey = [UInt8](repeating: 0, count: 32)
            var secretKey = [UInt8](repeating: 0, count: 64)
            crypto_sign_seed_keypair(&publicKey, &secretKey, seed)
            self.publicKey = publicKey
            self.secretKey = secretKey
        }

        static let seedSize = 32

        func sign(_ message: [UInt8]) -> [UInt8] {
            var signature = [UInt8](repeating: 0, count: 64)
            crypto_sign_detached(&signature, nil, message, UInt64(message.count), secretKey)
            return signature
        }
    }

    static func verify(_ signature: [UInt8], of message: [UInt8], by publicKey: [UInt8]) -> Bool {
        guard isReady, signature.count == 64, publicKey.count == 32 else { return false }
        return crypto_sign_verify_detached(signature, message, UInt64(message.count), publicKey) == 0
    }
}

/// Bytes as lower-case hexadecimal digits.
func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
        text.append(digits[Int(byte >> 4)])
        text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
}
