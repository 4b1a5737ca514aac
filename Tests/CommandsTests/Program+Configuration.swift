import SystemCalls
import Testing

private import func Glibc.symlink

extension Program {
    /// The program at work in a project of its own, where it sees nothing of the tester's configuration.
    static func inProject() throws -> Program {
        let program = try Program()
        let project = "\(program.directory)/project"
        try FileSystem.makeDirectories(project)
        program.workingDirectory = project
        return program
    }

    var userFile: String { "\(directory)/.config/tend/config.toml" }
    var projectFile: String { "\(directory)/project/.tend/config.toml" }

    func write(_ text: String, to path: String, permissions: UInt32 = 0o600) throws {
        try FileSystem.makeDirectories(String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]))
        try FileSystem.replace(path, with: Array(text.utf8))
        try FileSystem.setPermissions(path, permissions)
    }

    func read(_ path: String) throws -> String {
        String(decoding: try FileSystem.read(path), as: UTF8.self)
    }

    func link(_ path: String, to target: String) throws {
        try #require(symlink(target, path) == 0)
    }
}
