package import Primitives

/// A process as two looks at what it writes have shown it.
package struct WriterObservation: Sendable, Equatable {
    package var pid: Int32
    package var parent: Int32 = 0
    /// Clock ticks since boot at its start: with the PID it is the process.
    package var startTicks: UInt64 = 0
    package var name = ForeignText("")
    /// Each ended by a NUL; empty where it has none or they could not be read.
    package var arguments = ForeignText("")
    package var executable = ForeignText("")
    /// Nil where it could not be read.
    package var workingDirectory: ForeignText?
    /// What it sent to storage between both looks, less what it took back by cutting files off.
    package var written: Reading<ByteCount> = .unavailable(.notCollected)
    /// The project that it works in; nil where it works in none that is known.
    package var project: ForeignText?
    /// Regular files that it has open for writing.
    package var files: [WrittenFile] = []
    /// Device numbers of the file systems that it works on or has files open for writing on.
    package var devices: Set<UInt64> = []

    package init(pid: Int32) {
        self.pid = pid
    }
}

/// A regular file that somebody has open for writing.
package struct WrittenFile: Sendable, Equatable {
    package var path = ForeignText("")
    package var bytes = ByteCount.zero
    package var pid: Int32 = 0
    package var name = ForeignText("")

    package init() {}

    package init(path: ForeignText, bytes: ByteCount, pid: Int32, name: ForeignText) {
        self.path = path
        self.bytes = bytes
        self.pid = pid
        self.name = name
    }
}
