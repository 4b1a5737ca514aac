internal import CLinux
package import SystemCalls

private import var Glibc.errno

/// Two connected descriptors for a test, each closed when told or with the pair.
package final class DescriptorPair {
    /// The reading end of a pipe, or one side of a socket pair: its number, good until it is closed.
    package let first: Int32
    /// The writing end of a pipe, or the other side.
    package let second: Int32
    private var open: Set<Int32>

    private init(_ call: String, _ make: (inout [Int32]) -> Int32) throws(SystemCallError) {
        var numbers: [Int32] = [-1, -1]
        guard make(&numbers) == 0 else { throw SystemCallError(call: call, on: "a new pair", errorNumber: errno) }
        (first, second) = (numbers[0], numbers[1])
        open = [first, second]
    }

    deinit {
        for number in open { close(number) }
    }

    package func closeFirst() { end(first) }
    package func closeSecond() { end(second) }

    private func end(_ number: Int32) {
        // Once only: the number may be another file's by then.
        if open.remove(number) != nil { close(number) }
    }

    /// Reads from the first until nobody holds the second any more.
    package func readToEnd(limit: Int) throws(SystemCallError) -> [UInt8] {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while open.contains(first), bytes.count < limit {
            let count = read(first, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw SystemCallError(call: "read", on: "pipe", errorNumber: errno) }
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes
    }

    package static func pipe() throws(SystemCallError) -> DescriptorPair {
        try DescriptorPair("pipe2") { pipe2(&$0, O_CLOEXEC) }
    }

    /// A pair of stream sockets of the unix family.
    package static func socketPair() throws(SystemCallError) -> DescriptorPair {
        try DescriptorPair("socketpair") {
            socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &$0)
        }
    }
}
