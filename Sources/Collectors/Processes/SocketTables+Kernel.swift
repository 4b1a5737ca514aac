internal import CLinux
internal import Primitives
internal import SystemCalls

extension SocketTables {
    /// Asks the kernel (sock_diag(7)).
    ///
    /// What waits at unix sockets is told `withQueues` only, what waits at TCP sockets always. A table that cannot be had is
    /// unavailable, never empty.
    package static func read(timeout: Duration, withQueues: Bool = false) -> SocketTables {
        var failures: [String] = []
        let tcp = reading("the TCP sockets", &failures) { () throws(SystemCallError) in
            try TCPSocket.dump(family: AF_INET, timeout: timeout) + TCPSocket.dump(family: AF_INET6, timeout: timeout)
        }
        let unix = reading("the unix sockets", &failures) { () throws(SystemCallError) in
            try UnixSocket.dump(timeout: timeout, withQueues: withQueues)
        }
        return SocketTables(
            tcp: tcp, unix: unix, failure: failures.isEmpty ? nil : failures.joined(separator: "; "))
    }

    private static func reading<Value>(
        _ what: String, _ failures: inout [String], _ body: () throws(SystemCallError) -> Value
    ) -> Reading<Value> {
        do {
            return .measured(try body())
        } catch {
            failures.append("\(what) could not be listed (\(error))")
            // Without the kernel's module for it there is no such file, which says nothing about sockets.
            return .unavailable(error.isGone ? .notSupported : Unavailability(error))
        }
    }
}

/// `TCP_ESTABLISHED` and `TCP_LISTEN` of the kernel, used by unix sockets as well.
private let establishedState: UInt8 = 1
private let listeningState: UInt8 = 10

extension TCPSocket {
    static func dump(family: Int32, timeout: Duration) throws(SystemCallError) -> [TCPSocket] {
        var request = inet_diag_req_v2()
        request.sdiag_family = UInt8(family)
        request.sdiag_protocol = UInt8(IPPROTO_TCP)
        request.idiag_ext = UInt8(1 << (INET_DIAG_INFO - 1))
        request.idiag_states = .max
        var sockets: [TCPSocket] = []
        try NetlinkDump.sockets(request: withUnsafeBytes(of: request) { [UInt8]($0) }, timeout: timeout) { message in
            if let socket = TCPSocket(message: message) { sockets.append(socket) }
        }
        return sockets
    }

    /// Reads a `struct inet_diag_msg` and its attributes; nil where it is too short to be one.
    init?(message: UnsafeRawBufferPointer) {
        guard message.count >= MemoryLayout<inet_diag_msg>.size else { return nil }
        let fields = message.loadUnaligned(as: inet_diag_msg.self)
        let isVersion6 = Int32(fields.idiag_family) == AF_INET6
        self.init(
            inode: UInt64(fields.idiag_inode), isListening: fields.idiag_state == listeningState,
            isEstablished: fields.idiag_state == establishedState, isVersion6: isVersion6,
            local: Endpoint(fields.id.idiag_src, port: fields.id.idiag_sport, isVersion6: isVersion6),
            remote: Endpoint(fields.id.idiag_dst, port: fields.id.idiag_dport, isVersion6: isVersion6))
        for attribute in NetlinkAttributes(message, after: MemoryLayout<inet_diag_msg>.size)
        where Int(attribute.kind) == Int(INET_DIAG_INFO) {
            bytesMoved = Self.bytesMoved(attribute.value)
            lastReceived = Self.age(attribute.value, Int(TEND_TCP_INFO_LAST_RECEIVED))
            lastSent = Self.age(attribute.value, Int(TEND_TCP_INFO_LAST_SENT))
        }
        queues = SocketQueues(received: fields.idiag_rqueue, sent: fields.idiag_wqueue)
    }

    private static func age(_ info: UnsafeRawBufferPointer, _ offset: Int) -> Double? {
        guard info.count >= offset + 4 else { return nil }
        return Double(info.loadUnaligned(fromByteOffset: offset, as: UInt32.self)) / 1000
    }

    private static func bytesMoved(_ info: UnsafeRawBufferPointer) -> UInt64? {
        guard info.count >= Int(TEND_TCP_INFO_BYTES_RECEIVED) + 8 else { return nil }
        return info.loadUnaligned(fromByteOffset: Int(TEND_TCP_INFO_BYTES_ACKED), as: UInt64.self)
            &+ info.loadUnaligned(fromByteOffset: Int(TEND_TCP_INFO_BYTES_RECEIVED), as: UInt64.self)
    }
}

extension Endpoint {
    fileprivate init(_ words: (UInt32, UInt32, UInt32, UInt32), port: UInt16, isVersion6: Bool) {
        let (first, second, third, fourth) = (
            UInt64(words.0.bigEndian), UInt64(words.1.bigEndian), UInt64(words.2.bigEndian), UInt64(words.3.bigEndian)
        )
        if isVersion6 {
            self.init(high: first << 32 | second, low: third << 32 | fourth, port: port.bigEndian)
        } else {
            self.init(low: Self.mappedPrefix | first, port: port.bigEndian)
        }
    }
}

extension UnixSocket {
    static func dump(timeout: Duration, withQueues: Bool) throws(SystemCallError) -> [UnixSocket] {
        var request = unix_diag_req()
        request.sdiag_family = UInt8(AF_UNIX)
        request.udiag_states = .max
        request.udiag_show = UInt32(UDIAG_SHOW_NAME | UDIAG_SHOW_PEER | (withQueues ? UDIAG_SHOW_RQLEN : 0))
        var sockets: [UnixSocket] = []
        try NetlinkDump.sockets(request: withUnsafeBytes(of: request) { [UInt8]($0) }, timeout: timeout) { message in
            if let socket = UnixSocket(message: message) { sockets.append(socket) }
        }
        return sockets
    }

    /// Reads a `struct unix_diag_msg` and its attributes; nil where it is too short to be one.
    init?(message: UnsafeRawBufferPointer) {
        guard message.count >= MemoryLayout<unix_diag_msg>.size else { return nil }
        let fields = message.loadUnaligned(as: unix_diag_msg.self)
        let isDatagram = UInt32(fields.udiag_type) == SOCK_DGRAM.rawValue
        self.init(
            inode: UInt64(fields.udiag_ino), isListening: fields.udiag_state == listeningState,
            isEstablished: fields.udiag_state == establishedState && !isDatagram)
        for attribute in NetlinkAttributes(message, after: MemoryLayout<unix_diag_msg>.size) {
            switch attribute.kind {
            case UInt16(UNIX_DIAG_NAME): name = Self.name(attribute.value)
            case UInt16(UNIX_DIAG_PEER) where attribute.value.count >= 4:
                peer = UInt64(attribute.value.loadUnaligned(as: UInt32.self))
            case UInt16(UNIX_DIAG_RQLEN) where attribute.value.count >= 8:
                queues = SocketQueues(
                    received: attribute.value.loadUnaligned(as: UInt32.self),
                    sent: attribute.value.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
            case UInt16(UNIX_DIAG_SHUTDOWN):
                // Both directions: `RCV_SHUTDOWN | SEND_SHUTDOWN` in the kernel.
                isShutDown = attribute.value.first == 3
            default: break
            }
        }
    }

    /// A path ends at its NUL; an abstract name starts with one.
    private static func name(_ bytes: UnsafeRawBufferPointer) -> ForeignText {
        guard bytes.first == 0 else { return ForeignText([UInt8](bytes.prefix { $0 != 0 })) }
        return ForeignText([UInt8(ascii: "@")] + bytes.dropFirst())
    }
}
