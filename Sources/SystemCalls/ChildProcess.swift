internal import CLinux

/// A program that this process started (posix_spawn(3)), until it has been waited for.
///
/// It outlives its value: whoever starts a child waits for it or ends it.
package final class ChildProcess {
    package let pid: Int32
    private var exit: ExitStatus?

    /// How a child ended.
    package enum ExitStatus: Equatable, Sendable {
        case exited(Int32)
        case signalled(Signal)
    }

    private init(pid: Int32) {
        self.pid = pid
    }

    /// Starts a program.
    ///
    /// - Throws: `SystemCallError` with the kernel's reason where the program could not be started.
    package static func start(_ request: SpawnRequest) throws(SystemCallError) -> ChildProcess {
        ChildProcess(pid: try request.spawn())
    }

    /// Waits until it has exited and takes its status from the kernel.
    package func wait() throws(SystemCallError) -> ExitStatus {
        if let exit { return exit }
        var status: Int32 = 0
        _ = try retryingInterrupts("waitpid", on: "PID \(pid)") { waitpid(pid, &status, 0) }
        let ended = ExitStatus(waitStatus: status)
        exit = ended
        return ended
    }

    /// Waits for a limited time.
    ///
    /// - Returns: nil where it still runs.
    package func wait(timeout: Duration) throws(SystemCallError) -> ExitStatus? {
        if let exit { return exit }
        let handle = try ProcessHandle.open(pid: pid)
        return handle.waitForExit(timeout: timeout) ? try wait() : nil
    }

    /// Sends a signal; a child that has been waited for gets none, for its PID may be another's by now.
    package func send(_ signal: Signal) throws(SystemCallError) {
        guard exit == nil else { return }
        // An unreaped child keeps its PID, so the handle is surely the child's.
        try ProcessHandle.open(pid: pid).send(signal)
    }

    /// Kills it, where it still runs, and waits for it.
    package func end() {
        // Only a child that somebody else has reaped cannot be signalled or waited for, and then it has ended.
        try? send(.kill)
        _ = try? wait()
    }
}

extension ChildProcess.ExitStatus {
    init(waitStatus: Int32) {
        let signal = waitStatus & 0x7f
        self = signal == 0 ? .exited((waitStatus >> 8) & 0xff) : .signalled(Signal(number: signal))
    }
}
