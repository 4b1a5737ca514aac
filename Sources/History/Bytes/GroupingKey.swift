internal import Primitives
internal import SystemCalls

/// The secret with which names are hashed: equal names get equal hashes here, and nobody elsewhere can guess them.
package struct GroupingKey: Sendable {
    private let key: [UInt8]
    /// Absent where the key is kept in `grouping.key`; else why its hashes hold for this process alone.
    package let temporaryBecause: String?

    private init(key: [UInt8], temporaryBecause: String?) {
        self.key = key
        self.temporaryBecause = temporaryBecause
    }

    /// The key of a store's directory, made at first use; one in memory where the directory cannot be used.
    package static func load(directory: String, random: (Int) -> [UInt8] = Host.randomBytes) -> GroupingKey {
        do throws(TendError) {
            do throws(SystemCallError) {
                try FileSystem.makeDirectories(directory)
            } catch {
                throw StoreFailure.from(error, path: directory)
            }
            let secret = try SecretFile.load("\(directory)/grouping.key", size: 32, random: random)
            return GroupingKey(key: secret.bytes, temporaryBecause: nil)
        } catch {
            return GroupingKey(key: random(32), temporaryBecause: error.description)
        }
    }

    /// The key of a store's directory where it is there, and one in memory otherwise; writes nothing.
    package static func looking(
        directory: String, random: (Int) -> [UInt8] = Host.randomBytes
    ) -> GroupingKey {
        // A key that cannot be read is like none: names then hold for this process alone.
        guard let found = try? SecretFile.existing("\(directory)/grouping.key"), found.count == 32 else {
            return GroupingKey(key: random(32), temporaryBecause: "nothing is to be written")
        }
        return GroupingKey(key: found, temporaryBecause: nil)
    }

    /// A keyed BLAKE2b-128 of the bytes, as 32 hexadecimal digits.
    package func hash(_ bytes: [UInt8]) -> String {
        hexadecimal(Cryptography.hash(Array("group:".utf8) + bytes, key: key, size: 16))
    }

    /// The anonymous name of a machine, from the bytes of `/etc/machine-id`.
    package func hostID(machineID: [UInt8]) -> String {
        hexadecimal(Cryptography.hash(Array("host:".utf8) + machineID, key: key, size: 16))
    }
}
