package import Model
package import Planning
package import Primitives
internal import SystemCalls

/// Removes approved artifacts: looks again, moves each out of its place, looks once more, and only then unlinks.
///
/// Between the two looks nobody can open it by its name any more: whoever uses it is seen by the second, and it is put back.
package struct ArtifactRemover {
    /// What the machine shows of an artifact right before and after it is moved; handed in so that a test can pretend.
    package struct Sight {
        /// Why it must stay after all; nil where nothing speaks against it.
        package var objection: (PlannedArtifact) -> ArtifactOutcome?
        /// Who uses a tree that lies at a path now; nil for nobody.
        package var holder: (ForeignText) -> FileHolder?
        /// Whether a tree that lies at a path now holds what it held when it was looked at.
        package var isUnchanged: (PlannedArtifact, ForeignText) -> Bool
        package var isInterrupted: () -> Bool

        package init(
            objection: @escaping (PlannedArtifact) -> ArtifactOutcome?,
            holder: @escaping (ForeignText) -> FileHolder?,
            isUnchanged: @escaping (PlannedArtifact, ForeignText) -> Bool,
            isInterrupted: @escaping () -> Bool
        ) {
            self.objection = objection
            self.holder = holder
            self.isUnchanged = isUnchanged
            self.isInterrupted = isInterrupted
        }
    }

    private let sight: Sight
    private let now: () -> Double

    /// `now` counts seconds.
    package init(sight: Sight, now: @escaping () -> Double) {
        self.sight = sight
        self.now = now
    }

    /// Removes one, or keeps it beside its place where that was asked for.
    ///
    /// It is moved out of its place first, so that nobody reaches it any more by its name; on a file system that has no room
    /// for the directory that this takes, it is unlinked where it lies, as `removeInPlace` does.
    ///
    /// - Parameters:
    ///   - removal: what was approved.
    ///   - foreseen: records what is about to be done, and says why that could not be; without it nothing is done.
    /// - Returns: how it ended.
    package func remove(_ removal: ApprovedRemoval, foreseen: (RemovalTarget) -> String?) -> ArtifactOutcome {
        let start = now()
        var outcome = attempt(removal, foreseen)
        outcome.seconds = now() - start
        return outcome
    }

    private func attempt(_ removal: ApprovedRemoval, _ foreseen: (RemovalTarget) -> String?) -> ArtifactOutcome {
        let target = removal.target
        let place: Place
        do throws(ErrorNumber) {
            place = try Place(target)
        } catch {
            return Self.unreachable(error)
        }
        defer { place.close() }
        if let changed = place.difference(removal.artifact) { return changed }
        if let objection = sight.objection(removal.artifact) { return objection }
        let before = place.availableBytes
        if let obstacle = foreseen(target) {
            return ArtifactOutcome(
                result: .blocked, reasonCode: "not_recorded",
                sentence: "What is to be done could not be recorded: \(obstacle)")
        }
        do throws(ErrorNumber) {
            try place.moveAway()
        } catch  where error.isFull && target.keepUntil == nil {
            // Where there is no room for another directory, room is what is needed most.
            let result = TreeRemover(isInterrupted: sight.isInterrupted).remove(place.parent, place.name)
            return Self.unlinked(result, place, before)
        } catch {
            return error.isGone ? Self.gone : Self.failed("It could not be moved out of its place", error)
        }
        if let back = takeBack(removal, place) { return back }
        if let until = target.keepUntil {
            var outcome = ArtifactOutcome(
                result: .done, reasonCode: "quarantined",
                sentence: "Moved to a directory beside its place; tend disk undo puts it back.")
            outcome.quarantine = Quarantine(path: target.moved, until: until)
            return outcome
        }
        return Self.unlinked(place.emptyTrash(TreeRemover(isInterrupted: sight.isInterrupted)), place, before)
    }

    /// Puts it back where somebody uses it, or where something else than what was looked at was moved.
    private func takeBack(_ removal: ApprovedRemoval, _ place: Place) -> ArtifactOutcome? {
        var reason: ArtifactOutcome?
        if place.movedIdentity != removal.target.identity {
            reason = ArtifactOutcome(
                result: .blocked, reasonCode: "identity_changed", sentence: "Something else had taken its place.")
        } else if let holder = sight.holder(removal.target.moved) {
            reason = ArtifactOutcome(
                result: .blocked, reasonCode: "in_use", sentence: "PID \(holder.pid) began to use it; it was put back.")
        } else if !sight.isUnchanged(removal.artifact, removal.target.moved) {
            // Whoever wrote into it right before it was moved may have ended already.
            reason = ArtifactOutcome(
                result: .blocked, reasonCode: "content_changed",
                sentence: "Something in it has changed; it was put back.")
        }
        guard let reason else { return nil }
        do throws(ErrorNumber) {
            try place.moveBack()
            return reason
        } catch {
            return Self.failed("\(reason.sentence) It could not be put back, and lies in a directory beside it", error)
        }
    }

    /// Unlinks directly, without moving it first: for a file system without room for another directory.
    ///
    /// The artifact is looked at again all the same.
    package func removeInPlace(_ removal: ApprovedRemoval) -> ArtifactOutcome {
        let start = now()
        let place: Place
        do throws(ErrorNumber) {
            place = try Place(removal.target)
        } catch {
            return Self.unreachable(error)
        }
        defer { place.close() }
        if let changed = place.difference(removal.artifact) { return changed }
        if let objection = sight.objection(removal.artifact) { return objection }
        let before = place.availableBytes
        let result = TreeRemover(isInterrupted: sight.isInterrupted).remove(place.parent, place.name)
        var outcome = Self.unlinked(result, place, before)
        outcome.seconds = now() - start
        return outcome
    }

    // MARK: Words

    private static func unlinked(_ result: TreeRemover.Result, _ place: Place, _ before: UInt64) -> ArtifactOutcome {
        var outcome: ArtifactOutcome
        if let failure = result.failure {
            outcome = failed("Not all of it could be removed", failure.error)
        } else if result.isInterrupted {
            outcome = ArtifactOutcome(
                result: .pending, reasonCode: "interrupted", sentence: "Interrupted; the rest goes at the next start.")
        } else {
            outcome = ArtifactOutcome(result: .done, sentence: "Removed.")
        }
        outcome.files = result.files
        outcome.directories = result.directories
        var after = place.availableBytes
        if after <= before, result.files > 0 {
            place.settle()
            after = place.availableBytes
        }
        outcome.freedBytes = ByteCount(after > before ? after - before : 0)
        return outcome
    }

    private static let gone = ArtifactOutcome(
        result: .gone, reasonCode: "gone", sentence: "It has gone by itself.")

    private static func unreachable(_ error: ErrorNumber) -> ArtifactOutcome {
        guard error.isReplaced else {
            return error.isGone ? gone : failed("The directory that holds it cannot be opened", error)
        }
        return ArtifactOutcome(
            result: .blocked, reasonCode: "symlink", sentence: "A symbolic link lies on the way to it by now.")
    }

    private static func failed(_ what: String, _ error: ErrorNumber) -> ArtifactOutcome {
        let cause = SystemCallError(call: "unlinkat", on: "it", error)
        return ArtifactOutcome(
            result: .failed, reasonCode: error.isRefused ? "not_permitted" : "input_output",
            sentence: "\(what): \(cause.description).")
    }
}
