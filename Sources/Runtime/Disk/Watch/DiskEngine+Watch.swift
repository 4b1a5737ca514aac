internal import Collectors
internal import Decision
internal import DiskDefence
internal import Effects
internal import Formats
internal import History
package import Model
internal import Planning
internal import Primitives
internal import Reporting
internal import SystemCalls

extension DiskEngine {
    // MARK: The state of a watch

    private var statePath: String { "\(journal.directory)/disk-watch.json" }

    /// The watch that runs now, as it last told of itself; nil where none does.
    package func runningWatch() -> WatchState? {
        // What cannot be read or understood is no watch that anybody could rely on.
        guard let bytes = try? FileSystem.read(statePath, limit: 1 << 20), let value = try? JSONParser.parse(bytes),
            let state = try? WatchState.read(value)
        else { return nil }
        let isSame =
            state.bootID == RunningProcess.bootID() && state.startTicks == RunningProcess.startTicks(of: state.pid)
        return isSame ? state : nil
    }

    func write(_ state: WatchState) throws(TendError) {
        do throws(SystemCallError) {
            try FileSystem.makeDirectories(journal.directory)
            try FileSystem.replace(statePath, with: state.storedJSON)
        } catch {
            throw TendError(.inputOutput, "the watch's state cannot be written", area: "disk", cause: error)
        }
    }

    /// Ends what the state says; where it cannot be removed, nobody takes it for a watch that runs.
    func removeState() { try? FileSystem.remove(statePath) }

    /// One watch a user: two would take each other's work for somebody else's.
    ///
    /// - Returns: nil where there is no room for the lock's file: a watch has to begin on a full disk.
    func lockWatch() throws(TendError) -> UserLock? {
        do throws(TendError) {
            return try UserLock.acquire(
                directory: journal.directory, name: "disk-watch", purpose: "disk watch", wait: .zero)
        } catch  where error.code == .storeFull {
            return nil
        } catch  where error.code == .locked {
            let holder = runningWatch().map { " (PID \($0.pid))" } ?? ""
            throw TendError(
                .blocked, "the volumes are watched already\(holder)", area: "disk",
                hint: "end that watch first, or see tend disk status")
        }
    }

    // MARK: Volumes

    /// The volumes of this machine that take writing; other machines' are not asked.
    func watchedVolumes() throws(TendError) -> [Volume] {
        var local = reader
        local.asksOthers = false
        do throws(SystemCallError) {
            return try local.volumes().filter { !$0.isReadOnly && !$0.isNetwork }
        } catch {
            throw TendError(
                .unavailable, "the list of mounted file systems cannot be read", area: "disk",
                hint: "tend disk needs /proc to be mounted", cause: error)
        }
    }

    /// The directories of the settings, or where files come and go on every machine.
    func watchedPatterns(_ told: [String]) -> [String] {
        if !told.isEmpty { return told }
        if !settings.watch.paths.isEmpty { return settings.watch.paths }
        return homes.map { String(decoding: $0.bytes, as: UTF8.self) } + WatchPlaces.usual
    }
}

extension DiskEvent {
    init(_ transition: PolicyTransition, at: Int64) {
        self.init(at: at, kind: .policy)
        result = transition.to.rawValue
        reason = transition.reason.rawValue
        sentence = "disk went from \(transition.from.rawValue) to \(transition.to.rawValue): \(transition.sentence)."
    }

    init(failed what: String, _ error: TendError, at: Int64) {
        self.init(at: at, kind: .error)
        result = what
        reason = error.qualifiedCode
        sentence = error.description
    }
}
