package import Primitives

/// The TCP and unix sockets of tend's network namespace, as the kernel lists them at one moment.
package struct SocketTables: Sendable, Equatable {
    package var tcp: Reading<[TCPSocket]>
    package var unix: Reading<[UnixSocket]>
    /// A sentence for each table that could not be read.
    package var failure: String?

    package init(tcp: Reading<[TCPSocket]>, unix: Reading<[UnixSocket]>, failure: String? = nil) {
        self.tcp = tcp
        self.unix = unix
        self.failure = failure
    }

    static let notCollected = SocketTables(tcp: .unavailable(.notCollected), unix: .unavailable(.notCollected))

    /// The sockets of both; where one is in both, as it is in `later`.
    func merged(with later: SocketTables) -> SocketTables {
        SocketTables(
            tcp: Self.merged(tcp, later.tcp, inode: \.inode), unix: Self.merged(unix, later.unix, inode: \.inode),
            failure: later.failure ?? failure)
    }

    private static func merged<Socket>(
        _ earlier: Reading<[Socket]>, _ later: Reading<[Socket]>, inode: KeyPath<Socket, UInt64>
    ) -> Reading<[Socket]> {
        guard case .measured(let last) = later else { return later }
        guard case .measured(let first) = earlier else { return later }
        let known = Set(last.lazy.map { $0[keyPath: inode] })
        // What nobody held then may be held now, and would count twice.
        let onlyEarlier = first.filter { $0[keyPath: inode] != 0 && !known.contains($0[keyPath: inode]) }
        return .measured(onlyEarlier + last)
    }
}

/// A TCP socket; IPv4 addresses are written as IPv6 does (`::ffff:a.b.c.d`).
package struct TCPSocket: Sendable, Equatable {
    /// 0 where no process holds it: not accepted yet, or closed.
    package var inode: UInt64
    package var isListening: Bool
    package var isEstablished: Bool
    /// Asked for with IPv6.
    package var isVersion6: Bool
    package var local: Endpoint
    package var remote: Endpoint
    /// Bytes acknowledged by the other side and received from it; nil where the kernel says nothing.
    package var bytesMoved: UInt64?
    package var queues = SocketQueues()
    /// Seconds since anything was received, and since anything was sent; nil where the kernel says nothing.
    package var lastReceived: Double?
    package var lastSent: Double?

    package init(
        inode: UInt64, isListening: Bool = false, isEstablished: Bool = false, isVersion6: Bool = false,
        local: Endpoint, remote: Endpoint, bytesMoved: UInt64? = nil
    ) {
        self.inode = inode
        self.isListening = isListening
        self.isEstablished = isEstablished
        self.isVersion6 = isVersion6
        self.local = local
        self.remote = remote
        self.bytesMoved = bytesMoved
    }
}

/// What waits at a socket: bytes, or at one that listens connections.
package struct SocketQueues: Sendable, Equatable {
    /// Bytes to be read; connections to be accepted.
    package var received: UInt32 = 0
    /// Bytes that the other side has not taken yet; how many connections may wait.
    package var sent: UInt32 = 0

    package init() {}

    package init(received: UInt32, sent: UInt32) {
        self.received = received
        self.sent = sent
    }
}

/// An address and a port.
package struct Endpoint: Sendable, Hashable {
    /// The 16 bytes of an IPv6 address, the first eight and the last eight.
    package var high: UInt64
    package var low: UInt64
    package var port: UInt16

    package init(high: UInt64 = 0, low: UInt64 = 0, port: UInt16 = 0) {
        self.high = high
        self.low = low
        self.port = port
    }

    /// Any address of this machine: `::`, or `0.0.0.0` as IPv6 writes it.
    var isWildcard: Bool { high == 0 && (low == 0 || low == Self.mappedPrefix) }

    /// The first half of the last eight bytes of `::ffff:0.0.0.0`.
    static let mappedPrefix: UInt64 = 0x0000_ffff_0000_0000
}

/// A unix socket.
package struct UnixSocket: Sendable, Equatable {
    /// 0 where no process holds it: not accepted yet.
    package var inode: UInt64
    package var isListening: Bool
    package var isEstablished: Bool
    /// Path, or an abstract name after `@`; accepted sockets bear the listener's; empty where it has none.
    package var name: ForeignText
    /// Inode of the other side; 0 where that is closed or not accepted yet; nil where there never was one.
    package var peer: UInt64?
    /// Neither direction is open any more, because the other side was closed.
    package var isShutDown: Bool
    /// Only where they were asked for.
    package var queues = SocketQueues()

    package init(
        inode: UInt64, isListening: Bool = false, isEstablished: Bool = false, name: ForeignText = ForeignText(""),
        peer: UInt64? = nil, isShutDown: Bool = false
    ) {
        self.inode = inode
        self.isListening = isListening
        self.isEstablished = isEstablished
        self.name = name
        self.peer = peer
        self.isShutDown = isShutDown
    }
}

extension UnixSocket {
    /// It was connected, and the other side is closed.
    var hasLostPeer: Bool { isShutDown && !isListening && (peer ?? 0) == 0 }
}
