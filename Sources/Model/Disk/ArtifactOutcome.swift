package import Primitives

/// How the removal of one artifact ended.
package struct ArtifactOutcome: Sendable, Equatable {
    package var result: ActionOutcome.Result
    /// Stable code that says why, where the result is not plain success.
    package var reasonCode: String?
    /// One sentence for people.
    package var sentence: String
    /// What the file system has more after it than before, by its own count; others took and gave some meanwhile.
    package var freedBytes = ByteCount.zero
    package var files: UInt64 = 0
    package var directories: UInt64 = 0
    package var seconds = 0.0
    /// Where it lies until then, and milliseconds since 1970 after which it is removed; nil where it is gone.
    package var quarantine: Quarantine?

    package init(result: ActionOutcome.Result, reasonCode: String? = nil, sentence: String) {
        self.result = result
        self.reasonCode = reasonCode
        self.sentence = sentence
    }

    /// Whether the system failed, as opposed to something that spoke against it.
    package var isError: Bool { result == .failed }
}

/// A tree that was taken out of its place and not removed yet.
package struct Quarantine: Sendable, Equatable {
    /// The thing as it lies now.
    package var path: ForeignText
    /// Milliseconds since 1970.
    package var until: Int64

    package init(path: ForeignText, until: Int64) {
        self.path = path
        self.until = until
    }
}

/// What is to be removed, as it is recorded before anything happens: enough to finish or undo it after a crash.
package struct RemovalTarget: Sendable, Equatable {
    package var path = ForeignText("")
    package var identity = FileIdentity(device: 0, inode: 0)
    package var isDirectory = true
    /// The directory that it is moved into first, beside it.
    package var trash = ForeignText("")
    /// Milliseconds since 1970 until which it is kept there; nil where it is removed at once.
    package var keepUntil: Int64?

    package init() {}

    /// How the names of directories begin that things are moved into.
    package static let trashPrefix = ".tend-trash-"

    /// Where the thing lies once it was moved.
    package var moved: ForeignText {
        let name = path.bytes.split(separator: UInt8(ascii: "/")).last ?? []
        return ForeignText(trash.bytes + [UInt8(ascii: "/")] + name)
    }
}
