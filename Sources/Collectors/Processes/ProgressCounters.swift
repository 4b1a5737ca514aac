internal import Model
internal import Primitives

/// What moved between the first sample and the last beside processor time and storage.
struct ProgressCounters {
    private let first: Reading<[UInt64: UInt64]>
    private let last: Reading<[UInt64: UInt64]>
    private let samples: Int
    private let survey: DescriptorSurvey

    init(first: SocketTables, last: SocketTables, samples: Int, survey: DescriptorSurvey) {
        self.first = Self.bytes(first)
        self.last = Self.bytes(last)
        self.samples = samples
        self.survey = survey
    }

    private static func bytes(_ tables: SocketTables) -> Reading<[UInt64: UInt64]> {
        tables.tcp.map { sockets in
            Dictionary(
                sockets.compactMap { socket in socket.bytesMoved.map { (socket.inode, $0) } }, uniquingKeysWith: max)
        }
    }

    /// Adds offsets and bytes to the first and the last sample of a process.
    func write(to process: inout ProcessObservation, open: Reading<OpenFiles>) {
        guard let begin = process.counters.indices.first, let end = process.counters.indices.last else { return }
        switch open {
        case .unavailable(let reason):
            for index in Set([begin, end]) {
                process.counters[index].fileOffsets = .unavailable(reason)
                process.counters[index].socketBytes = .unavailable(reason)
            }
        case .measured(let files):
            process.counters[end].socketBytes = socketBytes(files, last)
            if end > begin {
                process.counters[begin].socketBytes = socketBytes(files, first)
                process.counters[end].fileOffsets = survey.offsets(process.pid, files.watched)
            }
            process.counters[begin].fileOffsets = files.offsets
        }
    }

    /// Only sockets that are still there at the end count, so that the sum never falls.
    private func socketBytes(_ files: OpenFiles, _ table: Reading<[UInt64: UInt64]>) -> Reading<UInt64> {
        guard case .measured(let ends) = last else { return .unavailable(last.reason ?? .notCollected) }
        return table.map { bytes in
            files.sockets.reduce(0) { sum, inode in
                ends[inode] == nil ? sum : sum &+ (bytes[inode] ?? 0)
            }
        }
    }
}
