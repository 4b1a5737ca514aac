internal import Model
internal import Primitives
package import SystemCalls

/// Looks once at all processes for the files and directories that they use: for a whole batch of candidates.
///
/// - Complexity: O(processes, their descriptors and mappings); nothing per candidate.
package struct BusySurvey: Sendable {
    package var procRoot: String
    /// The user whose candidates they are.
    package var userID: UInt32
    /// Programs that hide themselves from everybody by design and keep no files of projects open, such as `ssh-agent`.
    package var selfHiding: Set<String>

    package init(procRoot: String = "/proc", userID: UInt32, selfHiding: Set<String> = []) {
        self.procRoot = procRoot
        self.userID = userID
        self.selfHiding = selfHiding
    }

    /// Looks; this program itself is left out.
    ///
    /// - Throws: `SystemCallError` where there is no `/proc`: then nothing is known of any file.
    package func look() throws(SystemCallError) -> BusyFiles {
        let proc = try ProcFileSystem(root: procRoot)
        var pids: [Int32] = []
        do throws(ErrorNumber) {
            try proc.processIDs(into: &pids)
        } catch {
            throw SystemCallError(call: "getdents64", on: procRoot, error)
        }
        guard !pids.isEmpty else { throw SystemCallError(call: "getdents64", on: procRoot, .malformed) }
        pids.removeAll { $0 == Host.processID }
        var busy = BusyFiles()
        for part in try parts(of: pids) { busy.add(part) }
        try locks(&busy)
        busy.sort()
        return busy
    }

    /// What several threads find, each of some of the processes: the kernel words paths for one reader at a time.
    private func parts(of pids: [Int32]) throws(SystemCallError) -> [BusyFiles] {
        let count = max(1, min(Self.threads, Host.processorCount, pids.count / Self.fewest))
        let threads = (0..<count).map { first in
            BackgroundWork { () -> Result<BusyFiles, SystemCallError> in
                do throws(SystemCallError) {
                    var reader = BusyReader(survey: self, proc: try ProcFileSystem(root: procRoot))
                    for place in stride(from: first, to: pids.count, by: count) { reader.survey(pids[place]) }
                    return .success(reader.busy)
                } catch {
                    return .failure(error)
                }
            }
        }
        var parts: [BusyFiles] = []
        for thread in threads { parts.append(try thread.value.get()) }
        return parts
    }

    private static let threads = 4
    /// Processes for which a thread of their own is worth while.
    private static let fewest = 32

    /// Files that anybody holds locked, whoever they belong to (proc_locks(5)); without the file nothing is locked.
    private func locks(_ busy: inout BusyFiles) throws(SystemCallError) {
        do {
            for lock in LockTable.parse(try FileSystem.read("\(procRoot)/locks")) where lock.pid != Host.processID {
                busy.addLock(lock.identity, pid: lock.pid)
            }
        } catch  where error.isGone {
            return
        }
    }
}
