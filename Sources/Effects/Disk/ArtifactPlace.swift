internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

extension ArtifactRemover {
    /// Where an artifact lies and where it is moved to, through descriptors that stay open while it is worked on.
    final class Place {
        private let target: RemovalTarget
        let parent: Int32
        /// The artifact's own name.
        let name: [UInt8]
        private let trashName: [UInt8]
        private var trash: Int32 = -1

        init(_ target: RemovalTarget) throws(ErrorNumber) {
            self.target = target
            let parts = target.path.bytes.split(separator: UInt8(ascii: "/"))
            name = parts.last.map(Array.init) ?? []
            trashName = target.trash.bytes.split(separator: UInt8(ascii: "/")).last.map(Array.init) ?? []
            let above = [UInt8(ascii: "/")] + parts.dropLast().joined(separator: [UInt8(ascii: "/")])
            parent = try DirectoryNumber.open(withoutLinks: ForeignText(above))
        }

        func close() {
            if trash >= 0 { DirectoryNumber.close(trash) }
            DirectoryNumber.close(parent)
        }

        /// Has a file system that gives back what was unlinked only with its next commit (btrfs) make that now.
        func settle() {
            // Where it cannot be done the numbers follow later by themselves.
            try? DirectoryNumber.synchronizeVolume(parent)
        }

        /// Bytes that users may take on the file system; 0 where that cannot be told.
        var availableBytes: UInt64 {
            guard let status = try? DirectoryNumber.volumeStatus(parent) else { return 0 }
            return status.bytes(status.freeBlocks).bytes
        }

        /// Whether it is still what was looked at: the same inode, of the same kind, not changed since.
        func difference(_ artifact: PlannedArtifact) -> ArtifactOutcome? {
            guard let status = try? DirectoryNumber.entry(parent, name) else {
                return ArtifactOutcome(result: .gone, reasonCode: "gone", sentence: "It has gone by itself.")
            }
            if status.kind == .link {
                return ArtifactOutcome(
                    result: .blocked, reasonCode: "symlink", sentence: "A symbolic link has taken its place.")
            }
            let isSame =
                status.identity == target.identity && (status.kind == .directory) == target.isDirectory
                && status.modified == artifact.modified
            return isSame
                ? nil
                : ArtifactOutcome(
                    result: .blocked, reasonCode: "identity_changed", sentence: "It is not what was looked at any more."
                )
        }

        /// Makes the directory to move it into, and moves it.
        func moveAway() throws(ErrorNumber) {
            try DirectoryNumber.make(parent, trashName)
            do throws(ErrorNumber) {
                trash = try DirectoryNumber.open(parent, trashName, crossing: false)
                try DirectoryNumber.move(parent, name, to: trash, name)
            } catch {
                // It is empty; were it not, it would stay and be found at the next start.
                try? DirectoryNumber.removeDirectory(parent, trashName)
                throw error
            }
        }

        /// Whether the directory to move it into is there; opens it.
        func hasTrash() throws(ErrorNumber) -> Bool {
            do throws(ErrorNumber) {
                if trash < 0 { trash = try DirectoryNumber.open(parent, trashName, crossing: false) }
                return true
            } catch  where error.isGone {
                return false
            }
        }

        var movedIdentity: FileIdentity? { (try? DirectoryNumber.entry(trash, name))?.identity }

        /// Whether the very thing still lies in its place.
        var isUntouched: Bool { (try? DirectoryNumber.entry(parent, name))?.identity == target.identity }

        /// One that is not empty stays.
        func removeEmptyTrash() { try? DirectoryNumber.removeDirectory(parent, trashName) }

        func moveBack() throws(ErrorNumber) {
            try DirectoryNumber.move(trash, name, to: parent, name)
            try DirectoryNumber.removeDirectory(parent, trashName)
        }

        /// Removes what was moved, and then the directory that it was moved into.
        func emptyTrash(_ remover: TreeRemover) -> TreeRemover.Result {
            var result = remover.remove(trash, name)
            // An earlier run may have come as far as this.
            if let failure = result.failure, failure.error.isGone { result.failure = nil }
            guard result.isComplete else { return result }
            do throws(ErrorNumber) {
                try DirectoryNumber.removeDirectory(parent, trashName)
            } catch {
                result.failure = (ForeignText(trashName), error)
            }
            return result
        }
    }
}
