package import Model
package import Planning
package import Primitives
internal import SystemCalls

/// The ballast of one volume: looks at it, makes it, and gives it back.
///
/// Work is done by one at a time (flock(2) on the pool's own directory: that needs no room for a file).
package struct BallastStore {
    package let place: BallastPlace
    private let world: BallastWorld
    /// How often, and how many seconds apart, a volume is asked for what it got back.
    private static let looks = 8
    private static let lookInterval = 0.002

    package init(place: BallastPlace, world: BallastWorld) {
        self.place = place
        self.world = world
    }

    /// The files of the pool, by index, those of others that bear such names among them.
    ///
    /// - Throws: `BallastRefusal`; `no_pool` where there is none.
    /// - Complexity: one open and one read of 4 KiB a file.
    package func files() throws(BallastRefusal) -> [BallastFile] {
        try BallastDirectory.open(place, userID: world.userID, isMaking: false).files()
    }

    /// What ballast really takes on the volume.
    package func allocated() -> Reading<ByteCount> {
        do throws(BallastRefusal) {
            return .measured(try files().ballastBytes)
        } catch {
            switch error.reason {
            case .noPool: return .measured(.zero)
            case .notPermitted, .foreignOwner: return .unavailable(.notPermitted)
            default: return .unavailable(.notSupported)
            }
        }
    }

    // MARK: Making

    /// Makes what is missing and makes anew what is unfinished, as far as the floor allows; what was made until then stays.
    ///
    /// - Parameters:
    ///   - volume: the one that the pool is on.
    ///   - settings: what holds for this volume.
    ///   - limit: how many files to make at most; nil for all. With one it is a replenishment.
    ///   - isDryRun: whether only to tell what would be made.
    /// - Returns: what was made, and why not more.
    package func provision(
        _ volume: Volume, _ settings: BallastSettings, atMost limit: Int? = nil, isDryRun: Bool = false
    ) -> BallastOutcome {
        work(limit == nil ? .provision : .replenish, isDryRun) { outcome throws(BallastRefusal) in
            let plan = BallastPlan.provisioning(volume, settings, files: try present(), atMost: limit ?? .max)
            outcome.refusal = plan.refusal
            // Where nothing will be made, no pool is made either.
            guard !plan.steps.isEmpty else { return }
            if isDryRun {
                for step in plan.steps { outcome.note(step, settings.fileSize) }
            } else {
                try provision(volume, settings, limit ?? .max, &outcome)
            }
        }
    }

    private func provision(
        _ volume: Volume, _ settings: BallastSettings, _ limit: Int, _ outcome: inout BallastOutcome
    ) throws(BallastRefusal) {
        let directory = try BallastDirectory.open(place, userID: world.userID, isMaking: true)
        try directory.lock()
        // Only what is seen under the lock is so.
        let writer = BallastWriter(fileSystem: volume.fileSystem, settings: settings, world: world)
        var volume = volume
        volume.space = .measured(try writer.space(in: directory))
        let plan = BallastPlan.provisioning(volume, settings, files: try directory.files(), atMost: limit)
        outcome.refusal = plan.refusal
        for step in plan.steps { try make(step, writer, directory, &outcome) }
    }

    private func make(
        _ step: BallastPlan.Step, _ writer: BallastWriter, _ directory: borrowing BallastDirectory,
        _ outcome: inout BallastOutcome
    ) throws(BallastRefusal) {
        switch step {
        case .make(let index):
            try intend(outcome.action, index)
            outcome.note(step, try writer.make(index, in: directory))
        case .rebuild(let index):
            try intend(outcome.action, index)
            _ = try directory.remove(index)
            outcome.note(step, try writer.make(index, in: directory))
        case .release: break
        }
    }

    /// What lies there, also where nothing does.
    private func present() throws(BallastRefusal) -> [BallastFile] {
        do throws(BallastRefusal) {
            return try files()
        } catch  where error.reason == .noPool {
            return []
        }
    }

    // MARK: Releasing

    /// Gives back so many files, highest index first; needs no room and no inode, and writes nothing of its own.
    package func release(_ count: Int, from volume: Volume, isDryRun: Bool = false) -> BallastOutcome {
        work(.release, isDryRun) { outcome throws(BallastRefusal) in
            let directory = try BallastDirectory.open(place, userID: world.userID, isMaking: false)
            if !isDryRun { try directory.lock() }
            let files = try directory.files()
            let plan = BallastPlan.releasing(count, volume, files: files)
            outcome.refusal = plan.refusal
            let before = try directory.freeBytes()
            for case .release(let index) in plan.steps {
                if isDryRun {
                    outcome.note(.release(index), files.first { $0.index == index }?.allocated ?? .zero)
                } else {
                    try intend(.release, index)
                    guard let file = try directory.remove(index) else { continue }
                    outcome.note(.release(index), file.allocated)
                }
            }
            if !outcome.released.isEmpty, !isDryRun {
                // Should it refuse, writers find the room all the same, and it is counted a little later.
                if volume.fileSystem == "btrfs" { try? directory.descriptor.startCommit() }
                outcome.freedBytes = try freed(since: before, atLeast: outcome.bytes, directory)
            }
        }
    }

    /// Some file systems give back a moment later what was unlinked, btrfs with its next commit only.
    private func freed(
        since before: ByteCount, atLeast bytes: ByteCount, _ directory: borrowing BallastDirectory
    ) throws(BallastRefusal) -> ByteCount {
        var freed = ByteCount.zero
        for look in 0..<Self.looks {
            if look > 0 { world.pause(Self.lookInterval) }
            let now = try directory.freeBytes()
            freed = ByteCount(now.bytes - min(now.bytes, before.bytes))
            if freed >= bytes { break }
        }
        return freed
    }

    // MARK: Telling

    private func intend(_ action: BallastOutcome.Action, _ index: Int) throws(BallastRefusal) {
        guard world.record(.intent(action: action, directory: place.directory, index: index)) else {
            throw BallastRefusal(.notRecorded, "It could not be recorded, and so it was not done.")
        }
    }

    private func work(
        _ action: BallastOutcome.Action, _ isDryRun: Bool,
        _ body: (inout BallastOutcome) throws(BallastRefusal) -> Void
    ) -> BallastOutcome {
        var outcome = BallastOutcome(mount: place.mount, directory: place.directory, action: action)
        outcome.isDryRun = isDryRun
        let start = world.seconds()
        do throws(BallastRefusal) {
            try body(&outcome)
        } catch {
            outcome.refusal = error
        }
        outcome.seconds = world.seconds() - start
        if !isDryRun { _ = world.record(.outcome(outcome)) }
        return outcome
    }
}

extension BallastOutcome {
    fileprivate mutating func note(_ step: BallastPlan.Step, _ size: ByteCount) {
        switch step {
        case .make(let index): made.append(index)
        case .rebuild(let index): rebuilt.append(index)
        case .release(let index): released.append(index)
        }
        bytes = bytes + size
    }
}
