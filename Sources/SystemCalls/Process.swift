internal import CLinux

/// This process itself.
package enum Process {
    /// Ends it with an exit status.
    package static func exit(_ status: Int32) -> Never {
        CLinux.exit(status)
    }
}
