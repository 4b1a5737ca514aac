/// Where configuration may lie, for one user in one directory.
package struct ConfigurationPlaces: Sendable {
    /// The file of all users.
    package var system = "/etc/tend/config.toml"
    /// Nil where there is neither `XDG_CONFIG_HOME` nor `HOME`.
    package var user: String?
    /// Who named the user's file instead of the usual one: `--config` or `TEND_CONFIG`.
    package var namedBy: String?
    /// Where the search for a project begins.
    package var currentDirectory: String?
    package var home: String?
    package var userID: UInt32

    /// The usual places; `file` is what `--config` names, and wins over `TEND_CONFIG`.
    package init(environment: [String: String], file: String?, currentDirectory: String?, userID: UInt32) {
        self.currentDirectory = currentDirectory
        self.userID = userID
        home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
        if let file {
            (user, namedBy) = (file, "--config")
        } else if let file = environment["TEND_CONFIG"], !file.isEmpty {
            (user, namedBy) = (file, "TEND_CONFIG")
        } else if let directory = environment["XDG_CONFIG_HOME"], directory.hasPrefix("/") {
            user = "\(directory)/tend/config.toml"
        } else {
            user = home.map { "\($0)/.config/tend/config.toml" }
        }
    }

    /// Where a project's file may lie, the nearest first: upwards to the home directory or the root.
    var projects: [String] {
        guard var directory = currentDirectory, directory.hasPrefix("/") else { return [] }
        var files: [String] = []
        while true {
            files.append(Self.projectFile(in: directory))
            guard directory != home, directory != "/", let slash = directory.lastIndex(of: "/") else { return files }
            directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
        }
    }

    static func projectFile(in directory: String) -> String {
        directory == "/" ? "/.tend/config.toml" : "\(directory)/.tend/config.toml"
    }
}
