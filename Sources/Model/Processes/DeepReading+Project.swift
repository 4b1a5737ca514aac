package import Primitives

/// A process's working directory.
package struct DirectoryUse: Sendable, Equatable {
    /// Removed since (`st_nlink` 0).
    package var isDeleted = false
    /// Type of its filesystem, such as `ext4`.
    package var filesystem = ""
    /// Seconds since it or something directly in it last changed; unavailable on a filesystem of another machine.
    package var lastChange: Reading<Double> = .unavailable(.notCollected)
    /// How many things in it were looked at.
    package var entries = 0
    /// False where there are more.
    package var isWhole = true

    package init() {}
}

/// The git repository around a working directory, by its files.
package struct RepositoryState: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
        case main
        /// A linked worktree.
        case worktree
        /// A linked worktree that its repository no longer knows.
        case pruned
    }

    package var kind = Kind.main
    /// Its top directory.
    package var root = ForeignText("")
    /// Checked out; empty on a detached head, and where it cannot be known.
    package var branch = ForeignText("")
    /// `index.lock` is there: a git command is at work, or one was cut off.
    package var isLocked = false
    /// Unfinished: `merge`, `rebase`, `cherry_pick`, `revert`, `bisect`.
    package var operation: String?
    /// Seconds since its head, its index or its log of the head changed; nil where none of them is there.
    package var lastChange: Double?

    package init() {}
}

/// A shell or editor that somebody has open in the project of a process.
package struct Companion: Sendable, Equatable {
    package var pid: Int32 = 0
    package var category = ProcessCategory.unknown
    /// Seconds since its terminal was used; nil where that is not known.
    package var quiet: Double?

    package init() {}

    package init(pid: Int32, category: ProcessCategory, quiet: Double? = nil) {
        self.pid = pid
        self.category = category
        self.quiet = quiet
    }
}

/// Who is left of those that started a process.
package struct ProcessOrigin: Sendable, Equatable {
    /// Somebody that a process belongs to.
    package enum Relative: String, Sendable, CaseIterable {
        /// The process itself.
        case own = "self"
        case alive
        /// Ended, and not reaped.
        case zombie
        case gone
    }

    /// Who its parent is.
    package enum Adopter: String, Sendable, CaseIterable {
        /// A living parent that is not known to adopt.
        case none
        case initProcess = "init"
        /// `systemd --user`.
        case userManager = "user_manager"
        /// Another process that adopts what dies away above its descendants.
        case subreaper
        /// Its parent cannot be seen.
        case unknown
    }

    package var sessionLeader = Relative.gone
    package var groupLeader = Relative.gone
    package var adopter = Adopter.none
    /// Whether the login session that it belongs to is still open; measured nil where it belongs to none.
    package var isLoginOpen: Reading<Bool?> = .unavailable(.notCollected)

    package init() {}
}
