internal import CLinux
package import Model
internal import Primitives
internal import SystemCalls

/// One process at this moment, as far as its `stat` says.
package struct PresentLook: Sendable, Equatable {
    package var startTicks: UInt64
    package var state: ProcessState
    package var parent: Int32
    /// Processor time since its start.
    package var ticks: UInt64

    /// - Returns: nil where nobody bears the PID, or what is shown cannot be understood.
    package init?(pid: Int32, procRoot: String = "/proc") {
        // Gone, hidden or malformed mean the same here: nothing is to be seen of it.
        guard let text = try? FileSystem.read("\(procRoot)/\(pid)/stat", limit: 1 << 16),
            let stat = text.withUnsafeBufferPointer({ try? ProcStat(parsing: $0) })
        else { return nil }
        startTicks = stat.startTicks
        state = stat.state
        parent = stat.parent
        ticks = stat.userTicks &+ stat.systemTicks
    }
}

/// Who waits for a process: connections that it has not accepted, and accepted ones with bytes that it has not read.
package enum WaitingClients {
    /// Counts them for one process.
    ///
    /// - Returns: nil where its descriptors or the kernel's tables cannot be read, and where it lives in another network.
    /// - Complexity: one pass over the sockets of the machine.
    package static func count(of pid: Int32, timeout: Duration = .milliseconds(500)) -> Int? {
        // Whatever cannot be read leaves the number unknown, never 0.
        guard let files = try? ProcFileSystem(),
            ProcessInspector(files: files, settings: ProcessCollectorSettings()).sharesNetwork(pid).value == true
        else { return nil }
        var numbers: [Int32] = []
        guard (try? files.descriptors(pid: pid, into: &numbers, limit: 1 << 20)) == true else { return nil }
        var inodes: Set<UInt64> = []
        for number in numbers {
            // A descriptor that was closed meanwhile is no socket of it any more.
            guard let link = try? files.readLink(pid: pid, "fd", number) else { continue }
            var text = KernelText(link)
            if text.take("socket:["), let inode = text.number() { inodes.insert(inode) }
        }
        guard !inodes.isEmpty else { return 0 }
        guard let queues = try? queues(of: inodes, timeout: timeout) else { return nil }
        return waiting(queues)
    }

    /// A socket with what stands in its queue: connections where it listens, bytes elsewhere.
    struct Queue: Equatable {
        var isListening: Bool
        var isAccepted: Bool
        var length: UInt32
        /// Local TCP port; 0 for unix sockets.
        var port: UInt16 = 0
    }

    /// What it asked of others itself is no client of it: of TCP only connections to its own listening ports count.
    static func waiting(_ queues: [Queue]) -> Int {
        let ports = Set(queues.filter { $0.isListening }.map(\.port))
        return queues.reduce(0) { count, queue in
            guard queue.length > 0 else { return count }
            if queue.isListening { return count + Int(queue.length) }
            return count + (queue.isAccepted && ports.contains(queue.port) ? 1 : 0)
        }
    }

    private static func queues(of inodes: Set<UInt64>, timeout: Duration) throws(SystemCallError) -> [Queue] {
        var queues: [Queue] = []
        for family in [AF_INET, AF_INET6] {
            var request = inet_diag_req_v2()
            request.sdiag_family = UInt8(family)
            request.sdiag_protocol = UInt8(IPPROTO_TCP)
            request.idiag_states = .max
            try NetlinkDump.sockets(request: withUnsafeBytes(of: request) { [UInt8]($0) }, timeout: timeout) {
                message in
                guard message.count >= MemoryLayout<inet_diag_msg>.size else { return }
                let fields = message.loadUnaligned(as: inet_diag_msg.self)
                guard inodes.contains(UInt64(fields.idiag_inode)) else { return }
                queues.append(
                    Queue(
                        isListening: fields.idiag_state == listening, isAccepted: true, length: fields.idiag_rqueue,
                        port: fields.id.idiag_sport.bigEndian))
            }
        }
        var request = unix_diag_req()
        request.sdiag_family = UInt8(AF_UNIX)
        request.udiag_states = .max
        request.udiag_show = UInt32(UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN)
        try NetlinkDump.sockets(request: withUnsafeBytes(of: request) { [UInt8]($0) }, timeout: timeout) { message in
            if let queue = unixQueue(message, inodes) { queues.append(queue) }
        }
        return queues
    }

    /// An accepted unix socket bears its listener's name.
    private static func unixQueue(_ message: UnsafeRawBufferPointer, _ inodes: Set<UInt64>) -> Queue? {
        guard message.count >= MemoryLayout<unix_diag_msg>.size else { return nil }
        let fields = message.loadUnaligned(as: unix_diag_msg.self)
        guard inodes.contains(UInt64(fields.udiag_ino)) else { return nil }
        var queue = Queue(isListening: fields.udiag_state == listening, isAccepted: false, length: 0)
        for attribute in NetlinkAttributes(message, after: MemoryLayout<unix_diag_msg>.size) {
            switch attribute.kind {
            case UInt16(UNIX_DIAG_NAME): queue.isAccepted = !attribute.value.isEmpty
            case UInt16(UNIX_DIAG_RQLEN) where attribute.value.count >= 4:
                queue.length = attribute.value.loadUnaligned(as: UInt32.self)
            default: break
            }
        }
        return queue
    }

    /// `TCP_LISTEN` of the kernel, used by unix sockets as well.
    private static let listening: UInt8 = 10
}
