internal import Model
internal import Primitives
internal import SystemCalls

extension TreeWalk {
    /// What one directory's entries came to.
    struct Listing {
        var tally = WalkTally()
        var links: [WalkLink] = []
        var children: [[UInt8]] = []
        /// Names that may belong to patterns, with the places of those.
        var hypotheses: [(name: [UInt8], isDirectory: Bool, places: [Int])] = []
        var obstacles = ArtifactObstacles()
        var structure = ArtifactStructure()
        var marker: [UInt8]?
        /// Whether the index knew the entries.
        var isUnchanged = false
    }

    /// Opens a directory, reads it, and hands what is below it to whoever has time.
    func visit(_ folder: WalkFolder, _ desk: WalkDesk) {
        let number: Int32
        do throws(ErrorNumber) {
            number = try open(folder)
        } catch {
            locked { state in
                note(error, of: folder, in: &state)
                leaveParent(folder, in: &state)
                finish(folder, in: &state)
                state.active -= 1
            }
            return
        }
        var listing = Listing()
        var failure: ErrorNumber?
        do throws(ErrorNumber) {
            try list(number, folder, desk, into: &listing)
        } catch {
            failure = error
        }
        if let marker = listing.marker { folder.marker = folder.marker ?? folder.path(marker) }
        let found = candidates(listing, folder, number)
        count(files: listing.tally.files)
        locked { state in
            if let failure { note(failure, of: folder, in: &state) }
            merge(listing, of: folder, found, number, in: &state)
            state.active -= 1
        }
    }

    /// Takes all entries, as the index knows them or as they are read.
    private func list(
        _ number: Int32, _ folder: WalkFolder, _ desk: WalkDesk, into listing: inout Listing
    ) throws(ErrorNumber) {
        let own = try DirectoryReader.status(ofOpen: number)
        folder.identity = own.identity
        folder.modified = own.modified
        listing.tally.blocks = own.blocks
        listing.tally.directories = 1
        if folder.candidate != nil { inspect(own, folder, nil, into: &listing) }
        if folder.isCandidate { folder.candidate?.describe(own) }
        guard let remembering, let turn else { return try read(number, folder, desk, into: &listing) }
        if folder.parent == nil {
            folder.indexed = remembering.enter(ForeignText(folder.name), number, own, turn)
        }
        guard let root = folder.indexed else { return try read(number, folder, desk, into: &listing) }
        if let names = remembering.names(own, root, turn) {
            listing.isUnchanged = true
            names.forEach { take($0, number, folder, &listing) }
            return
        }
        let isKept = remembering.accepts(own, root, turn)
        try read(number, folder, desk, keeping: isKept ? remembering.limit / 4 : nil, into: &listing)
        if isKept { remembering.remember(desk.names, own, number, root, turn) }
    }

    /// Reads all entries; at most `limit` bytes of names are kept at the desk, none where that is nil.
    private func read(
        _ number: Int32, _ folder: WalkFolder, _ desk: WalkDesk, keeping limit: Int? = nil, into listing: inout Listing
    ) throws(ErrorNumber) {
        let reader = desk.reader
        let asks = limit != nil || (folder.candidate == nil && !folder.isTrash)
        reader.begin()
        desk.names.begin()
        while try reader.next(number) {
            let name = UnsafeBufferPointer(start: reader.name, count: reader.nameLength)
            let isFile = reader.kind != .directory && reader.kind != .unknown
            let entry = WalkEntry(
                name: reader.name, length: reader.nameLength, kind: reader.kind,
                mayBeCandidate: asks && (!isFile || index.isFileName(name)))
            if let limit { desk.names.add(entry, limit: limit) }
            take(entry, number, folder, &listing)
        }
        if folder.candidate != nil, isBareRepository(listing, number) { listing.obstacles.repository = folder.path() }
    }

