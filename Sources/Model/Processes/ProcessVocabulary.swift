internal import Primitives

/// What kind of program a process is.
///
/// The raw values are those of packs, recordings and machine output and never change.
package enum ProcessCategory: String, Ordinal {
    case shell, editor, browser, agent
    case agentHelper = "agent_helper"
    case languageServer = "language_server"
    case test, build, batch
    case devServer = "dev_server"
    case service, daemon, unknown
}

/// How a process of a category is meant to live; categories of one role share their expectations of activity.
package enum ProcessRole: String, Ordinal {
    case interactive, agent, helper, job, server, daemon, unknown
}

/// How firmly something still holds on to a process, from held to cut off; exactly one level is true of each.
package enum AttachmentLevel: String, Ordinal {
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
package enum ActivityMode: String, Ordinal {
    case idle, work, busy, spin, blocked, stopped
}

/// What a process is to its user.
package enum ProcessClass: String, Sendable, CaseIterable {
    case useful
    /// Needed, but stuck, leaking or spinning.
    case usefulBad = "useful_bad"
    /// No longer needed by anybody.
    case abandoned
    /// Dead already, and not yet reaped by its parent.
    case zombie
}

/// What may be recommended for a process, gentlest first.
package enum ProcessRecommendation: String, Sendable, CaseIterable {
    case keep
    /// A person should look.
    case review
    case renice
    case throttle
    case pause
    /// Ask the parent to reap it; a zombie takes no signal.
    case reapParent = "reap_parent"
    /// Its supervisor should start it afresh.
    case restart
    /// Its supervisor should stop it: a signal would only make it respawn.
    case stopUnit = "stop_unit"
    case stop

    /// Whether carrying it out ends the process.
    package var endsProcess: Bool {
        [.restart, .stopUnit, .stop].contains(self)
    }
}
