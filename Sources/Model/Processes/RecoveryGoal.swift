/// What a machine is to have again: `free 4GB RAM`, `cpu < 70%`.
package struct RecoveryGoal: Sendable, Equatable {
    /// The raw values appear in plans and never change.
    package enum Kind: String, Sendable, CaseIterable {
        /// So many bytes more than now.
        case freeMemory = "free_memory"
        /// Less than this share of all processors in use, 0...1.
        case processorBelow = "cpu_below"
        /// Nobody listens on this TCP port.
        case freePort = "free_port"
        /// Fewer processes than this, kernel threads and zombies left out.
        case processesBelow = "processes_below"
        /// So many processes fewer than now.
        case freeProcesses = "free_processes"

        /// Whether what a process gives back is a count of which all or nothing is gained.
        package var isCount: Bool { self != .freeMemory && self != .processorBelow }
    }

    package var kind: Kind
    /// Bytes, share, port or count, as the kind says.
    package var amount: Double
    /// As it was asked for.
    package var text: String

    package init(_ kind: Kind, _ amount: Double, text: String) {
        self.kind = kind
        self.amount = amount
        self.text = text
    }
}

/// The machine as goals look at it, at one moment.
package struct GoalReading: Sendable, Equatable {
    /// Bytes available without swapping.
    package var availableMemory = 0.0
    /// Cores in use within the scan's window; nil with a single sample.
    package var cores: Double?
    package var processors = 1
    /// Kernel threads left out, and what has ended and only waits for its parent.
    package var processes = 0
    /// How many processes listen on each TCP port, as far as they could be read.
    package var listeners: [Int: Int] = [:]
    /// Whether the open sockets of some process could not be read: it may listen as well.
    package var hasUnreadableSockets = false
    /// All TCP ports on which somebody listens, as the kernel lists them; nil where it was not asked.
    package var openPorts: Set<Int>?

    package init() {}

    /// What the goal speaks of: bytes available, cores in use, listeners, processes; nil where it could not be read.
    package func value(_ goal: RecoveryGoal) -> Double? {
        switch goal.kind {
        case .freeMemory: availableMemory
        case .processorBelow: cores
        case .freePort:
            listeners[Int(goal.amount)].map(Double.init) ?? (isSurelyFree(Int(goal.amount)) ? 0 : nil)
        case .processesBelow, .freeProcesses: Double(processes)
        }
    }

    private func isSurelyFree(_ port: Int) -> Bool {
        openPorts.map { !$0.contains(port) } ?? !hasUnreadableSockets
    }

    /// Whether the goal is reached, compared with how things were before; nil where that could not be read.
    package func reaches(_ goal: RecoveryGoal, since before: GoalReading) -> Bool? {
        switch goal.kind {
        case .freeMemory: availableMemory - before.availableMemory >= goal.amount
        case .processorBelow: cores.map { $0 < goal.amount * Double(processors) }
        case .freePort: value(goal).map { $0 == 0 }
        case .processesBelow: Double(processes) < goal.amount
        case .freeProcesses: Double(before.processes - processes) >= goal.amount
        }
    }

    /// By how much the value has to change, at least 0; nil where the value is unknown.
    package func need(_ goal: RecoveryGoal) -> Double? {
        switch goal.kind {
        case .freeMemory: return goal.amount
        case .freeProcesses: return goal.amount
        case .processorBelow: return value(goal).map { max(0, $0 - goal.amount * Double(processors)) }
        case .freePort: return value(goal)
        case .processesBelow: return value(goal).map { max(0, $0 - goal.amount + 1) }
        }
    }
}
