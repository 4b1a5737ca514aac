import Model
import Primitives
import Testing

@testable import Collectors

@Suite struct OwnSocketsTests {
    private func connection(
        _ inode: UInt64, port: UInt16, moved: UInt64 = 0, unread: UInt32 = 0, quiet: Double? = nil
    ) -> TCPSocket {
        var socket = TCPSocket(
            inode: inode, isEstablished: true, local: Endpoint(low: 1, port: port), remote: Endpoint(low: 2, port: 9),
            bytesMoved: moved)
        socket.queues = SocketQueues(received: unread, sent: 0)
        socket.lastReceived = quiet
        return socket
    }

    private func own(_ tcp: [TCPSocket], _ unix: [UnixSocket] = []) -> OwnSockets {
        OwnSockets(
            Set(tcp.map(\.inode) + unix.map(\.inode)),
            of: SocketTables(tcp: .measured(tcp), unix: .measured(unix)))
    }

    @Test func `what waits at a listener is connections, not bytes`() {
        var listener = TCPSocket(
            inode: 1, isListening: true, local: Endpoint(port: 80), remote: Endpoint())
        listener.queues = SocketQueues(received: 3, sent: 128)
        var unix = UnixSocket(inode: 5, isListening: true, name: ForeignText("/run/x"))
        unix.queues = SocketQueues(received: 1, sent: 16)
        let use = own([listener, connection(2, port: 80, unread: 100)], [unix]).use(since: OwnSockets())
        #expect(use.listening == 2)
        #expect(use.backlog == 4)
        #expect(use.backlogLimit == 144)
        #expect(use.receiveQueue == ByteCount(100))
        #expect(use.established == 1)
        #expect(use.clients == 1)
    }

    @Test func `a connection is stuck that had something to read throughout and moved nothing`() {
        let first = own([connection(1, port: 5, moved: 10, unread: 7), connection(2, port: 6, moved: 10, unread: 7)])
        let last = own([
            connection(1, port: 5, moved: 10, unread: 7, quiet: 90),
            connection(2, port: 6, moved: 60, unread: 7, quiet: 2),
        ])
        let use = last.use(since: first)
        #expect(use.stuck == 1)
        #expect(use.moved == ByteCount(50))
        #expect(use.lastReceived == 2)
        #expect(use.clients == 0)
    }

    @Test func `a connection that was not there before has moved nothing that is known`() {
        let use = own([connection(1, port: 5, moved: 1000, unread: 7)]).use(since: OwnSockets())
        #expect(use.moved == .zero)
        #expect(use.stuck == 0)
        #expect(use.lastSent == nil)
    }

    @Test func `descriptors that lead elsewhere were closed and opened`() {
        let before = DescriptorTable(targets: [0: 1, 3: 7, 4: 8])
        let after = DescriptorTable(targets: [0: 1, 3: 9, 5: 10])
        #expect(after.churn(since: before) == (opened: 2, closed: 2))
        #expect(before.churn(since: before) == (opened: 0, closed: 0))
    }
}
