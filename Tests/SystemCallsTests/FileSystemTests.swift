import SystemCalls
import TestSupport
import Testing

@Suite struct FileSystemTests {
    @Test func `a file is replaced whole and read back`() throws {
        let folder = "/tmp/tend-tests-\(Host.processID)-\(Host.randomBytes(4).map { String($0) }.joined())"
        try FileSystem.makeDirectories("\(folder)/a/b")
        let path = "\(folder)/a/b/file"
        try FileSystem.replace(path, with: Array("one".utf8))
        try FileSystem.replace(path, with: Array("two".utf8))
        #expect(try FileSystem.read(path) == Array("two".utf8))
        #expect(try FileSystem.names(in: "\(folder)/a/b") == ["file"])
        try FileSystem.remove(path)
        #expect(!FileSystem.exists(path))
        for made in ["\(folder)/a/b", "\(folder)/a", folder] { try FileSystem.removeDirectory(made) }
    }

    @Test func `a missing file is gone, not a crash`() {
        #expect(throws: SystemCallError(call: "open", on: "/nonexistent/x", errorNumber: 2)) {
            try FileSystem.read("/nonexistent/x")
        }
    }

    @Test func `more than the limit is refused`() {
        #expect(throws: SystemCallError.self) { try FileSystem.read("/proc/self/status", limit: 3) }
    }
}
