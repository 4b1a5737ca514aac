internal import Model
package import Primitives
internal import SystemCalls

extension ProcessSampler {
    /// Reads what does not change, of every process that has not been read yet.
    ///
    /// Apart from the samples, so that those see all processes at nearly the same moment.
    package func readDetails(deadline: Deadline = .none) throws(TendError) {
        for index in tracked.indices where !tracked[index].isDetailed {
            if index & 0xff == 0xff { try deadline.check("reading the processes") }
            tracked[index].isDetailed = true
            let before = refusedReads
            readDetails(index)
            if refusedReads > before { refusedDetails += 1 }
        }
    }

    private func readDetails(_ index: Int) {
        let pid = tracked[index].pid
        if fields.contains(.controlGroups) {
            tracked[index].observation.controlGroups = reading { () throws(ErrorNumber) in
                controlGroupTexts.text(try files.read(pid: pid, "cgroup"))
            }
        }
        guard !tracked[index].observation.isKernelThread else {
            if fields.contains(.arguments) { tracked[index].observation.arguments = .measured(ForeignText("")) }
            return
        }
        if fields.contains(.arguments) {
            tracked[index].observation.arguments = reading { () throws(ErrorNumber) in
                ForeignText(try files.readWhole(pid: pid, "cmdline", limit: settings.argumentsLimit).bytes)
            }
        }
        if fields.contains(.executable) { tracked[index].observation.executable = link(pid, "exe") }
        if fields.contains(.workingDirectory) { tracked[index].observation.workingDirectory = link(pid, "cwd") }
        if fields.contains(.storage) { readStorage(index) }
    }

    private func link(_ pid: Int32, _ name: StaticString) -> Reading<ForeignText> {
        reading { () throws(ErrorNumber) in ForeignText([UInt8](try files.readLink(pid: pid, name))) }
    }

    /// Adds `/proc/PID/io` to the newest sample.
    func readStorage(_ index: Int) {
        guard !tracked[index].observation.isKernelThread,
            let newest = tracked[index].observation.counters.indices.last
        else { return }
        // What was refused once is refused again, unless the process becomes another program.
        if newest > 0, let reason = tracked[index].observation.counters[newest - 1].storage.reason,
            reason != .notCollected
        {
            tracked[index].observation.counters[newest].storage = .unavailable(reason)
            return
        }
        tracked[index].observation.counters[newest].storage = reading { () throws(ErrorNumber) in
            try storageCounters(index)
        }
    }

    private func storageCounters(_ index: Int) throws(ErrorNumber) -> StorageCounters {
        if tracked[index].storageFile >= 0 { return try Self.storage(files.read(tracked[index].storageFile)) }
        let file = try files.open(pid: tracked[index].pid, "io")
        do {
            let storage = try Self.storage(files.read(file))
            keep(file, as: \.storageFile, of: &tracked[index])
            return storage
        } catch {
            ProcFileSystem.close(file)
            throw error
        }
    }

    private static func storage(_ text: UnsafeBufferPointer<UInt8>) throws(ErrorNumber) -> StorageCounters {
        guard let read = KernelText.value(of: "read_bytes:", in: text),
            let written = KernelText.value(of: "write_bytes:", in: text)
        else { throw .malformed }
        return StorageCounters(read: ByteCount(read), written: ByteCount(written))
    }

    /// Turns a refusal into the reason that the measurement carries, and counts it.
    func reading<Value>(_ body: () throws(ErrorNumber) -> Value) -> Reading<Value> {
        do {
            return .measured(try body())
        } catch {
            if error.isRefused { refusedReads += 1 }
            return .unavailable(Unavailability(error))
        }
    }
}
