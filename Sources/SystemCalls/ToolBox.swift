/// Where the programs of others are looked for, and the little that they are told of an environment.
package struct ToolBox: Sendable {
    /// In the order in which they are searched; never the user's `PATH`, which may lead anywhere.
    package var directories: [String]
    package var environment: [(name: String, value: String)]

    package static let systemDirectories = ["/usr/bin", "/bin", "/usr/local/bin", "/usr/sbin", "/sbin"]
    /// Variables that say where a supervisor of the user's own listens.
    private static let passed = [
        "HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS", "DOCKER_HOST", "CONTAINER_HOST",
    ]

    /// - Parameters:
    ///   - first: a directory that is searched before those of the system; nil for none.
    ///   - environment: the caller's own, of which a few variables are passed on.
    package init(first: String? = nil, environment: [String: String] = [:]) {
        directories = (first.map { [$0] } ?? []) + Self.systemDirectories.filter { $0 != first }
        var passed = Self.passed.compactMap { name in environment[name].map { (name: name, value: $0) } }
        if environment["XDG_RUNTIME_DIR"] == nil {
            passed.append(("XDG_RUNTIME_DIR", "/run/user/\(Host.effectiveUserID)"))
        }
        self.environment = passed + [("PATH", directories.joined(separator: ":")), ("LC_ALL", "C")]
    }

    /// The file that a tool's name stands for.
    ///
    /// - Returns: nil where none of the directories has it, or it belongs to somebody who is neither root nor the user.
    package func path(of tool: String) -> String? {
        for directory in directories {
            // A file that cannot be looked at cannot be run either.
            guard let file = try? FileSystem.metadata("\(directory)/\(tool)"), file.isRegularFile,
                file.permissions & 0o111 != 0
            else { continue }
            return [0, Host.effectiveUserID].contains(file.ownerID) ? "\(directory)/\(tool)" : nil
        }
        return nil
    }

    /// A command by its words, the first of which names the tool.
    ///
    /// - Returns: nil where the tool is not installed.
    package func command(_ words: [String], timeout: Duration) -> BoundedCommand? {
        guard let tool = words.first, let program = path(of: tool) else { return nil }
        return BoundedCommand(program, Array(words.dropFirst()), environment: environment, timeout: timeout)
    }
}
