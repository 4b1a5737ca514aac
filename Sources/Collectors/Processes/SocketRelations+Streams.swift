internal import Model
internal import Primitives

extension SocketRelations {
    /// What a standard stream is whose descriptor is a socket.
    func streamKind(of inode: UInt64) -> StreamKind {
        if let socket = unixSockets[inode] {
            if socket.hasLostPeer { return .deadSocket }
            let peer = socket.peer.flatMap { unixSockets[$0] }
            return peer?.name == Self.journal ? .journal : .socket
        }
        // The tables lack the sockets of other network namespaces and of other families, of which nothing is known.
        return known.contains(inode) ? .socket : .unknown
    }

    private static let journal = ForeignText("/run/systemd/journal/stdout")
}
