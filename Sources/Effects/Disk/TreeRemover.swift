internal import Model
package import Primitives
package import SystemCalls

/// Removes one tree below an open directory, entry by entry, through descriptors of its own directories.
///
/// Nothing outside the tree is reached: each directory is opened by its name below the one that holds it, no link is
/// followed, no mount crossed. Any depth and any names; at most `openLimit` descriptors.
package struct TreeRemover {
    /// Asked before each directory; true ends it.
    package var isInterrupted: () -> Bool
    private static let openLimit = 128

    package init(isInterrupted: @escaping () -> Bool) {
        self.isInterrupted = isInterrupted
    }

    /// What was removed, and the first thing that could not be.
    package struct Result {
        package var files: UInt64 = 0
        package var directories: UInt64 = 0
        package var failure: (name: ForeignText, error: ErrorNumber)?
        package var isInterrupted = false

        package var isComplete: Bool { failure == nil && !isInterrupted }
    }

    /// A directory on the way down.
    private struct Level {
        var name: [UInt8]
        var identity: FileIdentity
        /// -1 where it was closed to save descriptors.
        var number: Int32
        var children: [[UInt8]] = []
    }

    /// Removes what bears a name in a directory: a file, or a directory with all that is in it.
    package func remove(_ directory: Int32, _ name: [UInt8]) -> Result {
        var result = Result()
        do throws(ErrorNumber) {
            guard try DirectoryNumber.entry(directory, name).kind == .directory else {
                try DirectoryNumber.removeFile(directory, name)
                result.files += 1
                return result
            }
        } catch {
            result.failure = (ForeignText(name), error)
            return result
        }
        var levels: [Level] = []
        descend(directory, name, &levels, &result)
        while let top = levels.last, result.failure == nil || !levels.isEmpty {
            if isInterrupted() { result.isInterrupted = true }
            guard !result.isInterrupted else { break }
            if let child = top.children.last {
                levels[levels.count - 1].children.removeLast()
                descend(top.number, child, &levels, &result)
            } else {
                ascend(directory, &levels, &result)
            }
        }
        for level in levels where level.number >= 0 { DirectoryNumber.close(level.number) }
        return result
    }

    /// Opens a directory, removes its files, and has its directories wait.
    private func descend(_ parent: Int32, _ name: [UInt8], _ levels: inout [Level], _ result: inout Result) {
        do throws(ErrorNumber) {
            // One that its owner may not read has to be opened up from outside first.
            let entry = try DirectoryNumber.entry(parent, name)
            if entry.permissions & 0o500 != 0o500 { try DirectoryNumber.openUp(parent, name, entry.permissions) }
            let number = try DirectoryNumber.open(parent, name, crossing: false)
            var level = Level(name: name, identity: entry.identity, number: number)
            let status = try DirectoryReader.status(ofOpen: number)
            try DirectoryNumber.makeWritable(number, permissions: status.permissions)
            level.identity = status.identity
            try empty(&level, &result)
            saveDescriptors(&levels)
            levels.append(level)
        } catch {
            note(name, error, &result)
        }
    }

    private func empty(_ level: inout Level, _ result: inout Result) throws(ErrorNumber) {
        let reader = DirectoryReader()
        var names: [[UInt8]] = []
        // Names first: what is removed while a directory is read may make it skip others.
        while try reader.next(level.number) {
            var isDirectory = reader.kind == .directory
            if reader.kind == .unknown { isDirectory = (try? reader.status(level.number))?.kind == .directory }
            if isDirectory { level.children.append(reader.nameBytes) } else { names.append(reader.nameBytes) }
        }
        for name in names {
            do throws(ErrorNumber) {
                try DirectoryNumber.removeFile(level.number, name)
                result.files += 1
            } catch  where error.isGone {
                continue
            } catch {
                note(name, error, &result)
            }
        }
    }

    /// Leaves an emptied directory and removes it from the one that holds it.
    private func ascend(_ root: Int32, _ levels: inout [Level], _ result: inout Result) {
        let done = levels.removeLast()
        defer { if done.number >= 0 { DirectoryNumber.close(done.number) } }
        if let above = levels.last, above.number < 0 {
            // By way of `..`, and only if that is still the directory that we came from.
            guard let number = try? DirectoryNumber.openParent(done.number) else {
                note(done.name, .notHere, &result)
                levels = []
                return
            }
            guard (try? DirectoryReader.status(ofOpen: number))?.identity == above.identity else {
                DirectoryNumber.close(number)
                note(done.name, .notHere, &result)
                levels = []
                return
            }
            levels[levels.count - 1].number = number
        }
        do throws(ErrorNumber) {
            try DirectoryNumber.removeDirectory(levels.last?.number ?? root, done.name)
            result.directories += 1
        } catch  where error.isGone {
            return
        } catch {
            note(done.name, error, &result)
        }
    }

    /// Closes the directories farthest above, which are needed again last.
    private func saveDescriptors(_ levels: inout [Level]) {
        guard levels.count >= Self.openLimit else { return }
        let place = levels.count - Self.openLimit
        guard levels[place].number >= 0 else { return }
        DirectoryNumber.close(levels[place].number)
        levels[place].number = -1
    }

    private func note(_ name: [UInt8], _ error: ErrorNumber, _ result: inout Result) {
        if result.failure == nil { result.failure = (ForeignText(name), error) }
    }
}
