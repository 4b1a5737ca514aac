package import Model
internal import Primitives
internal import SystemCalls

/// A process between two samples: what is known of it and which of its files are open.
package struct TrackedProcess {
    package var observation: ProcessObservation
    /// Descriptor numbers, or -1; owned by the sampler that holds this value.
    var statFile: Int32 = -1
    var storageFile: Int32 = -1
    var isGone = false
    /// The details have been read.
    var isDetailed = false

    var pid: Int32 { observation.identity.pid }

    init(pid: Int32, stat: ProcStat, text: UnsafeBufferPointer<UInt8>, bootID: String) {
        observation = ProcessObservation(
            identity: ProcessIdentity(pid: pid, startTicks: stat.startTicks, bootID: bootID, userID: 0),
            parent: stat.parent, processGroup: stat.processGroup, session: stat.session, terminal: stat.terminal,
            terminalForeground: stat.terminalForeground,
            name: ForeignText([UInt8](UnsafeBufferPointer(rebasing: text[stat.name]))), nice: stat.nice,
            isKernelThread: stat.isKernelThread, ignoresHangup: stat.ignoresHangup)
    }

    /// Takes over what may change while a process lives.
    mutating func update(_ stat: ProcStat, text: UnsafeBufferPointer<UInt8>) {
        if stat.parent != observation.parent {
            observation.formerParent = observation.formerParent ?? observation.parent
            observation.parent = stat.parent
        }
        observation.processGroup = stat.processGroup
        observation.session = stat.session
        observation.terminal = stat.terminal
        observation.terminalForeground = stat.terminalForeground
        observation.nice = stat.nice
        observation.ignoresHangup = stat.ignoresHangup
        let name = UnsafeBufferPointer(rebasing: text[stat.name])
        if !observation.name.bytes.elementsEqual(name) { observation.name = ForeignText([UInt8](name)) }
    }

    /// Closes what is open.
    ///
    /// - Returns: how many files that were.
    @discardableResult
    func closeFiles() -> Int {
        if statFile >= 0 { ProcFileSystem.close(statFile) }
        if storageFile >= 0 { ProcFileSystem.close(storageFile) }
        return (statFile >= 0 ? 1 : 0) + (storageFile >= 0 ? 1 : 0)
    }
}
