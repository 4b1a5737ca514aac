package import Primitives

/// One thing that matched a pattern and its evidence, as it was seen by a scan.
package struct ArtifactObservation: Sendable, Equatable {
    package var path: ForeignText
    /// `ArtifactPattern.id`.
    package var pattern = ""
    /// Which of the pattern's evidences held, by place.
    package var evidence = 0
    /// Whether that evidence says that git ignores it, which git has to be asked.
    package var needsGit = false
    /// What it is by the next best pattern, which need not ask git; nil where there is none.
    package var alternative: ArtifactAlternative?
    package var identity = FileIdentity(device: 0, inode: 0)
    package var isDirectory = true
    /// Modification of the thing itself, nanoseconds since 1970.
    package var modified: Int64 = 0
    /// Allocated blocks of the whole subtree, each hard-linked file once.
    package var allocatedBytes = ByteCount.zero
    /// What removing it gives back: without files that are linked from elsewhere too.
    package var reclaimableBytes = ByteCount.zero
    package var files: UInt64 = 0
    package var directories: UInt64 = 0
    /// Newest modification in the subtree, nanoseconds since 1970.
    package var newest: Int64 = 0
    /// Newest modification around it: in the directory that holds it, without what can be made again; nil where there is
    /// nothing else.
    package var projectNewest: Int64?
    package var ownerID: UInt32 = 0
    /// Permission bits of the thing itself.
    package var permissions: UInt32 = 0
    package var structure = ArtifactStructure()
    package var obstacles = ArtifactObstacles()

    package init(path: ForeignText) {
        self.path = path
    }
}

/// A pattern and the evidence of it that held.
package struct ArtifactAlternative: Sendable, Equatable {
    package var pattern: String
    package var evidence: Int

    package init(pattern: String, evidence: Int) {
        self.pattern = pattern
        self.evidence = evidence
    }
}

extension ArtifactObservation {
    /// Takes in what git says: what was to be ignored and is not, is something else or nothing.
    ///
    /// - Returns: false where nothing is left that it could be.
    package mutating func settle(isTracked: Reading<Bool>, isIgnored: Reading<Bool>) -> Bool {
        obstacles.isTracked = isTracked
        guard needsGit, isTracked.value != false || isIgnored.value != true else { return true }
        guard let alternative else { return false }
        (pattern, evidence, needsGit) = (alternative.pattern, alternative.evidence, false)
        return true
    }
}

/// What it holds, as far as that tells who made it.
package struct ArtifactStructure: Sendable, Equatable {
    /// Cargo's `.fingerprint` or `incremental`.
    package var hasFingerprints = false
    package var hasDeps = false
    package var hasBuild = false
    /// Object files (`.o`, `.rlib`, `.class`, `.pyc`…) among its files.
    package var objectFiles: UInt64 = 0

    package init() {}
}

/// What was met in or around it that may forbid touching it.
package struct ArtifactObstacles: Sendable, Equatable {
    /// A protection marker in it or above it.
    package var marker: ForeignText?
    /// A `.git` in it.
    package var repository: ForeignText?
    /// A mount point in it, or it is one.
    package var mount: ForeignText?
    /// A file or directory in it that belongs to another user, and to whom.
    package var foreign: ForeignText?
    package var foreignOwner: UInt32?
    /// A directory in it that could not be read: what is there is unknown.
    package var unreadable: ForeignText?
    /// Who uses something in it.
    package var holder: FileHolder?
    /// Whether entries may be removed from the directory that holds it.
    package var isParentWritable = true
    /// git tracks something in it; nil where that is not known yet, or git could not be asked.
    package var isTracked: Reading<Bool> = .unavailable(.notCollected)

    package init() {}
}

/// A process that uses a file, and how.
package struct FileHolder: Sendable, Equatable {
    /// The raw values appear in machine output.
    package enum Use: String, Sendable, CaseIterable {
        case workingDirectory = "cwd"
        case rootDirectory = "root"
        case program = "exe"
        case mapped
        case open
        case locked
        /// It cannot be read, so it may.
        case unreadable
    }

    package var pid: Int32
    package var use: Use
    package var name: ForeignText

    package init(pid: Int32, use: Use, name: ForeignText) {
        self.pid = pid
        self.use = use
        self.name = name
    }
}

extension ArtifactPattern {
    /// Whether what lies around it is a project: not where its place is a tool's own folder.
    package func belongsToProject(_ observation: ArtifactObservation) -> Bool {
        guard evidence.indices.contains(observation.evidence) else { return true }
        let held = evidence[observation.evidence]
        return held.home.isEmpty && held.root.isEmpty && held.parent.isEmpty
    }
}
