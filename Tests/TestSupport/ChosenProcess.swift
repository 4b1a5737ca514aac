internal import CLinux
internal import CTestSupport
internal import Primitives
package import SystemCalls

private import var Glibc.EEXIST

/// A child with a PID of the test's choosing, as if the kernel had given that out again; it ends with its value.
package final class ChosenProcess {
    package let pid: Int32
    private let handle: ProcessHandle

    private init(pid: Int32) throws(SystemCallError) {
        self.pid = pid
        handle = try ProcessHandle.open(pid: pid)
    }

    deinit { end() }

    /// Whether PIDs may be chosen here: that of somebody who lives is refused for another reason than all of them.
    package static let isPossible = start(Host.processID, "/bin/true", []) == -EEXIST
    package static let reason = "only who has CAP_CHECKPOINT_RESTORE may choose a PID (clone3 with set_tid)"

    /// Starts a program under a PID that nobody bears; it runs, arguments and all, when this returns.
    ///
    /// - Parameters:
    ///   - pid: its PID.
    ///   - program: a path.
    ///   - words: the arguments, its own name first.
    /// - Returns: the process, which ends with the value.
    /// - Throws: `SystemCallError`; `isTaken` where somebody bears the PID.
    package static func start(
        as pid: Int32, _ program: String, _ words: [String]
    ) throws(SystemCallError) -> ChosenProcess {
        let started = start(pid, program, words)
        guard started == pid else {
            throw SystemCallError(call: "clone3", on: "PID \(pid)", errorNumber: -started)
        }
        let process = try ChosenProcess(pid: pid)
        // The kernel lets the parent go on in the midst of execve(2), before the arguments can be read.
        let deadline = Deadline.after(.seconds(10))
        while try FileSystem.read("/proc/\(pid)/cmdline").isEmpty, !deadline.hasPassed {}
        return process
    }

    private static func start(_ pid: Int32, _ program: String, _ words: [String]) -> Int32 {
        var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        return tend_test_start_as(pid, program, &pointers)
    }

    package var isAlive: Bool { handle.isAlive }

    /// Kills it and takes its PID away from it.
    package func end() {
        // Only a child that was ended before cannot be reached, and then nobody is waited for.
        guard (try? handle.send(.kill)) != nil else { return }
        waitpid(pid, nil, 0)
    }
}
