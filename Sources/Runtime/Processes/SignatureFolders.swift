internal import Model
package import Primitives
package import ProcessTriage

/// Where signatures are added to the built-in ones.
package struct SignatureFolders: Sendable {
    package var organisation: String
    /// Absent where nothing says where the user's configuration lies.
    package var user: String?

    package init(organisation: String = "/etc/tend/packs/signatures", user: String?) {
        self.organisation = organisation
        self.user = user
    }

    /// What lies in them, the organisation's first.
    package func files() throws(TendError) -> [SignatureFile] {
        var files = try PackFolder.files(in: organisation).map { SignatureFile(source: .organisation, file: $0) }
        if let user { files += try PackFolder.files(in: user).map { SignatureFile(source: .user, file: $0) } }
        return files
    }
}
