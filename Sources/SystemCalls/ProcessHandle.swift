internal import CLinux

/// A process held by a pidfd: what is sent through it reaches that process or nobody, however PIDs are reused.
package struct ProcessHandle: ~Copyable {
    private let descriptor: FileDescriptor
    /// The PID at the time of opening.
    package let pid: Int32

    private init(descriptor: consuming FileDescriptor, pid: Int32) {
        self.descriptor = descriptor
        self.pid = pid
    }

    /// Opens the process that bears the PID now; whether it is the wanted one the caller asks afterwards.
    ///
    /// - Throws: `SystemCallError`; `isGone` where there is no such process.
    package static func open(pid: Int32) throws(SystemCallError) -> ProcessHandle {
        let number = try retryingInterrupts("pidfd_open", on: "PID \(pid)") { tend_pidfd_open(pid) }
        return ProcessHandle(descriptor: FileDescriptor(adopting: number), pid: pid)
    }

    /// Sends a signal.
    ///
    /// - Throws: `SystemCallError`; `isGone` where the process has been reaped, `isRefused` where it belongs to another.
    package func send(_ signal: Signal) throws(SystemCallError) {
        _ = try retryingInterrupts("pidfd_send_signal", on: "PID \(pid)") {
            tend_pidfd_send_signal(descriptor.number, signal.number)
        }
    }

    /// The descriptor, which can be read once the process has exited.
    var number: Int32 { descriptor.number }

    /// Whether it still runs; a zombie does not.
    package var isAlive: Bool { !waitForExit(timeout: .zero) }

    /// Waits until the process has exited, as a zombie or altogether.
    ///
    /// - Returns: false where it still runs after the time-out.
    package func waitForExit(timeout: Duration) -> Bool {
        PollRequest(descriptor: descriptor.number, events: .readable).wait(timeout: timeout).contains(.readable)
    }
}
