internal import CLinux

/// A program of somebody else's that is run for its answer: without a shell or a terminal, within a time, and its output
/// kept up to a limit.
package struct BoundedCommand {
    /// A path: nothing is searched for.
    package var program: String
    /// Without the program's own name.
    package var arguments: [String]
    /// All that it sees of an environment.
    package var environment: [(name: String, value: String)]
    package var timeout: Duration
    /// What it reads from standard input; nothing unless given.
    package var input: [UInt8] = []
    /// Bytes kept of each of its two outputs; what exceeds them is read and thrown away.
    package var outputLimit: Int

    package init(
        _ program: String, _ arguments: [String], environment: [(name: String, value: String)], timeout: Duration,
        outputLimit: Int = 256 << 10
    ) {
        self.program = program
        self.arguments = arguments
        self.environment = environment
        self.timeout = timeout
        self.outputLimit = outputLimit
    }

    /// How it ended and what it said.
    package struct Answer: Sendable {
        /// Nil where it had not ended in time; it has been killed then.
        package var status: ChildProcess.ExitStatus?
        package var output: [UInt8] = []
        package var errors: [UInt8] = []
        /// Whether more was said than is kept.
        package var isCut = false
    }

    /// Runs it to its end or to the time-out, whichever comes first.
    ///
    /// What it left behind may go on writing; nobody waits for that.
    ///
    /// - Throws: `SystemCallError` where it could not be started.
    package func run() throws(SystemCallError) -> Answer {
        let output = try Pipe()
        let errors = try Pipe()
        // Whole before it begins: a pipe would have to be filled while the answer is read.
        let standardInput = try FileDescriptor.memory(holding: input)
        let child = try ChildProcess.start(
            SpawnRequest(
                program, arguments, environment: environment, workingDirectory: "/", startsSession: true,
                standardInput: .descriptor(standardInput.number),
                standardOutput: .descriptor(output.writing.number), standardError: .descriptor(errors.writing.number)))
        // Whatever happens below, no child is left behind.
        defer { child.end() }
        let handle = try ProcessHandle.open(pid: child.pid)
        var answer = Answer()
        let end = ContinuousClock.now.advanced(by: timeout)
        while handle.isAlive {
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return answer }
            // The pipes must be emptied while it runs, or it would wait for us.
            let events = PollRequest.waitForAny(
                [handle.number, output.reading.number, errors.reading.number], timeout: left)
            if events[1] { try output.read(into: &answer.output, limit: outputLimit, isCut: &answer.isCut) }
            if events[2] { try errors.read(into: &answer.errors, limit: outputLimit, isCut: &answer.isCut) }
        }
        answer.status = try child.wait()
        while try output.readNow(into: &answer.output, limit: outputLimit, isCut: &answer.isCut) {}
        while try errors.readNow(into: &answer.errors, limit: outputLimit, isCut: &answer.isCut) {}
        return answer
    }

    /// A pipe (pipe2(2)); the child gets a copy of the end for writing.
    private struct Pipe: ~Copyable {
        let reading: FileDescriptor
        let writing: FileDescriptor

        init() throws(SystemCallError) {
            var ends: [Int32] = [-1, -1]
            _ = try retryingInterrupts("pipe2", on: "a new pipe") { pipe2(&ends, O_CLOEXEC) }
            reading = FileDescriptor(adopting: ends[0])
            writing = FileDescriptor(adopting: ends[1])
        }

        /// Reads once; this side holds the pipe open for writing, so there is no end, only nothing more.
        func read(into bytes: inout [UInt8], limit: Int, isCut: inout Bool) throws(SystemCallError) {
            var chunk = [UInt8](repeating: 0, count: 32 << 10)
            let count = try retryingInterrupts("read", on: "a pipe") {
                chunk.withUnsafeMutableBytes { CLinux.read(reading.number, $0.baseAddress, $0.count) }
            }
            let kept = min(count, limit - bytes.count)
            bytes.append(contentsOf: chunk[..<kept])
            if kept < count { isCut = true }
        }

        /// Reads what lies in it already, up to what a pipe holds at once.
        ///
        /// - Returns: false where nothing more is to be had, or enough.
        func readNow(into bytes: inout [UInt8], limit: Int, isCut: inout Bool) throws(SystemCallError) -> Bool {
            guard !isCut, PollRequest.waitForAny([reading.number], timeout: .zero)[0] else { return false }
            try read(into: &bytes, limit: limit, isCut: &isCut)
            return true
        }
    }
}
