package import Primitives

/// What a process's open descriptors say: its standard streams, who it serves, what it could lose.
package struct DescriptorSummary: Sendable, Equatable {
    package var standardInput: StreamKind
    package var standardOutput: StreamKind
    package var count: Int
    /// Ports and paths it listens on; unavailable where the socket tables could not be read.
    package var listeners: Reading<[Listener]>
    /// Established connections that others made to its listeners, and others at the far ends of its pipes.
    package var clients: Reading<[Client]>
    /// Files that it holds open for writing and that a sudden end may damage.
    package var filesAtRisk: [FileAtRisk]

    package init(
        standardInput: StreamKind, standardOutput: StreamKind, count: Int, listeners: Reading<[Listener]>,
        clients: Reading<[Client]>, filesAtRisk: [FileAtRisk] = []
    ) {
        self.standardInput = standardInput
        self.standardOutput = standardOutput
        self.count = count
        self.listeners = listeners
        self.clients = clients
        self.filesAtRisk = filesAtRisk
    }
}

/// Where a standard stream leads.
///
/// The raw values are those of recordings and never change.
package enum StreamKind: String, Sendable, CaseIterable {
    case terminal = "tty"
    /// A pseudo-terminal whose other side is gone (`/dev/pts/N (deleted)`).
    case deadTerminal = "tty_dead"
    case pipe
    /// A pipe whose other end no process holds.
    case deadPipe = "pipe_dead"
    case socket
    /// A socket pair whose other end is closed.
    case deadSocket = "socket_dead"
    /// The journal's socket: the output is kept.
    case journal
    case null
    case file
    case other
    case closed
    case unknown
}

/// Something a process listens on.
package struct Listener: Sendable, Equatable, Hashable {
    package enum Kind: String, Sendable, CaseIterable { case tcp, tcp6, unix }
    package var kind: Kind
    /// Port for TCP; 0 for a unix socket.
    package var port: UInt16
    /// Path for a unix socket (an abstract one starts with `@`); empty for TCP.
    package var path: ForeignText

    package init(kind: Kind, port: UInt16 = 0, path: ForeignText = ForeignText("")) {
        self.kind = kind
        self.port = port
        self.path = path
    }
}

/// The far end of an inbound connection or pipe: the process, where it is on this machine and could be found.
package struct Client: Sendable, Equatable, Hashable {
    /// 0: on another machine, or not found.
    package var pid: Int32

    package init(pid: Int32) {
        self.pid = pid
    }
}

/// A file open for writing whose loss would hurt.
package struct FileAtRisk: Sendable, Equatable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        case sqlite, git, packageManager = "package_manager", editorSwap = "editor_swap"
        /// `/dev/fuse`: it serves a mounted file system, which is gone without it.
        case mount
    }
    package var kind: Kind
    package var path: ForeignText

    package init(kind: Kind, path: ForeignText) {
        self.kind = kind
        self.path = path
    }
}
