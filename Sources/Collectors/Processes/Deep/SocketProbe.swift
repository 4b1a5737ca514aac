internal import Model
internal import Primitives

/// The sockets of a process at both ends of the window, out of one pass over the kernel's tables for all processes.
struct SocketProbe: DeepProbe {
    static let kind = ProcessProbe.sockets
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<OwnSockets>()

    mutating func look(_ context: DeepContext) {
        ends.add(Self.sockets(context))
    }

    func write(to reading: inout DeepReading) {
        reading.sockets = ends.change { first, last in last.use(since: first) }
    }

    private static func sockets(_ context: DeepContext) -> Reading<OwnSockets> {
        let open = context.files.descriptors(context.pid, limit: context.settings.descriptorLimit, withFiles: false)
        return open.flatMap { table in
            guard !table.sockets.isEmpty else { return .measured(OwnSockets()) }
            let all = context.shared.sockets()
            if let reason = all.tcp.reason ?? all.unix.reason { return .unavailable(reason) }
            let own = OwnSockets(table.sockets, of: all)
            guard own.known.count < table.sockets.count else { return .measured(own) }
            // It may be of another family (UDP, netlink) or of another network, which the tables do not cover.
            return context.shared.sharesNetwork(context.pid).flatMap {
                $0 ? .measured(own) : .unavailable(.notSupported)
            }
        }
    }
}

/// The sockets of one process at one look.
struct OwnSockets {
    var tcp: [TCPSocket] = []
    var unix: [UnixSocket] = []

    init() {}

    init(_ inodes: Set<UInt64>, of tables: SocketTables) {
        tcp = (tables.tcp.value ?? []).filter { inodes.contains($0.inode) }
        unix = (tables.unix.value ?? []).filter { inodes.contains($0.inode) }
    }

    var known: Set<UInt64> { Set(tcp.map(\.inode)).union(unix.map(\.inode)) }

    func use(since first: OwnSockets) -> SocketUse {
        var use = SocketUse()
        let listeners = tcp.filter(\.isListening).map(\.queues) + unix.filter(\.isListening).map(\.queues)
        use.listening = listeners.count
        use.backlog = listeners.reduce(0) { $0 + Int($1.received) }
        use.backlogLimit = listeners.reduce(0) { $0 + Int($1.sent) }
        let connections = tcp.filter(\.isEstablished).map(\.queues) + unix.filter(\.isEstablished).map(\.queues)
        use.established = connections.count
        use.receiveQueue = ByteCount(connections.reduce(0) { $0 + UInt64($1.received) })
        use.sendQueue = ByteCount(connections.reduce(0) { $0 + UInt64($1.sent) })
        use.clients = clients
        let before = Dictionary(first.tcp.map { ($0.inode, $0) }, uniquingKeysWith: { first, _ in first })
        for socket in tcp where socket.isEstablished {
            use.lastReceived = Self.least(use.lastReceived, socket.lastReceived)
            use.lastSent = Self.least(use.lastSent, socket.lastSent)
            guard let earlier = before[socket.inode] else { continue }
            let moved = (socket.bytesMoved ?? 0).risen(since: earlier.bytesMoved ?? 0)
            use.moved = use.moved + ByteCount(moved)
            if moved == 0, earlier.queues.received > 0, socket.queues.received > 0 { use.stuck += 1 }
        }
        return use
    }

    /// Connections on a port or a path that it listens on.
    private var clients: Int {
        let ports = Set(tcp.filter(\.isListening).map(\.local.port))
        let names = Set(unix.filter { $0.isListening && !$0.name.isEmpty }.map(\.name))
        return tcp.count { $0.isEstablished && ports.contains($0.local.port) }
            + unix.count { $0.isEstablished && !$0.hasLostPeer && names.contains($0.name) }
    }

    private static func least(_ left: Double?, _ right: Double?) -> Double? {
        guard let left, let right else { return left ?? right }
        return min(left, right)
    }
}
