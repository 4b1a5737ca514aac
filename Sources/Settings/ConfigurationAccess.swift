package import Primitives

/// The file system as configuration needs it, handed in.
package protocol ConfigurationAccess: Sendable {
    /// What a path leads to; nil where nothing is there.
    func status(_ path: String) throws(TendError) -> ConfigurationFileStatus?
    func read(_ path: String) throws(TendError) -> [UInt8]
    /// Replaces or makes the file, and makes missing directories above it.
    func write(_ path: String, _ bytes: [UInt8], permissions: UInt32) throws(TendError)
}

/// Who may have written a file.
package struct ConfigurationFileStatus: Sendable, Equatable {
    package var ownerID: UInt32
    /// The lowest twelve bits of the mode.
    package var permissions: UInt32

    package init(ownerID: UInt32, permissions: UInt32) {
        self.ownerID = ownerID
        self.permissions = permissions
    }
}

/// The same files, one of them as it is about to become.
struct EditedAccess: ConfigurationAccess {
    let base: any ConfigurationAccess
    let path: String
    let bytes: [UInt8]
    /// Of a file that does not exist yet.
    let ownerID: UInt32

    func status(_ path: String) throws(TendError) -> ConfigurationFileStatus? {
        let present = try base.status(path)
        guard path == self.path else { return present }
        return present ?? ConfigurationFileStatus(ownerID: ownerID, permissions: 0o600)
    }

    func read(_ path: String) throws(TendError) -> [UInt8] {
        path == self.path ? bytes : try base.read(path)
    }

    func write(_ path: String, _ bytes: [UInt8], permissions: UInt32) throws(TendError) {
        try base.write(path, bytes, permissions: permissions)
    }
}
