internal import Model
internal import Primitives
internal import SystemCalls

/// Where the descriptors of one process lead at one look.
struct DescriptorTable {
    /// By number; the hash of what the kernel says the descriptor leads to.
    var targets: [Int32: Int] = [:]
    /// Inodes of its sockets.
    var sockets: Set<UInt64> = []
    /// Numbers that lead to a regular file open for writing.
    var writing = 0
    var filesAtRisk: [FileAtRisk] = []

    /// Descriptors that lead elsewhere than before, and those that led somewhere and lead elsewhere or nowhere now.
    func churn(since earlier: DescriptorTable) -> (opened: Int, closed: Int) {
        (
            targets.count { earlier.targets[$0.key] != $0.value },
            earlier.targets.count { targets[$0.key] != $0.value }
        )
    }
}

extension DeepFiles {
    /// Reads the descriptors of a process, and `withFiles` also which of their files are open for writing.
    ///
    /// More of them than the limit are `too_large`.
    func descriptors(_ pid: Int32, limit: Int, withFiles: Bool) -> Reading<DescriptorTable> {
        Self.reading { () throws(ErrorNumber) -> DescriptorTable? in
            var numbers: [Int32] = []
            guard try proc.descriptors(pid: pid, into: &numbers, limit: limit) else { return nil }
            var table = DescriptorTable()
            var risks = RiskyFiles()
            for number in numbers {
                do throws(ErrorNumber) {
                    try add(number, of: pid, to: &table, &risks, withFiles: withFiles)
                } catch {
                    // Closed since it was listed.
                    if !error.isGone { throw error }
                }
            }
            table.filesAtRisk = risks.files { isOpenForWriting(pid, $0) }
            return table
        }.flatMap { $0.map { .measured($0) } ?? .unavailable(.tooLarge) }
    }

    private func add(
        _ number: Int32, of pid: Int32, to table: inout DescriptorTable, _ risks: inout RiskyFiles, withFiles: Bool
    ) throws(ErrorNumber) {
        let link = try proc.readLink(pid: pid, "fd", number)
        var hasher = Hasher()
        hasher.combine(bytes: UnsafeRawBufferPointer(link))
        table.targets[number] = hasher.finalize()
        switch DescriptorKind(link: link) {
        case .socket(let inode): table.sockets.insert(inode)
        case .path where withFiles:
            risks.consider(link, descriptor: number)
            if try proc.status(pid: pid, "fd", number).isRegularFile, isOpenForWriting(pid, number) {
                table.writing += 1
            }
        case .path, .pipe, .other: break
        }
    }

    private func isOpenForWriting(_ pid: Int32, _ number: Int32) -> Bool {
        // What cannot be asked is taken for writing: the risk would be the reader's.
        (try? proc.linkMode(pid: pid, "fd", number)).map { $0 & 0o200 != 0 } ?? true
    }
}

/// Descriptors that come and go between the first look and the last, and what is open for writing at the last.
struct DescriptorProbe: DeepProbe {
    static let kind = ProcessProbe.descriptors
    static let looks = DeepLooks.ends
    private var ends = DeepEnds<DescriptorTable>()
    private var locks: Reading<Int> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        let isLast = ends.first != nil
        ends.add(context.files.descriptors(context.pid, limit: context.settings.descriptorLimit, withFiles: isLast))
        if isLast { locks = context.shared.locks().map { $0[context.pid] ?? 0 } }
    }

    func write(to reading: inout DeepReading) {
        reading.descriptors = ends.change { first, last in
            let churn = last.churn(since: first)
            var use = DescriptorUse()
            use.count = last.targets.count
            use.opened = churn.opened
            use.closed = churn.closed
            use.writing = last.writing
            use.locks = locks
            use.filesAtRisk = last.filesAtRisk
            return use
        }
    }
}
