package import SystemCalls

/// Writes lines to a descriptor that may be full, or that nobody reads, without waiting for ever.
///
/// A line that was begun is ended before the next one, so that none is torn while anybody reads.
package struct RowPrinter {
    /// What became of a line.
    package enum Outcome {
        case printed
        /// Nobody will ever read any more.
        case readerGone
        /// Nobody read in time.
        case notTaken
        case failed(SystemCallError)
    }

    /// A pipe that can be written takes at least so much at once (PIPE_BUF, pipe(7)).
    private static let piece = 4096
    /// How long an end may go unnoticed.
    private static let step = Duration.milliseconds(50)

    private let descriptor: Int32
    private let patience: Duration?
    private let isOver: () -> Bool
    /// What is missing of a line that was begun.
    private var rest: ArraySlice<UInt8> = []
    /// Whether patience has ended and nobody has read since.
    private var isStalled = false
    private var lost = 0

    /// - Parameters:
    ///   - descriptor: whose flags are left as they are.
    ///   - patience: how long to wait each time nothing is taken; nil waits until it is over.
    ///   - isOver: whether to wait no longer.
    package init(_ descriptor: Int32, patience: Duration?, isOver: @escaping () -> Bool) {
        self.descriptor = descriptor
        self.patience = patience
        self.isOver = isOver
    }

    /// Lines that were not printed, or not to their end.
    package var unprinted: Int { lost + (rest.isEmpty ? 0 : 1) }

    package mutating func print(_ line: [UInt8]) -> Outcome {
        let before = write(rest)
        rest = before.rest
        guard rest.isEmpty else {
            lost += 1
            return before.outcome
        }
        let now = write(line[...])
        if now.rest.count < line.count { rest = now.rest } else { lost += 1 }
        return now.outcome
    }

    private mutating func write(_ bytes: ArraySlice<UInt8>) -> (outcome: Outcome, rest: ArraySlice<UInt8>) {
        var bytes = bytes
        while !bytes.isEmpty {
            guard waitForRoom() else { return (.notTaken, bytes) }
            do throws(SystemCallError) {
                bytes = bytes.dropFirst(try writePart(bytes.prefix(Self.piece), to: descriptor))
            } catch {
                return (error.isBrokenPipe ? .readerGone : .failed(error), bytes)
            }
        }
        return (.printed, [])
    }

    /// - Returns: false where there is none in time.
    private mutating func waitForRoom() -> Bool {
        let end = patience.map { ContinuousClock.now.advanced(by: $0) }
        while true {
            let step = isStalled || isOver() ? .zero : Self.step
            // An error is the writing's to find.
            if PollRequest(descriptor: descriptor, events: .writable).wait(timeout: step) != [] {
                isStalled = false
                return true
            }
            if step == .zero { return false }
            if let end, ContinuousClock.now >= end {
                isStalled = true
                return false
            }
        }
    }
}
