package import PackFiles
package import Primitives
internal import SystemCalls

/// Folders in which an organisation and a user keep packs of their own.
package enum PackFolder {
    /// The `.toml` files of a folder in the order of their names; none where there is no folder.
    ///
    /// - Throws: `TendError` (`configuration`) where the folder or one of its files cannot be read.
    package static func files(in directory: String) throws(TendError) -> [PackFile] {
        guard FileSystem.exists(directory) else { return [] }
        do {
            var files: [PackFile] = []
            for name in try FileSystem.names(in: directory).sorted() where name.hasSuffix(".toml") {
                let path = "\(directory)/\(name)"
                files.append(PackFile(name: name, path: path, bytes: try FileSystem.read(path, limit: 1 << 20)))
            }
            return files
        } catch {
            throw TendError(.configuration, "the packs in \(directory) cannot be read", area: "packs", cause: error)
        }
    }
}
