internal import Model
internal import Primitives
internal import SystemCalls

/// What has been added up of a subtree, as far as it has been walked.
struct WalkTally {
    /// Units of 512 bytes; files with several links are added up apart.
    var blocks: UInt64 = 0
    var files: UInt64 = 0
    var directories: UInt64 = 0
    var objectFiles: UInt64 = 0
    /// Nanoseconds since 1970; least where nothing was seen.
    var newest = Int64.min

    mutating func add(_ other: WalkTally) {
        blocks += other.blocks
        files += other.files
        directories += other.directories
        objectFiles += other.objectFiles
        newest = max(newest, other.newest)
    }
}

/// A file with several links, as one directory entry shows it.
struct WalkLink {
    var identity: FileIdentity
    var links: UInt64
    var blocks: UInt64
}

/// A directory on the way of a walk: it lives until everything below it has been seen.
///
/// Only whoever holds the walk's lock touches what changes; its name and its parent never do.
final class WalkFolder {
    /// Of the directory within its parent; of a root its whole path.
    let name: [UInt8]
    let parent: WalkFolder?
    let depth: Int
    /// The candidate that it is, or lies in.
    let candidate: WalkCandidate?
    /// Whether it is the candidate itself.
    let isCandidate: Bool
    /// Whether it lies where tend keeps what it took out of its place: nothing there is a candidate again.
    let isTrash: Bool
    /// The root below which it may be remembered; nil where it is always read.
    var indexed: IndexedRoot?
    /// Protected by a marker in it or above it.
    var marker: ForeignText?
    var identity = FileIdentity(device: 0, inode: 0)
    /// Open while children are still to be opened; -1 otherwise.
    var descriptor: Int32 = -1
    /// Children that were not opened yet.
    var unopened = 0
    /// Children that are not done yet.
    var pending = 0
    /// Without candidates below, unless it lies in one.
    var tally = WalkTally()
    /// Modification of the directory itself.
    var modified = Int64.min
    /// Of a root: files and directories met below it, itself among them.
    var entries: UInt64 = 0
    /// The root that it lies below; nil for a root.
    private let top: WalkFolder?
    var root: WalkFolder { top ?? self }
    /// Candidates that lie directly in it.
    var candidates: [WalkCandidate] = []

    init(name: [UInt8], parent: WalkFolder?, candidate: WalkCandidate?, isCandidate: Bool = false) {
        self.name = name
        self.parent = parent
        top = parent?.root
        depth = (parent?.depth ?? -1) + 1
        self.candidate = candidate
        self.isCandidate = isCandidate
        indexed = parent?.indexed
        marker = parent?.marker
        isTrash = parent.map { $0.isTrash || name.starts(with: Self.trashPrefix) } ?? Self.isInTrash(ForeignText(name))
    }

    static func isInTrash(_ path: ForeignText) -> Bool {
        path.bytes.split(separator: UInt8(ascii: "/")).contains { $0.starts(with: trashPrefix) }
    }

    private static let trashPrefix = Array(RemovalTarget.trashPrefix.utf8)

    /// The whole path.
    ///
    /// - Complexity: O(depth).
    func path(_ last: [UInt8]? = nil) -> ForeignText {
        var parts: [[UInt8]] = last.map { [$0] } ?? []
        var folder: WalkFolder? = self
        while let present = folder {
            parts.append(present.name)
            folder = present.parent
        }
        var bytes: [UInt8] = []
        for part in parts.reversed() {
            if !bytes.isEmpty, bytes.last != UInt8(ascii: "/") { bytes.append(UInt8(ascii: "/")) }
            bytes += part
        }
        return ForeignText(bytes)
    }
}

/// A candidate while its subtree is being walked.
final class WalkCandidate {
    var observation: ArtifactObservation
    /// How often each file with several links was met in it.
    var links: [FileIdentity: (seen: UInt64, links: UInt64, blocks: UInt64)] = [:]
    /// Of its directory.
    let depth: Int
    /// Whether it was there when it was looked at.
    var wasSeen = false

    init(_ observation: ArtifactObservation, depth: Int) {
        self.observation = observation
        self.depth = depth
        wasSeen = observation.identity.inode != 0
    }

    /// What the thing itself is.
    func describe(_ status: DirectoryReader.EntryStatus) {
        observation.identity = status.identity
        observation.modified = status.modified
        observation.ownerID = status.ownerID
        observation.permissions = status.permissions
        wasSeen = true
    }

    func add(_ found: [WalkLink]) {
        for link in found { links[link.identity, default: (0, link.links, link.blocks)].seen += 1 }
    }

    /// Adds up what a walk of it has found.
    func finish(_ tally: WalkTally) {
        var (allocated, held) = (tally.blocks, UInt64(0))
        for link in links.values {
            allocated += link.blocks
            if link.seen < link.links { held += link.blocks }
        }
        links = [:]
        observation.allocatedBytes = ByteCount.pages(allocated, pageSize: 512)
        observation.reclaimableBytes = ByteCount.pages(allocated - held, pageSize: 512)
        observation.files = tally.files
        observation.directories = tally.directories
        observation.structure.objectFiles = tally.objectFiles
        observation.newest = max(tally.newest, observation.modified)
    }

    /// Of several that were met in an order that is never the same, the first by name stays.
    static func first(_ known: ForeignText?, _ other: ForeignText?) -> ForeignText? {
        guard let known, let other else { return known ?? other }
        return other.bytes.lexicographicallyPrecedes(known.bytes) ? other : known
    }
}

extension ArtifactObstacles {
    /// Adds what was met in one directory, whatever the order of the directories.
    mutating func add(_ other: ArtifactObstacles) {
        marker = WalkCandidate.first(marker, other.marker)
        repository = WalkCandidate.first(repository, other.repository)
        if let path = other.foreign, WalkCandidate.first(foreign, path) == path {
            foreign = path
            foreignOwner = other.foreignOwner
        }
        if let other = other.holder, other.pid < (holder?.pid ?? .max) { holder = other }
    }
}

extension ArtifactStructure {
    mutating func add(_ other: ArtifactStructure) {
        hasFingerprints = hasFingerprints || other.hasFingerprints
        hasDeps = hasDeps || other.hasDeps
        hasBuild = hasBuild || other.hasBuild
    }
}
