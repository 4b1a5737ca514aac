internal import Model
internal import Primitives
internal import SystemCalls

/// Looks through the open files of all processes once and remembers who holds which socket and pipe.
final class DescriptorSurvey {
    let files: ProcFileSystem
    private let settings: ProcessCollectorSettings
    private let ownPID = Host.processID
    private var numbers: [Int32] = []
    private(set) var open: [ProcessIdentity: Reading<OpenFiles>] = [:]
    /// By the inode of the socket.
    private(set) var socketOwners: [UInt64: [Int32]] = [:]
    let pipes = PipeHolders()
    private(set) var refused = 0

    init(files: ProcFileSystem, settings: ProcessCollectorSettings) {
        self.files = files
        self.settings = settings
    }

    /// Looks through the open files of each process.
    ///
    /// - Parameters:
    ///   - processes: which; kernel threads have none.
    ///   - ownFiles: what tend holds open for this scan alone and would not count among its files.
    ///   - isWhole: whether these are all processes that there are.
    ///   - deadline: looked at every few hundred processes.
    /// - Throws: `TendError` past the deadline, never because of one process.
    func survey(
        _ processes: [ProcessObservation], ownFiles: Set<Int32>, isWhole: Bool = true, deadline: Deadline
    ) throws(TendError) {
        if !isWhole { pipes.isComplete = false }
        open.reserveCapacity(processes.count)
        for (index, process) in processes.enumerated() where !process.isKernelThread {
            if index & 0xff == 0xff { try deadline.check("reading the open files of processes") }
            let found = look(at: process.pid, ignoring: process.pid == ownPID ? ownFiles : [])
            // A table that was not seen whole may hold the other end of any pipe.
            if found.reason != nil, found.reason != .gone { pipes.isComplete = false }
            if found.reason == .notPermitted { refused += 1 }
            open[process.identity] = found
        }
    }

    /// Follows the two streams of a process.
    func resolve(_ files: OpenFiles, of pid: Int32, sockets: SocketRelations) -> (input: StreamKind, output: StreamKind)
    {
        (
            resolve(files.input, of: pid, descriptor: 0, sockets: sockets),
            resolve(files.output, of: pid, descriptor: 1, sockets: sockets)
        )
    }

    private func resolve(
        _ target: StreamTarget, of pid: Int32, descriptor: Int32, sockets: SocketRelations
    ) -> StreamKind {
        switch target {
        case .known(let kind): kind
        case .pipe(let inode): pipes.kind(of: inode, pid: pid, descriptor: descriptor, files: files)
        case .socket(let inode): sockets.streamKind(of: inode)
        }
    }

    private func look(at pid: Int32, ignoring ignored: Set<Int32>) -> Reading<OpenFiles> {
        do {
            let limit = settings.descriptorLimit + ignored.count
            let isWhole = try files.descriptors(pid: pid, into: &numbers, limit: limit)
            if !ignored.isEmpty { numbers.removeAll(where: ignored.contains) }
            var found = OpenFiles()
            found.count = numbers.count
            var risks = RiskyFiles()
            for number in numbers { try classify(number, of: pid, into: &found, risks: &risks) }
            guard isWhole else { return .unavailable(.tooLarge) }
            found.filesAtRisk = risks.files { isOpenForWriting(pid, $0) }
            found.offsets = offsets(pid, found.watched)
            return .measured(found)
        } catch {
            return .unavailable(Unavailability(error))
        }
    }

    /// Sorts one descriptor in.
    ///
    /// - Throws: `ErrorNumber` where the link is refused: then nothing is known of the others either.
    private func classify(
        _ number: Int32, of pid: Int32, into found: inout OpenFiles, risks: inout RiskyFiles
    ) throws(ErrorNumber) {
        var target = StreamTarget.known(.unknown)
        do throws(ErrorNumber) {
            target = try self.target(number, of: pid, into: &found, risks: &risks)
        } catch {
            // Closed since it was listed, or on a server that is gone: only that one is unknown.
            if error.isRefused { throw error }
        }
        if number == 0 { found.input = target }
        if number == 1 { found.output = target }
    }

    private func target(
        _ number: Int32, of pid: Int32, into found: inout OpenFiles, risks: inout RiskyFiles
    ) throws(ErrorNumber) -> StreamTarget {
        let link = try files.readLink(pid: pid, "fd", number)
        switch DescriptorKind(link: link) {
        case .pipe(let inode):
            pipes.add(inode, pid: pid, descriptor: number)
            return .pipe(inode)
        case .socket(let inode):
            socketOwners[inode, default: []].append(pid)
            found.sockets.append(inode)
            return .socket(inode)
        case .path:
            risks.consider(link, descriptor: number)
            return try path(number, of: pid, link: link, into: &found)
        case .other: return .known(.other)
        }
    }

    private func path(
        _ number: Int32, of pid: Int32, link: UnsafeBufferPointer<UInt8>, into found: inout OpenFiles
    ) throws(ErrorNumber) -> StreamTarget {
        var text = KernelText(link)
        let isDevice = text.take("/dev/")
        let isWatchable = !isDevice && found.watched.count < settings.watchedFiles
        guard number <= 1 || isWatchable else { return .known(.other) }
        let file = try files.status(pid: pid, "fd", number)
        if file.isRegularFile, isWatchable { found.watched.append(number) }
        if file.isNamedPipe {
            found.namedPipes.append(file.identity)
            pipes.add(named: file.identity, pid: pid, descriptor: number)
        }
        return .known(StreamKind(file))
    }

    private func isOpenForWriting(_ pid: Int32, _ number: Int32) -> Bool {
        // What cannot be asked is taken for writing: the risk would be the reader's.
        guard let text = try? files.read(pid: pid, "fdinfo", number),
            let flags = KernelText.value(of: "flags:", in: text, base: 8)
        else { return true }
        return flags & 3 != 0
    }

    /// The sum of the offsets of a process's files; wraps around rather than stopping at the largest number.
    func offsets(_ pid: Int32, _ numbers: [Int32]) -> Reading<UInt64> {
        var sum: UInt64 = 0
        for number in numbers {
            do {
                let text = try files.read(pid: pid, "fdinfo", number)
                sum &+= KernelText.value(of: "pos:", in: text) ?? 0
            } catch {
                // A file closed between two looks counts nothing; a refusal means that nothing is known.
                if !error.isGone { return .unavailable(Unavailability(error)) }
            }
        }
        return .measured(sum)
    }
}

extension StreamKind {
    /// What a stream is by the file behind it; numbers are those of the kernel's devices.txt.
    init(_ file: LinkTarget) {
        guard file.isCharacterDevice else {
            self = file.isRegularFile ? .file : .other
            return
        }
        switch (file.deviceNumber.major, file.deviceNumber.minor) {
        case (1, 3): self = .null
        // A pseudo-terminal loses its name when its other side is closed.
        case (136...143, _): self = file.links == 0 ? .deadTerminal : .terminal
        case (4, _), (5, 0...1), (204...205, _), (229, _): self = .terminal
        default: self = .other
        }
    }
}
