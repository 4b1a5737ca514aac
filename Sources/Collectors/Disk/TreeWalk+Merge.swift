internal import Model
internal import Primitives
internal import SystemCalls

extension TreeWalk {
    // MARK: Opening

    /// Opens a directory below its parent; where that is not open any more, from the nearest one above that is.
    func open(_ folder: WalkFolder) throws(ErrorNumber) -> Int32 {
        guard let parent = folder.parent else {
            return try DirectoryNumber.open(withoutLinks: ForeignText(folder.name))
        }
        // Open as long as this child is not: nobody closes it meanwhile.
        if parent.descriptor >= 0 {
            return try DirectoryNumber.open(parent.descriptor, folder.name, crossing: crosses(folder))
        }
        let again = try reopen(parent)
        defer { DirectoryNumber.close(again) }
        return try DirectoryNumber.open(again, folder.name, crossing: crosses(folder))
    }

    /// No mount is entered in a candidate, whatever was asked for: that is what it is left alone for.
    private func crosses(_ folder: WalkFolder) -> Bool { settings.crossesDevices && folder.candidate == nil }

    /// Opens a directory once more that was read before.
    ///
    /// - Throws: `ErrorNumber`; `notHere` where another one bears its name now.
    private func reopen(_ folder: WalkFolder) throws(ErrorNumber) -> Int32 {
        var chain: [WalkFolder] = []
        var place: WalkFolder? = folder
        var number: Int32 = -1
        while let present = place {
            // A copy of one's own, for another thread may close it any time.
            number = locked { _ in
                present.descriptor >= 0 ? (try? DirectoryNumber.reopen(present.descriptor)) ?? -1 : -1
            }
            if number >= 0 { break }
            chain.append(present)
            place = present.parent
        }
        for next in chain.reversed() {
            let opened: Int32
            if number < 0 {
                opened = try DirectoryNumber.open(withoutLinks: ForeignText(next.name))
            } else {
                defer { DirectoryNumber.close(number) }
                opened = try DirectoryNumber.open(number, next.name, crossing: crosses(next))
            }
            number = opened
            let identity = (try? DirectoryReader.status(ofOpen: opened))?.identity
            guard identity == next.identity else {
                DirectoryNumber.close(opened)
                throw .notHere
            }
        }
        return number
    }

    // MARK: Adding up

    /// Candidates among a directory's entries: directories by name, files whole.
    struct Found {
        var directories: [[UInt8]: ArtifactObservation] = [:]
        var files: [ArtifactObservation] = []
    }

    func candidates(_ listing: Listing, _ folder: WalkFolder, _ number: Int32) -> Found {
        var found = Found()
        guard !listing.hypotheses.isEmpty else { return found }
        let place = LookPlace(folder.path(), settings.places)
        var isWritable: Bool?
        for (name, isDirectory, places) in listing.hypotheses {
            let look = GeneratorLook(directory: number, place: place, name: name)
            guard var observation = observation(places, look, path: folder.path(name)) else { continue }
            isWritable = isWritable ?? DirectoryNumber.isWritable(number)
            observation.obstacles.isParentWritable = isWritable ?? false
            if isDirectory {
                found.directories[name] = observation
            } else if let file = described(observation, number, name) {
                found.files.append(file)
            }
        }
        return found
    }

    /// The pattern among several that holds: the surest, of equals the gentlest, then the first; beside one that has to ask
    /// git first, the best that need not.
    func observation(
        _ places: [Int], _ look: GeneratorLook, path: @autoclosure () -> ForeignText
    ) -> ArtifactObservation? {
        var (best, unasked): (Held?, Held?) = (nil, nil)
        for place in places {
            guard let match = look.match(index.rules[place]) else { continue }
            let held = Held(pattern: index.patterns[place], match: match)
            if best.map({ held.isBetter(than: $0) }) ?? true { best = held }
            if !match.needsGit, unasked.map({ held.isBetter(than: $0) }) ?? true { unasked = held }
        }
        guard let best else { return nil }
        var observation = ArtifactObservation(path: path())
        observation.pattern = best.pattern.id
        observation.evidence = best.match.evidence
        observation.needsGit = best.match.needsGit
        if best.match.needsGit, let unasked {
            observation.alternative = ArtifactAlternative(
                pattern: unasked.pattern.id, evidence: unasked.match.evidence)
        }
        return observation
    }

    /// A pattern whose evidence holds.
    private struct Held {
        var pattern: ArtifactPattern
        var match: GeneratorLook.Match

        func isBetter(than other: Held) -> Bool {
            if pattern.confidence != other.pattern.confidence { return pattern.confidence > other.pattern.confidence }
            return pattern.action.isGentler(than: other.pattern.action)
        }
    }

