internal import CLinux

/// What somebody asked of a program that stays, by signal.
package struct ProgramRequests: OptionSet, Sendable {
    package let rawValue: Int32
    package init(rawValue: Int32) { self.rawValue = rawValue }

    /// SIGHUP: read the configuration again.
    package static let reload = ProgramRequests(rawValue: 1)
    /// SIGUSR1: do now what would be done later.
    package static let now = ProgramRequests(rawValue: 2)

    /// From now on these signals end nothing and are kept until they are taken.
    package static func watch() { tend_watch_requests() }

    /// What has arrived since the last time; another thread may lose none of it, but two takers share it.
    package static func take() -> ProgramRequests { ProgramRequests(rawValue: tend_take_requests()) }
}
