package import Primitives
internal import SystemCalls

/// The lock that lets one tend of a user act at a time; held for as long as the value lives.
///
/// The kernel's lock on the open file counts, and ends with the process; what is written into the file is for people.
package final class UserLock {
    /// A holder that ended without letting go, for the record; absent in the ordinary case.
    package let tookOverFrom: LockHolder?
    private let file: FileDescriptor

    private init(_ file: consuming FileDescriptor, tookOverFrom: LockHolder?) {
        self.file = file
        self.tookOverFrom = tookOverFrom
    }

    deinit {
        // Where the file cannot be emptied, the next holder takes over from this one and says so.
        try? file.truncate(to: 0)
    }

    /// Takes the lock.
    ///
    /// The lock file lies in the store's directory, which is made where it is missing. The purpose is in tend's own
    /// words and shown to whoever is kept waiting. What bears another name is another lock.
    /// - Throws: `TendError`; `locked`, retryable, with the holder's name where it does not let go in time.
    package static func acquire(
        directory: String, name: String = "tend", purpose: String, wait: Duration,
        now: Int64 = Clocks.wallMilliseconds()
    ) throws(TendError) -> UserLock {
        let path = "\(directory)/\(name).lock"
        var holder: LockHolder?
        do throws(SystemCallError) {
            try FileSystem.makeDirectories(directory)
            let file = try FileDescriptor.open(path, [.readWrite, .create])
            let deadline = Deadline.after(wait)
            var isLocked = try file.tryLock()
            while !isLocked, !deadline.hasPassed {
                Clocks.sleep(seconds: 0.02)
                isLocked = try file.tryLock()
            }
            holder = try readHolder(path)
            if isLocked {
                try file.truncate(to: 0)
                try file.write(ownEntry(purpose, now: now).fileText)
                return UserLock(file, tookOverFrom: holder)
            }
        } catch {
            throw StoreFailure.from(error, path: path)
        }
        throw locked(by: holder, now: now)
    }

    /// Who keeps others waiting; the entry may be half written, or be that of somebody who ended before the lock was
    /// taken by another: then nobody is named.
    private static func locked(by holder: LockHolder?, now: Int64) -> TendError {
        var name = "another tend"
        if let holder, holder.isRunning {
            let seconds = max(0, now - holder.since) / 1000
            name = "tend with PID \(holder.pid) (`\(holder.purpose)`, for \(seconds) s)"
        }
        return TendError(
            .locked, "\(name) is acting for this user", area: "store", hint: "wait for it to end, then try again",
            isRetryable: true)
    }

    private static func readHolder(_ path: String) throws(SystemCallError) -> LockHolder? {
        LockHolder(fileText: try FileSystem.read(path, limit: 4096))
    }

    private static func ownEntry(_ purpose: String, now: Int64) -> LockHolder {
        LockHolder(
            pid: Host.processID, startTicks: RunningProcess.startTicks(of: Host.processID) ?? 0,
            bootID: RunningProcess.bootID() ?? "unknown", since: now, purpose: purpose)
    }
}
