internal import Formats
internal import Model
package import Primitives
internal import SystemCalls

/// Where the pool of a volume lies.
package struct BallastPlace: Sendable, Equatable {
    /// The name of a pool that nothing else was said of.
    package static let defaultName = ".tend-ballast"

    /// Where the volume is mounted, and the directory that holds the pool: absolute paths without links.
    package var mount: ForeignText
    package var parent: ForeignText
    package var name: String

    /// The pool at the mount point itself.
    package init(mount: ForeignText) {
        self.mount = mount
        parent = mount
        name = Self.defaultName
    }

    /// - Returns: nil for a path that is not absolute, or names no directory below another.
    package init?(mount: ForeignText, directory: String) {
        guard directory.hasPrefix("/"), let slash = directory.lastIndex(of: "/") else { return nil }
        let name = String(directory[directory.index(after: slash)...])
        guard !["", ".", ".."].contains(name) else { return nil }
        self.mount = mount
        self.name = name
        parent = ForeignText(slash == directory.startIndex ? "/" : String(directory[..<slash]))
    }

    package var directory: ForeignText {
        let slash = parent.bytes.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
        return ForeignText(parent.bytes + slash + Array(name.utf8))
    }

    /// For sentences.
    var text: String { directory.sanitised }

    /// Turns what the system refuses into a refusal that says what it meant for the pool.
    func attempt<Value: ~Copyable>(
        _ body: () throws(SystemCallError) -> Value
    ) throws(BallastRefusal) -> Value {
        do throws(SystemCallError) {
            return try body()
        } catch {
            throw refusal(error)
        }
    }

    func refusal(_ error: SystemCallError) -> BallastRefusal {
        if error.isFull { return BallastRefusal(.full, "The volume of \(text) is full.") }
        if error.isReadOnly { return BallastRefusal(.readOnly, "The volume of \(text) is mounted read-only.") }
        if error.isLink { return BallastRefusal(.symbolicLink, "\(text) is a symbolic link, or lies behind one.") }
        if error.isNoDirectory { return BallastRefusal(.notADirectory, "\(text) is no directory.") }
        if error.isElsewhere { return BallastRefusal(.otherDevice, "\(text) is a mount point.") }
        if error.isRefused {
            return BallastRefusal(
                .notPermitted, "\(text) may not be used: \(error).",
                hint: "run as its owner or as root, or let disk.ballast name a directory of yours on that volume")
        }
        return BallastRefusal(.inputOutput, "\(text) cannot be used: \(error).")
    }
}
