internal import Collectors
package import Effects
package import History
internal import Model
internal import Planning
package import Primitives
internal import SystemCalls

/// What the machine shows of single processes right before and after an action.
package struct LiveSight: Sendable {
    private let key: GroupingKey
    private let bootID: String
    private let deadline: Deadline
    private static let argumentsLimit = 4 << 20

    /// Past the deadline what acts stops as if it had been interrupted.
    package init(key: GroupingKey, bootID: String, deadline: Deadline = .none) {
        self.key = key
        self.bootID = bootID
        self.deadline = deadline
    }

    package var sight: ProcessActionRunner.Sight {
        ProcessActionRunner.Sight(
            target: { pid in
                do throws(SystemCallError) {
                    return .success(try target(pid))
                } catch {
                    return .failure(error)
                }
            },
            successor: successor, isInterrupted: { [deadline] in Interruption.hasOccurred || deadline.hasPassed },
            state: state, surroundings: surroundings,
            availableMemory: { ProcessCollector.availableMemory().nonZero })
    }

    /// Its state; of one about which the kernel does not answer, that it hangs in there.
    private func state(_ pid: Int32) -> ProcessState? {
        // The body throws nothing: only the time can run out.
        do throws(SystemCallError) {
            return try SingleLook.take(at: pid) { PresentLook(pid: pid)?.state }
        } catch {
            return .uninterruptible
        }
    }

    /// What others feel of a process now; nil where the kernel does not answer about it.
    private func surroundings(_ pid: Int32) -> Surroundings? {
        try? SingleLook.take(at: pid) { look(around: pid) }
    }

    private func look(around pid: Int32) -> Surroundings {
        guard let look = PresentLook(pid: pid) else { return Surroundings(state: nil) }
        let parent = look.parent > 0 ? PresentLook(pid: look.parent) : nil
        let share = parent.map { parent in
            Double(parent.ticks)
                / Double(max(1, Clocks.ticksSinceBoot() - min(Clocks.ticksSinceBoot(), parent.startTicks)))
        }
        return Surroundings(
            state: look.state, ticks: look.ticks, parent: look.parent, parentTicks: parent?.ticks,
            parentShare: share ?? 0, waiting: WaitingClients.count(of: pid))
    }

    /// Which process bears the PID now, as a plan identifies it.
    ///
    /// - Throws: `SystemCallError`; `isTimedOut` where the kernel does not answer about it.
    func target(_ pid: Int32) throws(SystemCallError) -> ProcessTarget? {
        try SingleLook.take(at: pid) { () throws(SystemCallError) in try look(at: pid) }
    }

    private func look(at pid: Int32) throws(SystemCallError) -> ProcessTarget? {
        guard let identity = try ProcessCollector.currentIdentity(pid: pid, bootID: bootID) else { return nil }
        var target = ProcessTarget()
        target.identity = identity
        target.executable = try readable { () throws(SystemCallError) in
            try FileSystem.linkTarget("/proc/\(pid)/exe")?.identity
        }
        target.argumentsHash = try readable { () throws(SystemCallError) in
            key.hash(try FileSystem.readPrefix("/proc/\(pid)/cmdline", limit: Self.argumentsLimit))
        }
        return target
    }

    /// What may not be read is unknown, as it was when the plan was made.
    private func readable<Value>(_ body: () throws(SystemCallError) -> Value?) throws(SystemCallError) -> Value? {
        do {
            return try body()
        } catch  where error.isRefused {
            return nil
        }
    }

    /// A process of the same owner, program and arguments that started at these ticks since boot or later.
    ///
    /// A copy that ran beside the ended one all the time is no successor.
    ///
    /// - Complexity: O(*n*) processes, one small file each.
    private func successor(of ended: ProcessTarget, since ticks: UInt64) -> Int32? {
        // Where the processes cannot be read no successor can be named; the outcome then claims none.
        let present = (try? ProcessCollector(hostID: "").quickScan([])) ?? []
        return present.lazy.map(\.identity).filter { identity in
            identity.pid != ended.identity.pid && identity.startTicks >= ticks
                && identity.userID == ended.identity.userID
        }.first { identity in
            // Every error means the same here: this PID shows no successor.
            guard let candidate = try? target(identity.pid) else { return false }
            return candidate.executable == ended.executable && candidate.argumentsHash == ended.argumentsHash
        }?.pid
    }
}

extension ByteCount {
    /// Without meminfo nothing is claimed to be available.
    fileprivate var nonZero: UInt64? { bytes == 0 ? nil : bytes }
}
