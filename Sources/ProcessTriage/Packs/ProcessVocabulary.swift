package import Primitives

/// What kind of program a process is.
///
/// The raw values are those of packs, recordings and machine output and never change.
package enum ProcessCategory: String, Sendable, CaseIterable {
    case shell, editor, browser, agent
    case agentHelper = "agent_helper"
    case languageServer = "language_server"
    case test, build, batch
    case devServer = "dev_server"
    case service, daemon, unknown
}

/// How a process of a category is meant to live; categories of one role share their expectations of activity.
package enum ProcessRole: String, Sendable, CaseIterable {
    case interactive, agent, helper, job, server, daemon, unknown
}

/// How firmly something still holds on to a process, from held to cut off; exactly one level is true of each.
package enum AttachmentLevel: String, Sendable, CaseIterable {
    /// A supervisor runs it.
    case sup
    /// A living process outside its own tree is connected to it.
    case used
    /// A terminal or a living parent.
    case att
    /// It detached itself on purpose, as daemons do.
    case dmn
    /// It was told to go on in the background: `nohup`, or output to a file.
    case bg
    /// Under a reaper, with no sign that this was meant.
    case adrift
    /// Its input or output leads nowhere any more.
    case sev
}

/// What a process is doing; hidden, and shared by all classes.
package enum ActivityMode: String, Sendable, CaseIterable {
    case idle, work, busy, spin, blocked, stopped
}

/// A value for every case of an enumeration: complete by construction, so that no lookup can fail.
package struct Table<Key: CaseIterable & Hashable & Sendable, Value> {
    private var values: [Key: Value] = [:]

    package init(_ value: (Key) throws(TendError) -> Value) throws(TendError) {
        for key in Key.allCases {
            values[key] = try value(key)
        }
    }

    package subscript(key: Key) -> Value {
        get {
            guard let value = values[key] else { preconditionFailure("every case has a value since init") }
            return value
        }
        set { values[key] = newValue }
    }
}

extension Table: Sendable where Value: Sendable {}
extension Table: Equatable where Value: Equatable {}
