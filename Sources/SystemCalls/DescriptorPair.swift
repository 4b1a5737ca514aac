internal import CLinux

/// Two connected descriptors, each closed when told or with the pair.
package final class DescriptorPair {
    /// The reading end of a pipe, or one side of a socket pair: its number, good until it is closed.
    package let first: Int32
    /// The writing end of a pipe, or the other side.
    package let second: Int32
    private var firstOwner: FileDescriptor?
    private var secondOwner: FileDescriptor?

    private init(_ numbers: [Int32]) {
        first = numbers[0]
        second = numbers[1]
        firstOwner = FileDescriptor(adopting: first)
        secondOwner = FileDescriptor(adopting: second)
    }

    package func closeFirst() {
        firstOwner = nil
    }

    package func closeSecond() {
        secondOwner = nil
    }

    /// Reads from the first until nobody holds the second any more.
    package func readToEnd(limit: Int) throws(SystemCallError) -> [UInt8] {
        try firstOwner?.readToEnd(limit: limit, subject: "pipe") ?? []
    }

    package static func pipe() throws(SystemCallError) -> DescriptorPair {
        var numbers: [Int32] = [-1, -1]
        _ = try retryingInterrupts("pipe2", on: "a new pipe") { pipe2(&numbers, O_CLOEXEC) }
        return DescriptorPair(numbers)
    }

    /// A pair of stream sockets of the unix family.
    package static func socketPair() throws(SystemCallError) -> DescriptorPair {
        var numbers: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        _ = try retryingInterrupts("socketpair", on: "a new pair") { socketpair(AF_UNIX, kind, 0, &numbers) }
        return DescriptorPair(numbers)
    }
}
