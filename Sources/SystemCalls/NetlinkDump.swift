internal import CLinux

/// One request of `NETLINK_SOCK_DIAG` (sock_diag(7)) and all its answers.
package enum NetlinkDump {
    private static let headerSize = MemoryLayout<nlmsghdr>.size
    /// More than the kernel puts into one datagram (32 KiB).
    private static let bufferSize = 64 << 10

    /// Asks for sockets and hands over each message without its header.
    ///
    /// - Throws: `SystemCallError` with the kernel's reason; `ETIMEDOUT` where no answer comes within the time-out.
    package static func sockets(
        request: [UInt8], timeout: Duration, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(SystemCallError) {
        let kind = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = FileDescriptor(
            adopting: try retryingInterrupts("socket", on: "sock_diag") {
                CLinux.socket(AF_NETLINK, kind, NETLINK_SOCK_DIAG)
            })
        try send(request, to: socket.number)
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: bufferSize, alignment: 8)
        defer { buffer.deallocate() }
        while true {
            guard PollRequest(descriptor: socket.number, events: .readable).wait(timeout: timeout) != [] else {
                throw SystemCallError(call: "recv", on: "sock_diag", errorNumber: ETIMEDOUT)
            }
            let count = try retryingInterrupts("recv", on: "sock_diag") {
                recv(socket.number, buffer.baseAddress, buffer.count, Int32(MSG_TRUNC))
            }
            guard count <= buffer.count else {
                throw SystemCallError(call: "recv", on: "sock_diag", errorNumber: EMSGSIZE)
            }
            let datagram = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])
            if try !deliver(datagram, to: body) { return }
        }
    }

    private static func send(_ request: [UInt8], to socket: Int32) throws(SystemCallError) {
        var header = nlmsghdr()
        header.nlmsg_len = UInt32(headerSize + request.count)
        header.nlmsg_type = UInt16(SOCK_DIAG_BY_FAMILY)
        header.nlmsg_flags = UInt16(NLM_F_REQUEST | NLM_F_DUMP)
        var message = withUnsafeBytes(of: header) { [UInt8]($0) }
        message.append(contentsOf: request)
        _ = try retryingInterrupts("send", on: "sock_diag") {
            message.withUnsafeBytes { CLinux.send(socket, $0.baseAddress, $0.count, 0) }
        }
    }

    /// Takes the messages of one datagram apart; false after the last of the dump.
    private static func deliver(
        _ datagram: UnsafeRawBufferPointer, to body: (UnsafeRawBufferPointer) -> Void
    ) throws(SystemCallError) -> Bool {
        var start = 0
        while start + headerSize <= datagram.count {
            let header = datagram.loadUnaligned(fromByteOffset: start, as: nlmsghdr.self)
            let end = start + Int(header.nlmsg_len)
            guard Int(header.nlmsg_len) >= headerSize, end <= datagram.count else {
                throw SystemCallError(call: "recv", on: "sock_diag", errorNumber: EBADMSG)
            }
            let payload = UnsafeRawBufferPointer(rebasing: datagram[(start + headerSize)..<end])
            switch Int32(header.nlmsg_type) {
            case NLMSG_DONE, NLMSG_ERROR:
                // Both carry a negative error number, 0 for success.
                let code = payload.count >= 4 ? payload.loadUnaligned(as: Int32.self) : 0
                guard code >= 0 else {
                    throw SystemCallError(call: "sock_diag", on: "the socket tables", errorNumber: -code)
                }
                return false
            default: body(payload)
            }
            start = (end + 3) & ~3
        }
        return true
    }
}
