internal import SystemCalls

/// What a sampler remembers of a process beside its observation: which of its files are open, and how far it is read.
struct KeptFiles {
    /// Descriptor numbers, or -1; owned by the sampler that holds this value.
    var stat: Int32 = -1
    var storage: Int32 = -1
    var isDetailed = false
    var isGone = false

    /// Closes what is open.
    ///
    /// - Returns: how many files that were.
    @discardableResult
    func close() -> Int {
        if stat >= 0 { ProcFileSystem.close(stat) }
        if storage >= 0 { ProcFileSystem.close(storage) }
        return (stat >= 0 ? 1 : 0) + (storage >= 0 ? 1 : 0)
    }
}