    /// A file as a candidate of its own; nil where it has gone or is no plain file.
    func described(_ observation: ArtifactObservation, _ number: Int32, _ name: [UInt8]) -> ArtifactObservation? {
        guard let status = try? DirectoryNumber.status(number, name), status.kind == .file else { return nil }
        let candidate = WalkCandidate(observation, depth: 0)
        candidate.describe(status)
        candidate.observation.isDirectory = false
        var tally = WalkTally()
        tally.files = 1
        tally.newest = status.modified
        if status.links > 1 {
            candidate.add([WalkLink(identity: status.identity, links: status.links, blocks: status.blocks)])
        } else {
            tally.blocks = status.blocks
        }
        candidate.finish(tally)
        if status.ownerID != settings.userID {
            candidate.observation.obstacles.foreign = observation.path
            candidate.observation.obstacles.foreignOwner = status.ownerID
        }
        candidate.observation.obstacles.holder = busy.holder(of: status.identity)
        return candidate.observation
    }

    /// Adds what a directory holds to what is known, and has its children wait.
    func merge(_ listing: Listing, of folder: WalkFolder, _ found: Found, _ number: Int32, in state: inout State) {
        leaveParent(folder, in: &state)
        state.result.files += listing.tally.files
        state.result.directories += listing.tally.directories
        folder.root.entries += listing.tally.files + listing.tally.directories
        if listing.isUnchanged { state.result.unchangedDirectories += 1 }
        folder.tally.add(listing.tally)
        if settings.notesMarkers, let marker = listing.marker { state.result.markers.append((folder.path(), marker)) }
        if let candidate = folder.candidate {
            candidate.add(listing.links)
            candidate.observation.obstacles.add(listing.obstacles)
            candidate.observation.obstacles.marker = WalkCandidate.first(
                candidate.observation.obstacles.marker, folder.marker)
            candidate.observation.structure.add(listing.structure)
        }
        var blocks = listing.tally.blocks
        for link in listing.links where state.links.insert(link.identity).inserted { blocks += link.blocks }
        state.result.allocatedBytes = state.result.allocatedBytes + ByteCount.pages(blocks, pageSize: 512)
        folder.candidates += found.files.map { file in
            let candidate = WalkCandidate(file, depth: 0)
            candidate.observation.obstacles.marker = folder.marker
            return candidate
        }
        wait(for: listing.children, of: folder, found, number, in: &state)
        if folder.pending == 0 { finish(folder, in: &state) }
    }

    private func wait(
        for children: [[UInt8]], of folder: WalkFolder, _ found: Found, _ number: Int32, in state: inout State
    ) {
        folder.pending = children.count
        folder.unopened = children.count
        for name in children {
            if !found.directories.isEmpty, let observation = found.directories[name] {
                let candidate = WalkCandidate(observation, depth: folder.depth + 1)
                folder.candidates.append(candidate)
                state.waiting.append(WalkFolder(name: name, parent: folder, candidate: candidate, isCandidate: true))
            } else {
                state.waiting.append(WalkFolder(name: name, parent: folder, candidate: folder.candidate))
            }
        }
        if !children.isEmpty, state.openDirectories < settings.openDirectories {
            folder.descriptor = number
            state.openDirectories += 1
        } else {
            DirectoryNumber.close(number)
        }
    }

    /// The parent need not stay open for this child any longer.
    func leaveParent(_ folder: WalkFolder, in state: inout State) {
        guard let parent = folder.parent else { return }
        parent.unopened -= 1
        guard parent.unopened == 0, parent.descriptor >= 0 else { return }
        DirectoryNumber.close(parent.descriptor)
        parent.descriptor = -1
        state.openDirectories -= 1
    }

    /// Hands what is done upwards, as far as nothing else is waited for.
    func finish(_ folder: WalkFolder, in state: inout State) {
        var done: WalkFolder? = folder
        while let present = done, present.pending == 0 {
            if present.isCandidate {
                present.candidate?.finish(present.tally)
                if present.parent == nil, let candidate = present.candidate {
                    state.result.artifacts.append(candidate.observation)
                }
            } else if let parent = present.parent {
                parent.tally.add(present.tally)
                parent.tally.newest = max(parent.tally.newest, present.modified)
            }
            for candidate in present.candidates {
                // Its own entry changes the directory that holds it, so that one's own time says nothing.
                candidate.observation.projectNewest = present.tally.newest > .min ? present.tally.newest : nil
                if candidate.wasSeen { state.result.artifacts.append(candidate.observation) }
            }
            present.candidates = []
            if present.parent == nil { state.result.entries[ForeignText(present.name)] = present.entries }
            present.parent?.pending -= 1
            done = present.parent
        }
    }

    /// Notes what could not be read.
    func note(_ error: ErrorNumber, of folder: WalkFolder, in state: inout State) {
        // Gone since it was listed, or replaced by something else: nothing is there to be told of, but of a root.
        if folder.parent != nil, error.isGone || error.isReplaced { return }
        if error == .notHere, folder.parent != nil {
            state.result.mountPoints += 1
            if let candidate = folder.candidate {
                candidate.observation.obstacles.mount = WalkCandidate.first(
                    candidate.observation.obstacles.mount, folder.path())
                candidate.wasSeen = true
            }
            return
        }
        state.result.unread.append((folder.path(), error))
        if let candidate = folder.candidate {
            candidate.observation.obstacles.unreadable = WalkCandidate.first(
                candidate.observation.obstacles.unreadable, folder.path())
            candidate.wasSeen = true
        }
    }
}
