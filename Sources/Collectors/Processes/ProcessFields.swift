/// Which files beside `stat` a quick scan reads of each process.
package struct ProcessFields: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let arguments = ProcessFields(rawValue: 1 << 0)
    package static let executable = ProcessFields(rawValue: 1 << 1)
    package static let workingDirectory = ProcessFields(rawValue: 1 << 2)
    package static let controlGroups = ProcessFields(rawValue: 1 << 3)
    package static let storage = ProcessFields(rawValue: 1 << 4)
    /// Of the few that are ready to run.
    package static let runDelay = ProcessFields(rawValue: 1 << 5)

    /// What `ps -eo pid,ppid,pgid,sid,uid,stat,etimes,time,rss,nlwp,tty,args` shows.
    package static let columns: ProcessFields = [.arguments]
    package static let full: ProcessFields = [
        .arguments, .executable, .workingDirectory, .controlGroups, .storage, .runDelay,
    ]
}
