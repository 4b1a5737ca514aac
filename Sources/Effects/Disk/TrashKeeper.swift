package import Model
internal import Primitives
internal import SystemCalls

/// Finishes or takes back what was moved out of its place earlier: after an interruption, at the end of a quarantine, or for
/// `undo`.
package struct TrashKeeper {
    private let isInterrupted: () -> Bool

    package init(isInterrupted: @escaping () -> Bool) {
        self.isInterrupted = isInterrupted
    }

    /// What has become of a removal that was begun.
    package enum State: Sendable {
        /// Never moved: it lies where it lay.
        case untouched
        /// It lies, whole or in part, in the directory beside its place.
        case moved
        /// Neither is there.
        case gone
        /// It cannot be looked at.
        case unknown
    }

    package func state(of target: RemovalTarget) -> State {
        do throws(ErrorNumber) {
            let place = try ArtifactRemover.Place(target)
            defer { place.close() }
            // Made, and nothing moved into it yet: all of it lies in its place.
            if try place.hasTrash(), place.movedIdentity != nil || !place.isUntouched { return .moved }
            guard let status = try? DirectoryNumber.entry(place.parent, place.name) else { return .gone }
            return status.identity == target.identity ? .untouched : .gone
        } catch {
            return error.isGone ? .gone : .unknown
        }
    }

    /// Puts it back into its place.
    package func restore(_ target: RemovalTarget) -> ArtifactOutcome {
        do throws(ErrorNumber) {
            let place = try ArtifactRemover.Place(target)
            defer { place.close() }
            guard try place.hasTrash(), place.movedIdentity == target.identity else {
                return ArtifactOutcome(
                    result: .gone, reasonCode: "gone", sentence: "What was kept of it is not there any more.")
            }
            try place.moveBack()
            return ArtifactOutcome(result: .done, sentence: "Put back into its place.")
        } catch  where error.isTaken {
            return ArtifactOutcome(
                result: .blocked, reasonCode: "place_taken",
                sentence: "Something else lies in its place now; move that away first.")
        } catch {
            return failed(error)
        }
    }

    /// Removes the directory beside it where nothing was moved into it.
    package func clear(_ target: RemovalTarget) {
        guard let place = try? ArtifactRemover.Place(target) else { return }
        defer { place.close() }
        place.removeEmptyTrash()
    }

    /// Removes it for good.
    package func finish(_ target: RemovalTarget) -> ArtifactOutcome {
        do throws(ErrorNumber) {
            let place = try ArtifactRemover.Place(target)
            defer { place.close() }
            guard try place.hasTrash() else {
                return ArtifactOutcome(result: .gone, reasonCode: "gone", sentence: "Nothing is left of it.")
            }
            if let found = place.movedIdentity, found != target.identity {
                return ArtifactOutcome(
                    result: .blocked, reasonCode: "identity_changed",
                    sentence: "Something else lies where it was moved to.")
            }
            let before = place.availableBytes
            let result = place.emptyTrash(TreeRemover(isInterrupted: isInterrupted))
            if let failure = result.failure { return failed(failure.error) }
            var outcome = ArtifactOutcome(
                result: result.isInterrupted ? .pending : .done,
                sentence: result.isInterrupted ? "Interrupted." : "Removed.")
            outcome.files = result.files
            outcome.directories = result.directories
            place.settle()
            let after = place.availableBytes
            outcome.freedBytes = ByteCount(after > before ? after - before : 0)
            return outcome
        } catch {
            return failed(error)
        }
    }

    private func failed(_ error: ErrorNumber) -> ArtifactOutcome {
        ArtifactOutcome(
            result: .failed, reasonCode: error.isRefused ? "not_permitted" : "input_output",
            sentence: "\(SystemCallError(call: "renameat2", on: "it", error).description).")
    }
}
