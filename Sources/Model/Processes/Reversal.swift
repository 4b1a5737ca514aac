/// How to take back what an action did, recorded with its outcome; what an action ended is not in it.
package struct Reversal: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        /// Let go on what was stopped.
        case resume
        /// Set the niceness that it had.
        case niceness
        /// Give a control group's file its former value, and the process its former group.
        case controlGroup = "control_group"
    }

    package var kind: Kind
    /// That it had before.
    package var niceness: Int32?
    package var controlGroup: ControlGroupChange?

    package init(_ kind: Kind, niceness: Int32? = nil, controlGroup: ControlGroupChange? = nil) {
        self.kind = kind
        self.niceness = niceness
        self.controlGroup = controlGroup
    }
}

/// What was written into a control group, and what stood there before.
package struct ControlGroupChange: Sendable, Equatable {
    /// Of the group.
    package var directory = ""
    /// Name of the file in it: `cgroup.freeze`, `freezer.state`, `cpu.max`, `cpu.cfs_quota_us`, `cpuset.cpus`.
    package var file = ""
    package var before = ""
    package var after = ""
    /// Directory of the group from which the process was moved into this one, which tend made for it; nil where it is its
    /// own.
    package var movedFrom: String?

    package init() {}
}
