internal import Model
internal import PackFiles
package import Primitives
package import ProcessTriage
internal import SystemCalls

/// Where signatures are added to the built-in ones.
package struct SignatureFolders: Sendable {
    package var organisation: String
    /// Absent where nothing says where the user's configuration lies.
    package var user: String?

    /// What the user switches off and on; it is read last, so that it decides.
    static let switches = "switched.toml"

    package init(organisation: String = "/etc/tend/packs/signatures", user: String?) {
        self.organisation = organisation
        self.user = user
    }

    /// What lies in them: the organisation's first, the user's switches last.
    package func files() throws(TendError) -> [SignatureFile] {
        var files = try PackFolder.files(in: organisation).map { SignatureFile(source: .organisation, file: $0) }
        guard let user else { return files }
        let own = try PackFolder.files(in: user)
        let ordered = own.filter { $0.name != Self.switches } + own.filter { $0.name == Self.switches }
        files += ordered.map { SignatureFile(source: .user, file: $0) }
        return files
    }

    func userFolder() throws(TendError) -> String {
        guard let user else {
            throw TendError(
                .configuration, "there is no place for the user's packs", area: "packs",
                hint: "set HOME or XDG_CONFIG_HOME")
        }
        return user
    }
}
