package import Primitives

/// Who has written how much in a time.
package struct BlameReport: Sendable {
    /// What one process, agent session or project wrote.
    package struct Share: Sendable, Equatable {
        /// Nil for a project.
        package var pid: Int32?
        /// Of the process, of the agent, or the project's directory.
        package var name = ForeignText("")
        package var bytes = ByteCount.zero
        package var bytesPerSecond = 0.0
        /// The processes that wrote it.
        package var processes = 0
        /// The agent that a process works for, by its name; nil for none.
        package var agent: String?
        package var agentPID: Int32?
        package var project: ForeignText?

        package init() {}
    }

    /// A process whose counters nobody let us read: it may have written anything.
    package struct Unknown: Sendable, Equatable {
        package var pid: Int32 = 0
        package var name = ForeignText("")
        package var reason = ""

        package init() {}

        package init(pid: Int32, name: ForeignText, reason: String) {
            self.pid = pid
            self.name = name
            self.reason = reason
        }
    }

    /// Between both looks.
    package var seconds = 0.0
    package var bytes = ByteCount.zero
    /// What belongs to no agent, and to no project.
    package var withoutAgent = ByteCount.zero
    package var withoutProject = ByteCount.zero
    /// Those that wrote something, most first.
    package var processes: [Share] = []
    package var agents: [Share] = []
    package var projects: [Share] = []
    package var files: [WrittenFile] = []
    package var unknown: [Unknown] = []
    /// Mount point of the volume that was asked for; nil for all.
    package var volume: ForeignText?

    package init() {}
}
