package import SystemCalls

/// A directory of shell scripts that stand for the tools of supervisors, removed with its value.
package final class FakeTools {
    package let directory: String

    package init() throws {
        let random = Host.randomBytes(6).map { String($0, radix: 16) }.joined()
        directory = "/tmp/tend-tools-\(Host.processID)-\(random)"
        try FileSystem.makeDirectories(directory)
    }

    deinit {
        // What cannot be removed lies under /tmp and harms nothing.
        for name in (try? FileSystem.names(in: directory)) ?? [] { try? FileSystem.remove("\(directory)/\(name)") }
        try? FileSystem.removeDirectory(directory)
    }

    /// A tool that is a shell script; it may write below `$TOOLS`.
    package func add(_ name: String, _ script: String) throws {
        let text = "#!/bin/sh\nTOOLS=\(directory)\n\(script)\n"
        try FileSystem.replace("\(directory)/\(name)", with: Array(text.utf8), mode: 0o700)
    }

    /// What a tool wrote into a file of the directory; empty where it wrote none.
    package func text(_ name: String) -> String {
        // A missing file means that no tool was run.
        String(decoding: (try? FileSystem.read("\(directory)/\(name)")) ?? [], as: UTF8.self)
    }

    package var box: ToolBox { ToolBox(first: directory) }
}
