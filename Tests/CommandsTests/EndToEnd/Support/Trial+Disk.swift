import Collectors
import Formats
import Primitives
import SystemCalls
import Testing

/// Whether what these tests remove can be removed by whoever runs them.
enum Unoccupied {
    /// A process of the same user that cannot be read may use anything, and then nothing is ever removed.
    static let isProven: Bool = {
        // Without /proc nothing is known of anybody, which is as bad.
        guard let busy = try? BusySurvey(userID: Host.effectiveUserID).look() else { return false }
        return busy.unreadable.isEmpty
    }()
    static let reason: Comment = "a process of this user cannot be read, so nothing may be removed here"

    /// A Python that an ordinary user may run too; nil where there is none.
    static let python: String? = ["/usr/bin/python3", "/usr/local/bin/python3"].first { FileSystem.exists($0) }
}

extension Trial {
    /// The directory that is scanned: nothing else of the trial lies in it.
    var work: String { path("work") }

    /// Runs a script of the shell in the trial's directory; a failed test where it fails.
    func shell(_ script: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let errors = path("shell-errors")
        let child = try start("sh", ["-ec", script], errors: .file(errors, [.writeOnly, .create, .truncate]))
        let status = try child.wait(timeout: .seconds(300))
        let said = String(decoding: try FileSystem.read(errors), as: UTF8.self)
        try #require(status == .exited(0), "\(script)\n\(said)", sourceLocation: sourceLocation)
    }

    /// What a script of the shell prints.
    func said(_ script: String) throws -> String {
        try shell("{ \(script)\n} > \"$HOME/said\"")
        return try read("said")
    }

    /// Makes what Cargo leaves of a project, as `work/NAME`, and lets it lie for forty days.
    ///
    /// - Returns: the path of its build output.
    @discardableResult
    func makeProject(_ name: String) throws -> String {
        try shell(
            """
            mkdir -p work/\(name)/target/debug/.fingerprint/a work/\(name)/target/debug/deps
            cd work/\(name)
            echo '[package]' > Cargo.toml
            echo '{}' > target/.rustc_info.json
            echo a > target/debug/.fingerprint/a/b
            head -c 300000 /dev/zero > target/debug/deps/shop.o
            """)
        try age("work/\(name)")
        return "\(work)/\(name)/target"
    }

    /// Lets everything in a directory look untouched for so many days.
    func age(_ folder: String, days: Int = 40) throws {
        try shell("find \(folder) -exec touch -h -d '\(days) days ago' {} +")
    }

    /// Scans the work at an urgency at which losses alone may delete.
    func scanWork(_ words: String..., program: [String] = [Installation.path]) throws -> Answer {
        let line = ["disk", "scan", work, "--urgency", "0.5"] + words
        return try begin(line, program: program).finish(timeout: .seconds(300))
    }

    /// Removes all of the work that may go: nobody has so much of it that there were ever enough.
    func cleanWork(_ words: String..., program: [String] = [Installation.path]) throws -> Answer {
        let line = ["disk", "clean", work, "--yes", "--free", "1TB"] + words
        return try begin(line, program: program).finish(timeout: .seconds(300))
    }
}

extension Answer {
    /// The paths of all candidates, in their order.
    func candidatePaths() throws -> [String] {
        try data()["candidates"]?.array?.compactMap { $0["path"]?.string } ?? []
    }

    /// A scan's candidate at a path; nil where there is none.
    func artifact(_ path: String) throws -> JSONValue? {
        try data()["candidates"]?.array?.first { $0["path"]?.string == path }
    }

    /// The codes of what vetoes the candidate at a path.
    func vetoes(_ path: String) throws -> [String] {
        try artifact(path)?["vetoes"]?.array?.compactMap { $0["reason_code"]?.string } ?? []
    }

    /// What became of the thing at a path that was to be removed or put back; nil where it is not among those.
    func removal(_ path: String) throws -> JSONValue? {
        try data()["removed"]?.array?.first { $0["path"]?.string == path }
    }

    func skipped(_ path: String) throws -> JSONValue? {
        try data()["skipped"]?.array?.first { $0["path"]?.string == path }
    }

    /// The line of a table that speaks of a path.
    func line(_ path: String) -> String? {
        text.split(separator: "\n").first { $0.hasSuffix(path) }.map(String.init)
    }
}
