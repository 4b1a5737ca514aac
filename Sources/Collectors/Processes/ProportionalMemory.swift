internal import Model
package import Primitives
internal import SystemCalls

extension ProcessCollector {
    /// The memory of single processes with shared pages divided among those who share them (`Pss` of
    /// `/proc/PID/smaps_rollup`).
    ///
    /// - Complexity: the kernel walks every page of each process: milliseconds for a large one, so it is asked for few.
    package static func proportionalMemory(
        of identity: ProcessIdentity, procRoot: String = "/proc"
    ) -> Reading<ByteCount> {
        do throws(SystemCallError) {
            return try SingleLook.take(at: identity.pid) { () throws(SystemCallError) in
                try memory(of: identity, "\(procRoot)/\(identity.pid)")
            }
        } catch {
            return .unavailable(Unavailability(error))
        }
    }

    private static func memory(
        of identity: ProcessIdentity, _ path: String
    ) throws(SystemCallError) -> Reading<ByteCount> {
        // Below one open directory everything is of one process, even if the PID is reused meanwhile.
        let directory = try FileDescriptor.open(path, .directory)
        let stat = try directory.open("stat").readToEnd(limit: 1 << 16, subject: "\(path)/stat")
        // A `stat` that cannot be understood identifies nobody.
        let startTicks = stat.withUnsafeBufferPointer { try? ProcStat(parsing: $0).startTicks }
        guard startTicks == identity.startTicks else { return .unavailable(.gone) }
        let text = try directory.open("smaps_rollup").readToEnd(limit: 1 << 16, subject: "\(path)/smaps_rollup")
        guard let pss = text.withUnsafeBufferPointer({ KernelText.value(of: "Pss:", in: $0) }) else {
            return .unavailable(.malformed)
        }
        return .measured(.kibibytes(pss))
    }

    /// TCP ports on which somebody listens in tend's network namespace, whoever it is.
    ///
    /// - Returns: nil where the kernel does not say.
    package static func listeningPorts(timeout: Duration = .seconds(2)) -> Set<Int>? {
        SocketTables.read(timeout: timeout).tcp.value.map { sockets in
            Set(sockets.filter(\.isListening).map { Int($0.local.port) })
        }
    }
}
