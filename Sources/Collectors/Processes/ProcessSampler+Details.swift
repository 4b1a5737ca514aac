internal import Model
package import Primitives
internal import SystemCalls

extension ProcessSampler {
    /// Reads what does not change, of every process that has not been read yet.
    ///
    /// Apart from the samples, so that those see all processes at nearly the same moment.
    package func readDetails(deadline: Deadline = .none) throws(TendError) {
        for index in observations.indices where !kept[index].isDetailed {
            if index & 0xff == 0xff { try deadline.check("reading the processes") }
            kept[index].isDetailed = true
            let before = refusedReads
            readDetails(index)
            if refusedReads > before { refusedDetails += 1 }
        }
    }

    private func readDetails(_ index: Int) {
        let pid = observations[index].pid
        if fields.contains(.controlGroups) {
            observations[index].controlGroups = reading { () throws(ErrorNumber) in
                controlGroupTexts.text(try files.read(pid: pid, "cgroup"))
            }
        }
        guard !observations[index].isKernelThread else {
            if fields.contains(.arguments) { observations[index].arguments = .measured(ForeignText("")) }
            return
        }
        if fields.contains(.arguments) {
            observations[index].arguments = reading { () throws(ErrorNumber) in
                ForeignText(try files.readWhole(pid: pid, "cmdline", limit: settings.argumentsLimit).bytes)
            }
        }
        if fields.contains(.executable) { observations[index].executable = link(pid, "exe") }
        if fields.contains(.workingDirectory) { observations[index].workingDirectory = link(pid, "cwd") }
        if fields.contains(.storage) { readStorage(index) }
    }

    private func link(_ pid: Int32, _ name: StaticString) -> Reading<ForeignText> {
        reading { () throws(ErrorNumber) in ForeignText([UInt8](try files.readLink(pid: pid, name))) }
    }

    /// Adds `/proc/PID/io` to the newest sample.
    func readStorage(_ index: Int) {
        guard !observations[index].isKernelThread,
            let newest = observations[index].counters.indices.last
        else { return }
        // What was refused once is refused again, unless the process becomes another program.
        if newest > 0, let reason = observations[index].counters[newest - 1].storage.reason,
            reason != .notCollected
        {
            observations[index].counters[newest].storage = .unavailable(reason)
            return
        }
        observations[index].counters[newest].storage = reading { () throws(ErrorNumber) in
            try storageCounters(index)
        }
    }

    private func storageCounters(_ index: Int) throws(ErrorNumber) -> StorageCounters {
        let pid = observations[index].pid
        if kept[index].storage >= 0 { return try Self.storage(files.read(kept[index].storage, of: pid, "io")) }
        let file = try files.open(pid: pid, "io")
        do {
            let storage = try Self.storage(files.read(file, of: pid, "io"))
            kept[index].storage = keepOrClose(file)
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
