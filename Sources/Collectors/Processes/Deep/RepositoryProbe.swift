internal import Model
internal import Primitives
internal import SystemCalls

/// The git repository around the working directory, by its files alone: git is never run.
struct RepositoryProbe: DeepProbe {
    static let kind = ProcessProbe.repository
    static let looks = DeepLooks.first
    static let readsFileSystems = true
    private var state: Reading<RepositoryState?> = .unavailable(.overBudget)

    mutating func look(_ context: DeepContext) {
        state = context.shared.repository(context)
    }

    func write(to reading: inout DeepReading) {
        reading.repository = state
    }

    static func state(_ context: DeepContext) -> Reading<RepositoryState?> {
        WorkingDirectory.of(context).flatMap { directory in
            // A removed directory has nothing above it that it could belong to.
            guard !directory.isDeleted else { return .measured(nil) }
            guard directory.isLocal else { return .unavailable(.notSupported) }
            return context.shared.mounts(of: context.pid).flatMap { mounts in
                let (link, path) = (directory.link, directory.path)
                return context.shared.bounded {
                    DeepFiles.reading { () throws(ErrorNumber) in
                        try RepositoryReader(mounts: mounts).find(from: ConfinedDirectory(link: link), path: path)
                    }
                }
            }
        }
    }
}

/// Reads what git keeps in files (gitrepository-layout(5)).
struct RepositoryReader {
    let mounts: MountTable
    private static let depth = 16

    /// Looks for a repository in a directory and those above it on the same mount.
    ///
    /// - Throws: `ErrorNumber` where one is there and cannot be read.
    func find(
        from directory: consuming ConfinedDirectory, path: ForeignText
    ) throws(ErrorNumber) -> RepositoryState? {
        var folder = directory
        var path = path
        for _ in 0..<Self.depth {
            if let marker = Self.marker(in: folder) { return try read(marker, in: folder, root: path) }
            guard let parent = path.parentFolder, let above = try? folder.directory("..") else { return nil }
            folder = above
            path = parent
        }
        return nil
    }

    /// Nil where there is none, or only one that may not be looked at.
    private static func marker(in folder: borrowing ConfinedDirectory) -> LinkTarget? {
        try? folder.status(".git")
    }

    private func read(
        _ marker: LinkTarget, in folder: borrowing ConfinedDirectory, root: ForeignText
    ) throws(ErrorNumber) -> RepositoryState? {
        var state = RepositoryState()
        state.root = root
        if marker.isDirectory {
            try Self.read(folder.directory(".git"), into: &state)
            return state
        }
        guard let place = Self.place(try folder.read(".git", limit: 4096), from: root) else { throw .malformed }
        // A submodule's repository lies elsewhere just as a worktree's does, but is nobody's worktree.
        if place.bytes.containsText("/worktrees/") { state.kind = .worktree }
        guard mounts.isLocal(place), let text = String(validating: place.bytes, as: UTF8.self) else {
            throw .notHere
        }
        do throws(ErrorNumber) {
            try Self.read(ConfinedDirectory(path: text), into: &state)
        } catch {
            guard error.isGone, state.kind == .worktree else { throw error }
            state.kind = .pruned
        }
        return state
    }

    /// `gitdir: PATH`, absolute or from where it is written; nil for other text.
    static func place(_ bytes: [UInt8], from root: ForeignText) -> ForeignText? {
        let line = bytes.prefix { $0 != UInt8(ascii: "\n") }
        guard line.starts(with: "gitdir: ".utf8) else { return nil }
        let path = Array(line.dropFirst("gitdir: ".utf8.count))
        guard path.first != UInt8(ascii: "/") else { return ForeignText(path) }
        return ForeignText(root.bytes + [UInt8(ascii: "/")] + path)
    }

    private static func read(
        _ folder: consuming ConfinedDirectory, into state: inout RepositoryState
    ) throws(ErrorNumber) {
        state.branch = branch(try folder.read("HEAD", limit: 4096))
        state.isLocked = folder.has("index.lock")
        for (file, operation) in operations where state.operation == nil && folder.has(file) {
            state.operation = operation
        }
        let now = Double(Clocks.wallMilliseconds()) / 1000
        for file in ["HEAD", "index", "logs/HEAD"] {
            // A new repository has no index, and the log may be switched off.
            guard let changed = (try? folder.status(file))?.modified else { continue }
            state.lastChange = min(state.lastChange ?? .infinity, max(0, now - changed))
        }
    }

    private static let operations = [
        ("rebase-merge", "rebase"), ("rebase-apply", "rebase"), ("MERGE_HEAD", "merge"),
        ("CHERRY_PICK_HEAD", "cherry_pick"), ("REVERT_HEAD", "revert"), ("BISECT_LOG", "bisect"),
    ]

    /// The branch of `ref: refs/heads/BRANCH`; empty for a commit's name, which is a detached head.
    static func branch(_ head: [UInt8]) -> ForeignText {
        let line = head.prefix { $0 != UInt8(ascii: "\n") }
        let start = "ref: refs/heads/".utf8
        return ForeignText(line.starts(with: start) ? Array(line.dropFirst(start.count)) : [])
    }
}

extension ForeignText {
    /// The directory above an absolute path; nil for the root.
    fileprivate var parentFolder: ForeignText? {
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), bytes.count > 1 else { return nil }
        return ForeignText(slash == 0 ? [UInt8(ascii: "/")] : Array(bytes[..<slash]))
    }
}
