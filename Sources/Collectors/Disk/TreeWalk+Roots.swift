package import Model
package import Primitives
internal import SystemCalls

extension TreeWalk {
    /// A root as the walk begins with it: protected from above, and perhaps a candidate itself.
    func folder(ofRoot root: ForeignText) -> WalkFolder {
        let folder = candidate(atRoot: root) ?? WalkFolder(name: root.bytes, parent: nil, candidate: nil)
        folder.marker = markerAbove(root)
        return folder
    }

    /// A marker in one of the directories above a root.
    private func markerAbove(_ root: ForeignText) -> ForeignText? {
        var parts = root.bytes.split(separator: UInt8(ascii: "/"))
        while !parts.isEmpty {
            parts.removeLast()
            let above = [UInt8(ascii: "/")] + parts.joined(separator: [UInt8(ascii: "/")])
            for marker in settings.markers {
                let path = above + (parts.isEmpty ? [] : [UInt8(ascii: "/")]) + Array(marker.utf8)
                if DirectoryNumber.exists(withoutLinks: ForeignText(path)) { return ForeignText(path) }
            }
        }
        return nil
    }

    /// Somebody may name the very directory that a tool has made.
    private func candidate(atRoot root: ForeignText) -> WalkFolder? {
        guard let slash = root.bytes.lastIndex(of: UInt8(ascii: "/")), slash + 1 < root.bytes.count else { return nil }
        let name = Array(root.bytes[(slash + 1)...])
        let holder = ForeignText(slash == 0 ? [UInt8(ascii: "/")] : Array(root.bytes[..<slash]))
        let places = name.withUnsafeBufferPointer { index.candidates($0, isDirectory: true) }
        guard !places.isEmpty, !WalkFolder.isInTrash(root),
            // Without a look at what is beside it nothing can be said of it.
            let directory = try? DirectoryNumber.open(withoutLinks: holder)
        else { return nil }
        defer { DirectoryNumber.close(directory) }
        let look = GeneratorLook(directory: directory, place: LookPlace(holder, settings.places), name: name)
        guard var observation = observation(places, look, path: root) else { return nil }
        observation.obstacles.isParentWritable = DirectoryNumber.isWritable(directory)
        if Self.isMountPoint(directory, name) { observation.obstacles.mount = root }
        return WalkFolder(
            name: root.bytes, parent: nil, candidate: WalkCandidate(observation, depth: 0), isCandidate: true)
    }

    /// Opened by its path, a root shows nothing of that.
    private static func isMountPoint(_ directory: Int32, _ name: [UInt8]) -> Bool {
        do throws(ErrorNumber) {
            DirectoryNumber.close(try DirectoryNumber.open(directory, name, crossing: false))
            return false
        } catch {
            return error == .notHere
        }
    }

    // MARK: One thing alone

    /// A plain file as a candidate of its own, as a walk of the directory that holds it would find it.
    ///
    /// - Returns: nil where it is none.
    package func observe(file path: ForeignText) -> ArtifactObservation? {
        guard let slash = path.bytes.lastIndex(of: UInt8(ascii: "/")) else { return nil }
        let name = Array(path.bytes[(slash + 1)...])
        let holder = ForeignText(slash == 0 ? [UInt8(ascii: "/")] : Array(path.bytes[..<slash]))
        let places = name.withUnsafeBufferPointer { index.candidates($0, isDirectory: false) }
        // What cannot be opened any more shows nothing of what was seen.
        guard let directory = try? DirectoryNumber.open(withoutLinks: holder) else { return nil }
        defer { DirectoryNumber.close(directory) }
        let look = GeneratorLook(directory: directory, place: LookPlace(holder, settings.places), name: name)
        guard var found = observation(places, look, path: path) else { return nil }
        found.obstacles.isParentWritable = DirectoryNumber.isWritable(directory)
        found.obstacles.marker = markerAbove(path)
        return described(found, directory, name)
    }

    /// What a tree holds, whatever it is: its files, bytes and newest modification, as a walk of a candidate counts them.
    ///
    /// - Returns: nil where it is not there.
    package func measure(_ path: ForeignText) -> ArtifactObservation? {
        let candidate = WalkCandidate(ArtifactObservation(path: path), depth: 0)
        let root = WalkFolder(name: path.bytes, parent: nil, candidate: candidate, isCandidate: true)
        return run([root]) { _ in }.artifacts.first { $0.path == path && $0.identity.inode != 0 }
    }
}
