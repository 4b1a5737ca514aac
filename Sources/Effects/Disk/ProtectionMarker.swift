package import SystemCalls

/// The file whose presence protects a directory and everything below it from removal.
package enum ProtectionMarker {
    package static let name = ".tend-protect"
    /// Names that protect, the one that tend makes first.
    package static let names = [name, ".sbh-protect"]

    /// Puts a marker into a directory.
    ///
    /// - Returns: false where one was there already.
    package static func add(to directory: String) throws(SystemCallError) -> Bool {
        let text = "This directory and everything below it is protected: tend removes nothing here.\n"
        return try FileSystem.create("\(directory)/\(name)", with: Array(text.utf8), mode: 0o644)
    }

    /// Takes the markers out of a directory.
    ///
    /// - Returns: the names of those that were there.
    package static func remove(from directory: String) throws(SystemCallError) -> [String] {
        var removed: [String] = []
        for name in names where FileSystem.exists("\(directory)/\(name)") {
            try FileSystem.remove("\(directory)/\(name)")
            removed.append(name)
        }
        return removed
    }
}
