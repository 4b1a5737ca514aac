internal import Primitives
internal import SystemCalls

/// A directory of a test's own, removed with the value.
package final class TemporaryTree {
    /// Without links.
    package let path: String

    package init(below place: String = "/tmp") throws {
        let random = Host.randomBytes(8).map { String($0, radix: 16) }.joined()
        path = "\(place)/tend-tree-\(Host.processID)-\(random)"
        try FileSystem.makeDirectories(path)
    }

    deinit {
        // What cannot be removed lies in a place for such things and harms nothing.
        let removal = try? ChildProcess.start(SpawnRequest("rm", ["-rf", "--one-file-system", "--", path]))
        _ = try? removal?.wait()
    }

    /// Writes a file and the directories above it.
    ///
    /// - Returns: its path.
    @discardableResult
    package func write(_ text: String = "", to name: String) throws -> String {
        let place = "\(path)/\(name)"
        try FileSystem.makeDirectories(String(place[..<(place.lastIndex(of: "/") ?? place.startIndex)]))
        try FileSystem.replace(place, with: Array(text.utf8))
        return place
    }

    @discardableResult
    package func makeDirectory(_ name: String) throws -> String {
        try FileSystem.makeDirectories("\(path)/\(name)")
        return "\(path)/\(name)"
    }
}
