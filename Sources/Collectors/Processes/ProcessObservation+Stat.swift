internal import Model
internal import Primitives

extension ProcessObservation {
    /// Begins an observation with what `stat` says.
    init(
        pid: Int32, userID: UInt32, bootID: String, stat: ProcStat, text: UnsafeBufferPointer<UInt8>,
        expectedSamples: Int
    ) {
        self.init(
            identity: ProcessIdentity(pid: pid, startTicks: stat.startTicks, bootID: bootID, userID: userID),
            parent: stat.parent, processGroup: stat.processGroup, session: stat.session, terminal: stat.terminal,
            terminalForeground: stat.terminalForeground, name: ForeignText([UInt8](text[stat.name])), nice: stat.nice,
            isKernelThread: stat.isKernelThread, ignoresHangup: stat.ignoresHangup)
        counters.reserveCapacity(min(expectedSamples, 64))
    }

    /// Takes over what may change while a process lives.
    mutating func update(_ stat: ProcStat, text: UnsafeBufferPointer<UInt8>) {
        if stat.parent != parent {
            formerParent = formerParent ?? parent
            parent = stat.parent
        }
        processGroup = stat.processGroup
        session = stat.session
        terminal = stat.terminal
        terminalForeground = stat.terminalForeground
        nice = stat.nice
        ignoresHangup = stat.ignoresHangup
        let newName = text[stat.name]
        if !name.bytes.elementsEqual(newName) { name = ForeignText([UInt8](newName)) }
    }
}