    /// Takes one entry, and asks for the status of what is no directory.
    @inline(__always)
    private func take(_ entry: WalkEntry, _ number: Int32, _ folder: WalkFolder, _ listing: inout Listing) {
        if entry.name[0] == UInt8(ascii: ".") { notice(entry, folder, in: &listing) }
        var isDirectory = entry.kind == .directory
        if !isDirectory {
            // What vanishes while it is looked at takes no room.
            guard let status = try? entry.status(number) else { return }
            isDirectory = status.kind == .directory
            if !isDirectory { add(status, entry, folder, to: &listing) }
        }
        if isDirectory {
            listing.children.append(entry.bytes)
            if let candidate = folder.candidate, folder.depth - candidate.depth <= 1 {
                listing.structure.notice(entry.text)
            }
        }
        guard entry.mayBeCandidate, folder.candidate == nil, !folder.isTrash else { return }
        let places = index.candidates(entry.text, isDirectory: isDirectory)
        if !places.isEmpty { listing.hypotheses.append((entry.bytes, isDirectory, places)) }
    }

    /// Markers and repositories.
    private func notice(_ entry: WalkEntry, _ folder: WalkFolder, in listing: inout Listing) {
        for marker in markers where entry.text.elementsEqual(marker) {
            listing.marker = marker
            listing.obstacles.marker = folder.path(marker)
        }
        if entry.text.elementsEqual(Self.repository), folder.candidate != nil {
            listing.obstacles.repository = folder.path(Self.repository)
        }
    }

    private static let repository = Array(".git".utf8)

    /// Whether a directory in a candidate is a repository without a work tree: HEAD, objects and refs, as git itself tells.
    private func isBareRepository(_ listing: Listing, _ number: Int32) -> Bool {
        guard listing.children.count >= 2 else { return false }
        let hasBoth = ["objects", "refs"].allSatisfy { name in listing.children.contains { $0.elementsEqual(name.utf8) }
        }
        // Where it cannot be seen git sees none either.
        return hasBoth && (try? DirectoryNumber.status(number, Array("HEAD".utf8))) != nil
    }

    private func add(
        _ status: DirectoryReader.EntryStatus, _ entry: WalkEntry, _ folder: WalkFolder,
        to listing: inout Listing
    ) {
        listing.tally.files += 1
        listing.tally.newest = max(listing.tally.newest, status.modified)
        if status.links > 1 {
            listing.links.append(
                WalkLink(identity: status.identity, links: status.links, blocks: status.blocks))
        } else {
            listing.tally.blocks += status.blocks
        }
        guard folder.candidate != nil else { return }
        if Self.isObject(entry.text) { listing.tally.objectFiles += 1 }
        inspect(status, folder, entry, into: &listing)
    }

    /// Whose it is, and who uses it.
    private func inspect(
        _ status: DirectoryReader.EntryStatus, _ folder: WalkFolder, _ entry: WalkEntry?,
        into listing: inout Listing
    ) {
        if status.ownerID != settings.userID, listing.obstacles.foreign == nil {
            listing.obstacles.foreign = folder.path(entry?.bytes)
            listing.obstacles.foreignOwner = status.ownerID
        }
        if let holder = busy.holder(of: status.identity) {
            if let known = listing.obstacles.holder, known.pid <= holder.pid { return }
            listing.obstacles.holder = holder
        }
    }

    /// Endings of what compilers write for each other.
    private static func isObject(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let dot = name.lastIndex(of: UInt8(ascii: ".")), name.count - dot <= 7 else { return false }
        return endings.contains { $0.elementsEqual(name[(dot + 1)...]) }
    }

    private static let endings = ["o", "a", "obj", "lib", "rlib", "rmeta", "class", "pyc", "hi", "beam", "d"].map {
        Array($0.utf8)
    }
}

extension ArtifactStructure {
    /// A directory of this name directly in it, or one level below.
    fileprivate mutating func notice(_ name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 4 where name.elementsEqual("deps".utf8): hasDeps = true
        case 5 where name.elementsEqual("build".utf8): hasBuild = true
        case 12 where name.elementsEqual(".fingerprint".utf8), 11 where name.elementsEqual("incremental".utf8):
            hasFingerprints = true
        default: break
        }
    }
}

/// What one thread of a walk works with.
final class WalkDesk {
    let reader = DirectoryReader()
    /// What was read of the present directory, where that is to be remembered.
    var names = EntryNames()
}
