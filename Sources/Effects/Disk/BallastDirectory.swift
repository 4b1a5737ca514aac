internal import Formats
internal import Model
internal import Primitives
internal import SystemCalls

/// The open directory of one ballast pool: private, on its volume, and reached by no link.
struct BallastDirectory: ~Copyable {
    let descriptor: FileDescriptor
    let place: BallastPlace
    private let status: DirectoryReader.EntryStatus

    private init(_ descriptor: consuming FileDescriptor, _ place: BallastPlace, _ status: DirectoryReader.EntryStatus) {
        self.descriptor = descriptor
        self.place = place
        self.status = status
    }

    /// Opens the pool of a place.
    ///
    /// - Parameters:
    ///   - place: where it is.
    ///   - userID: who works on it: its owner, or root where nothing is made in it.
    ///   - isMaking: whether files will be made in it; then it is made itself where it is missing.
    /// - Returns: the pool, which nobody has locked yet.
    /// - Throws: `BallastRefusal`; `no_pool` where there is none.
    static func open(
        _ place: BallastPlace, userID: UInt32, isMaking: Bool
    ) throws(BallastRefusal) -> BallastDirectory {
        let parent = try place.attempt { () throws(SystemCallError) in
            try FileDescriptor.openDirectory(place.parent)
        }
        try place.checkDevice(parent)
        if isMaking {
            try place.attempt { () throws(SystemCallError) in
                if try parent.makeDirectory(place.name) { try parent.synchronize() }
            }
        }
        let descriptor = try place.openPool(in: parent)
        let status = try place.attempt { () throws(SystemCallError) in try descriptor.status() }
        let directory = BallastDirectory(descriptor, place, status)
        try directory.check(userID, isMaking)
        return directory
    }

    /// Somebody else who may write here could have files released that are not ballast.
    private func check(_ userID: UInt32, _ isMaking: Bool) throws(BallastRefusal) {
        guard status.ownerID == userID || (userID == 0 && !isMaking) else {
            throw BallastRefusal(
                .foreignOwner, "\(place.text) belongs to user \(status.ownerID).", hint: "run as that user")
        }
        guard status.permissions & 0o022 == 0 else {
            throw BallastRefusal(
                .othersMayWrite, "Others than its owner may write into \(place.text).", hint: "chmod 700 \(place.text)")
        }
    }

    /// Keeps everybody else from working on the pool until this value ends; writes nothing.
    func lock() throws(BallastRefusal) {
        guard try place.attempt({ () throws(SystemCallError) in try descriptor.tryLock() }) else {
            throw BallastRefusal(.locked, "Somebody else works on \(place.text).", hint: "try again in a moment")
        }
    }

    /// How full the volume is now.
    func space() throws(BallastRefusal) -> VolumeSpace {
        let status = try place.attempt { () throws(SystemCallError) in try descriptor.volumeStatus() }
        return VolumeSpace(
            totalBytes: status.bytes(status.blocks),
            usedBytes: status.bytes(status.blocks - min(status.blocks, status.freeBlocks)),
            availableBytes: status.bytes(status.availableBlocks), inodesTotal: status.inodes,
            inodesAvailable: status.availableInodes)
    }

    /// Bytes that nothing takes, what is reserved for root among them.
    func freeBytes() throws(BallastRefusal) -> ByteCount {
        let status = try place.attempt { () throws(SystemCallError) in try descriptor.volumeStatus() }
        return status.bytes(status.freeBlocks)
    }

    // MARK: Its files

    /// What bears a name of the pool, by index.
    func files() throws(BallastRefusal) -> [BallastFile] {
        let names = try place.attempt { () throws(SystemCallError) in try descriptor.entryNames() }
        return names.compactMap(BallastFile.index(ofName:)).sorted().map { file($0) }
    }

    private func file(_ index: Int) -> BallastFile {
        do throws(SystemCallError) {
            return try look(index, descriptor.openForLooking(BallastFile.name(index)))
        } catch {
            // A link, a mount point, a socket, or a file that its owner may not read is none that was made here.
            return BallastFile(index: index, state: .foreign, problem: "It cannot be read: \(error).")
        }
    }

    private func look(_ index: Int, _ open: borrowing FileDescriptor) throws(SystemCallError) -> BallastFile {
        let found = try open.status()
        var file = BallastFile(index: index, state: .foreign, size: ByteCount(found.size))
        file.allocated = .pages(found.blocks, pageSize: 512)
        guard found.kind == .file, found.links == 1, found.ownerID == status.ownerID else {
            file.problem = "It is no plain file of the pool's owner with a single name."
            return file
        }
        let bytes = try open.readBeginning(BallastHeader.length)
        guard let header = BallastHeader(parsing: bytes) else {
            // One that is empty, or was cut within its header, holds nothing of anybody's.
            if bytes.isEmpty || (found.size < BallastHeader.length && bytes.starts(with: BallastHeader.beginning)) {
                (file.state, file.problem) = (.partial, "It was cut within its header.")
            } else {
                file.problem = "It does not begin as ballast does."
            }
            return file
        }
        file.judge(header)
        return file
    }

    /// Unlinks a file that is ours, and is still the one that was looked at.
    ///
    /// - Returns: it, as it was; nil where it has gone already.
    func remove(_ index: Int) throws(BallastRefusal) -> BallastFile? {
        let name = BallastFile.name(index)
        var file: BallastFile?
        do throws(SystemCallError) {
            // Held open until it is unlinked: its number cannot become another file's meanwhile.
            let open = try descriptor.openForLooking(name)
            let found = try look(index, open)
            if found.state != .foreign, try descriptor.entryStatus(name).identity == open.status().identity {
                try descriptor.removeEntry(name)
                file = found
            }
        } catch {
            if error.isGone { return nil }
            throw place.refusal(error)
        }
        guard let file else {
            throw BallastRefusal(.changed, "\(name) in \(place.text) is not ours, and was left.")
        }
        return file
    }
}

extension BallastPlace {
    /// Whether an open directory is on the volume itself.
    fileprivate func checkDevice(_ parent: borrowing FileDescriptor) throws(BallastRefusal) {
        let root = try attempt { () throws(SystemCallError) in try FileDescriptor.openDirectory(mount) }
        let isHere = try attempt { () throws(SystemCallError) in
            try parent.status().identity.device == root.status().identity.device
        }
        guard isHere else {
            throw BallastRefusal(
                .otherDevice, "\(text) is not on the volume that is mounted at \(mount.sanitised).",
                hint: "let disk.ballast name a directory on it")
        }
    }

    fileprivate func openPool(in parent: borrowing FileDescriptor) throws(BallastRefusal) -> FileDescriptor {
        do throws(SystemCallError) {
            return try parent.openDirectory(name)
        } catch {
            guard error.isGone else { throw refusal(error) }
            throw BallastRefusal(
                .noPool, "There is no pool at \(text).", hint: "make one with tend disk ballast provision")
        }
    }
}

extension BallastFile {
    /// Compares a file of ours with what its header promises.
    fileprivate mutating func judge(_ header: BallastHeader) {
        guard header.index == index else {
            problem = "Its header has the index \(header.index)."
            return
        }
        createdAt = header.createdAt
        state = .partial
        if !header.isComplete {
            problem = "Its writing was not finished."
        } else if size.bytes != header.size {
            problem = "It has \(size.text) and was made with \(ByteCount(header.size).text)."
        } else if allocated < size {
            problem = "Only \(allocated.text) of its \(size.text) are on the disk."
        } else {
            state = .whole
        }
    }
}
