internal import CLinux

/// Ctrl-C and TERM as a flag: work stops at the next safe point, a second one ends the program at once.
package enum Interruption {
    /// From now on the first SIGINT, SIGTERM or SIGHUP only raises the flag; the second ends the program by that signal,
    /// which a shell shows as 130, 143 or 129.
    package static func watch() {
        tend_watch_interruptions()
    }

    package static var hasOccurred: Bool { tend_interrupted() != 0 }
}
