internal import SystemCalls

extension WatchedWork {
    /// What hangs, in a sentence; nil where nothing does.
    var failure: String? {
        guard !stuck.isEmpty else { return nil }
        let files = Dictionary(grouping: stuck, by: \.pid).sorted { $0.key < $1.key }.map { pid, calls in
            "PID \(pid) (\(calls.map(\.file).sorted().joined(separator: ", ")))"
        }
        let shown = files.prefix(5).joined(separator: ", ") + (files.count > 5 ? " and \(files.count - 5) more" : "")
        return "the kernel did not answer about \(shown); what it said nothing of is unknown"
    }
}
