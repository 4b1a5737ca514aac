internal import Model
internal import Primitives
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
                // Where the directory cannot be searched, nothing in it protects what lies below.
                if FileSystem.exists(String(decoding: path, as: UTF8.self)) { return ForeignText(path) }
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
        guard !places.isEmpty,
            // Without a look at what is beside it nothing can be said of it.
            let directory = try? DirectoryNumber.open(path: String(decoding: holder.bytes, as: UTF8.self))
        else { return nil }
        defer { DirectoryNumber.close(directory) }
        let look = GeneratorLook(
            directory: directory, folder: holder, name: name, isDirectory: true, places: settings.places)
        guard var observation = observation(places, look, path: root) else { return nil }
        observation.obstacles.isParentWritable = DirectoryNumber.isWritable(directory)
        return WalkFolder(
            name: root.bytes, parent: nil, candidate: WalkCandidate(observation, depth: 0), isCandidate: true)
    }
}
