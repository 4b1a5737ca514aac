internal import CLinux

/// Niceness of processes.
package enum Priority {
    /// Sets a process's niceness, -20 (most favoured) to 19.
    ///
    /// There is no such call on a pidfd: the caller compares the identity right before, and a wrong niceness harms nobody.
    package static func set(_ niceness: Int32, of pid: Int32) throws(SystemCallError) {
        _ = try retryingInterrupts("setpriority", on: "PID \(pid)") {
            setpriority(PRIO_PROCESS, UInt32(bitPattern: pid), niceness)
        }
    }

    /// - Throws: `SystemCallError`; `isGone` where there is no such process.
    package static func niceness(of pid: Int32) throws(SystemCallError) -> Int32 {
        // -1 is an answer as well: only the C side can tell it from an error.
        var niceness: Int32 = 0
        _ = try retryingInterrupts("getpriority", on: "PID \(pid)") { tend_niceness(pid, &niceness) }
        return niceness
    }
}
