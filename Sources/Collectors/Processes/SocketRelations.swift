internal import Model
internal import Primitives

/// Who listens where and who is connected to whom: the socket tables joined with the owners of the sockets.
struct SocketRelations {
    private(set) var listeners: [Int32: [Listener]] = [:]
    private(set) var clients: [Int32: [Client]] = [:]
    private let owners: [UInt64: [Int32]]
    let unixSockets: [UInt64: UnixSocket]
    /// The inodes of all sockets in the tables.
    let known: Set<UInt64>

    /// Joins the tables; a table that is missing gives nothing, and its absence must be told elsewhere.
    init(tables: SocketTables, owners: [UInt64: [Int32]]) {
        self.owners = owners
        let unix = tables.unix.value ?? []
        let held = unix.lazy.filter { $0.inode != 0 }
        unixSockets = Dictionary(held.map { ($0.inode, $0) }, uniquingKeysWith: { first, _ in first })
        known = Set(unixSockets.keys).union((tables.tcp.value ?? []).lazy.map(\.inode))
        join(tcp: tables.tcp.value ?? [])
        join(unix: unix)
    }

    private mutating func join(tcp sockets: [TCPSocket]) {
        var listening: [UInt16: [TCPSocket]] = [:]
        for socket in sockets where socket.isListening {
            listening[socket.local.port, default: []].append(socket)
            let listener = Listener(kind: socket.isVersion6 ? .tcp6 : .tcp, port: socket.local.port)
            for pid in owners[socket.inode] ?? [] { add(listener, of: pid) }
        }
        let established = sockets.filter(\.isEstablished)
        // A connection of this machine with itself is listed twice, once from each side.
        let byPair = Dictionary(
            established.map { (Connection(from: $0.local, to: $0.remote), $0.inode) }, uniquingKeysWith: max)
        for socket in established {
            let accepting = (listening[socket.local.port] ?? []).filter {
                $0.local.isWildcard || $0.local == socket.local
            }
            guard !accepting.isEmpty else { continue }
            let other = byPair[Connection(from: socket.remote, to: socket.local)] ?? 0
            addClient(inode: other, servedBy: accepting.map(\.inode) + [socket.inode])
        }
    }

    private mutating func join(unix sockets: [UnixSocket]) {
        var listening: [ForeignText: [UInt64]] = [:]
        for socket in sockets where socket.isListening && !socket.name.isEmpty {
            listening[socket.name, default: []].append(socket.inode)
            for pid in owners[socket.inode] ?? [] { add(Listener(kind: .unix, path: socket.name), of: pid) }
        }
        for socket in sockets where socket.isEstablished && !socket.hasLostPeer {
            guard let accepting = listening[socket.name] else { continue }
            addClient(inode: socket.peer ?? 0, servedBy: accepting + [socket.inode])
        }
    }

    private mutating func add(_ listener: Listener, of pid: Int32) {
        // A process may hold the same listener by several descriptors.
        if listeners[pid, default: []].contains(listener) { return }
        listeners[pid, default: []].append(listener)
    }

    /// Counts a connection for every process that holds the listener or the accepted socket.
    private mutating func addClient(inode: UInt64, servedBy inodes: [UInt64]) {
        let others = owners[inode] ?? []
        for pid in Set(inodes.flatMap { owners[$0] ?? [] }) {
            // Of several that share the far end one outside the server itself says more.
            let far = others.first { $0 != pid } ?? others.first ?? 0
            clients[pid, default: []].append(Client(pid: far))
        }
    }
}

private struct Connection: Hashable {
    var from: Endpoint
    var to: Endpoint
}
