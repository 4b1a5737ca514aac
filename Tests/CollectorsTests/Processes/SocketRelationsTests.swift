import Model
import Primitives
import Testing

@testable import Collectors

@Suite struct SocketRelationsTests {
    private let loopback = Endpoint.mappedPrefix | 0x7f00_0001
    private let server: Int32 = 100
    private let client: Int32 = 200

    private func endpoint(_ port: UInt16) -> Endpoint {
        Endpoint(low: loopback, port: port)
    }

    private func relations(
        tcp: [TCPSocket] = [], unix: [UnixSocket] = [], owners: [UInt64: [Int32]]
    ) -> SocketRelations {
        SocketRelations(tables: SocketTables(tcp: .measured(tcp), unix: .measured(unix)), owners: owners)
    }

    private func listener(_ port: UInt16, inode: UInt64 = 1, address: UInt64 = 0) -> TCPSocket {
        TCPSocket(inode: inode, isListening: true, local: Endpoint(low: address, port: port), remote: Endpoint())
    }

    private func connection(_ inode: UInt64, from: UInt16, to: UInt16) -> TCPSocket {
        TCPSocket(inode: inode, isEstablished: true, local: endpoint(from), remote: endpoint(to))
    }

    @Test func `a loopback client is found by the mirrored addresses`() {
        let found = relations(
            tcp: [listener(8080), connection(2, from: 8080, to: 50_000), connection(3, from: 50_000, to: 8080)],
            owners: [1: [server], 2: [server], 3: [client]])
        #expect(found.listeners[server] == [Listener(kind: .tcp, port: 8080)])
        #expect(found.clients == [server: [Client(pid: client)]])
    }

    @Test func `a client on another machine has no PID`() {
        let remote = TCPSocket(
            inode: 2, isEstablished: true, local: endpoint(8080), remote: Endpoint(low: 0xffff_0a00_0001, port: 9))
        let found = relations(tcp: [listener(8080), remote], owners: [1: [server], 2: [server]])
        #expect(found.clients == [server: [Client(pid: 0)]])
    }

    @Test func `an outgoing connection makes nobody a client of its owner`() {
        let found = relations(tcp: [connection(3, from: 50_000, to: 443)], owners: [3: [client]])
        #expect(found.clients.isEmpty)
        #expect(found.listeners.isEmpty)
    }

    @Test func `a connection that waits to be accepted counts for the listener`() {
        let found = relations(
            tcp: [listener(8080), connection(0, from: 8080, to: 50_000), connection(3, from: 50_000, to: 8080)],
            owners: [1: [server], 3: [client]])
        #expect(found.clients == [server: [Client(pid: client)]])
    }

    @Test func `a listener on another address of the same port is not served by it`() {
        let found = relations(
            tcp: [listener(8080, address: Endpoint.mappedPrefix | 0x0a00_0001), connection(2, from: 8080, to: 5)],
            owners: [1: [server], 2: [client]])
        #expect(found.clients.isEmpty)
    }

    @Test func `a unix client is found through its peer, a closed one is none`() {
        let path = ForeignText("/run/x.sock")
        let found = relations(
            unix: [
                UnixSocket(inode: 1, isListening: true, name: path),
                UnixSocket(inode: 2, isEstablished: true, name: path, peer: 3),
                UnixSocket(inode: 3, isEstablished: true, peer: 2),
                UnixSocket(inode: 4, isEstablished: true, name: path, peer: 0, isShutDown: true),
            ], owners: [1: [server], 2: [server], 3: [server, client], 4: [server]])
        #expect(found.listeners[server] == [Listener(kind: .unix, path: path)])
        #expect(found.clients == [server: [Client(pid: client)]])
    }

    @Test func `streams that are sockets`() {
        let found = relations(
            tcp: [connection(9, from: 1, to: 2)],
            unix: [
                UnixSocket(inode: 1, isEstablished: true, peer: 2),
                UnixSocket(inode: 2, isEstablished: true, name: ForeignText("/run/systemd/journal/stdout"), peer: 1),
                UnixSocket(inode: 3, isEstablished: true, peer: 0, isShutDown: true),
                UnixSocket(inode: 4, isEstablished: true, peer: 0),
                UnixSocket(inode: 5, isEstablished: true, peer: 6),
            ], owners: [:])
        #expect(found.streamKind(of: 1) == .journal)
        #expect(found.streamKind(of: 3) == .deadSocket)
        #expect(found.streamKind(of: 4) == .socket)
        #expect(found.streamKind(of: 5) == .socket)
        #expect(found.streamKind(of: 9) == .socket)
        #expect(found.streamKind(of: 77) == .unknown)
    }

    @Test func `of two tables the later one says how a socket is, and a failure stays a failure`() {
        let first = SocketTables(tcp: .measured([connection(1, from: 1, to: 2)]), unix: .measured([]))
        let later = SocketTables(
            tcp: .measured([connection(1, from: 1, to: 3), connection(2, from: 1, to: 4)]),
            unix: .unavailable(.notSupported), failure: "no")
        let both = first.merged(with: later)
        #expect(both.tcp.value?.map(\.remote.port) == [3, 4])
        #expect(both.unix.reason == .notSupported)
        #expect(both.failure == "no")
    }
}
