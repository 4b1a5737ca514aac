package import Primitives

/// A process's TCP and unix sockets (sock_diag(7)).
package struct SocketUse: Sendable, Equatable {
    package var listening = 0
    /// Connections, of either direction.
    package var established = 0
    /// Connections that others made to what it listens on.
    package var clients = 0
    /// Received, and not read by it yet, at the last look; listeners left out.
    package var receiveQueue = ByteCount.zero
    /// Sent by it, and not taken by the other side yet, at the last look.
    package var sendQueue = ByteCount.zero
    /// Connections that had something to read at the first look and at the last, and moved no byte between.
    package var stuck = 0
    /// Connections that wait to be accepted, of all its listeners together.
    package var backlog = 0
    /// How many may wait, of all its listeners together.
    package var backlogLimit = 0
    /// Bytes acknowledged and received on its TCP connections within the window.
    package var moved = ByteCount.zero
    /// Seconds since anything was received on any of its TCP connections; nil without one.
    package var lastReceived: Double?
    /// Seconds since anything was sent on any of its TCP connections; nil without one.
    package var lastSent: Double?

    package init() {}
}

/// A process's open files: what came and went within the window, and what it writes.
package struct DescriptorUse: Sendable, Equatable {
    /// At the last look.
    package var count = 0
    /// Numbers that lead somewhere at the last look where they led elsewhere or nowhere at the first.
    package var opened = 0
    package var closed = 0
    /// Regular files open for writing.
    package var writing = 0
    /// File locks that it holds or waits for (`/proc/locks`).
    package var locks: Reading<Int> = .unavailable(.notCollected)
    /// Files open for writing at the last look that a sudden end may damage.
    package var filesAtRisk: [FileAtRisk] = []

    package init() {}
}

/// What became of the program file since it was started.
///
/// An upgrade deletes or replaces the file of what goes on running; neither says that nobody needs the process.
package enum ProgramFate: String, Sendable, CaseIterable {
    case present
    /// Another file is at its path now.
    case replaced
    /// Nothing is at its path now.
    case deleted
}

/// How a machine arranges control groups.
package enum ControlGroupLayout: String, Sendable, CaseIterable {
    case v1, v2
    /// Controllers in the hierarchies of v1, and a v2 hierarchy beside them.
    case hybrid
}

/// What a process's control group and those above it allow, and what its own uses.
///
/// Measured nil: there is such a limit in this kernel, and it is not set.
package struct ControlGroupUse: Sendable, Equatable {
    package var layout = ControlGroupLayout.v2
    /// Processors' worth of time, the least of all groups above.
    package var quota: Reading<Double?> = .unavailable(.notCollected)
    /// Processors of its cpuset.
    package var processors: Reading<Int?> = .unavailable(.notCollected)
    /// Seconds within the window in which the group had used up its quota.
    package var throttled: Reading<Double> = .unavailable(.notCollected)
    package var memory: Reading<ByteCount> = .unavailable(.notCollected)
    /// Above it the kernel slows the group down; the least of all groups above.
    package var memoryHigh: Reading<ByteCount?> = .unavailable(.notCollected)
    /// Above it the kernel ends something; the least of all groups above.
    package var memoryLimit: Reading<ByteCount?> = .unavailable(.notCollected)
    /// Its group or one above is frozen; with the freezer of v1 its tasks then show state D.
    package var isFrozen: Reading<Bool> = .unavailable(.notCollected)
    /// Bytes of the whole group within the window.
    package var storage: Reading<StorageChange> = .unavailable(.notCollected)
    package var tasks: Reading<Int> = .unavailable(.notCollected)
    package var taskLimit: Reading<Int?> = .unavailable(.notCollected)

    package init() {}
}

/// Shares of the window, 0...1, in which tasks waited for a resource (PSI, Documentation/accounting/psi.rst).
///
/// `some`: at least one waited. `full`: all that were not idle.
package struct Pressure: Sendable, Equatable {
    package var processorSome = 0.0
    package var memorySome = 0.0
    package var memoryFull = 0.0
    package var storageSome = 0.0
    package var storageFull = 0.0

    package init() {}
}

/// How many processors a process could use at once.
package struct EffectiveCores: Sendable, Equatable {
    /// What is the least.
    package enum Bound: String, Sendable, CaseIterable { case machine, affinity, cpuset, quota }

    /// The least of what follows; not whole where a quota is the least.
    package var cores = 1.0
    package var bound = Bound.machine
    package var affinity: Reading<Int> = .unavailable(.notCollected)
    package var cpuset: Reading<Int?> = .unavailable(.notCollected)
    package var quota: Reading<Double?> = .unavailable(.notCollected)

    package init() {}
}

/// A controlling terminal and when it was last used; the kernel notes that in steps of eight seconds.
package struct TerminalUse: Sendable, Equatable {
    /// Below `/dev`, such as `pts/3`.
    package var name = ""
    /// Seconds since something was typed and read.
    package var lastRead = 0.0
    /// Seconds since something was written to it.
    package var lastWritten = 0.0
    /// The process is of the terminal's foreground group.
    package var isForeground = false

    package init() {}
}
