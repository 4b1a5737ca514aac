internal import Model
internal import Planning
internal import Primitives
internal import SystemCalls

/// Makes one file of a pool, so that each of its blocks is really taken.
struct BallastWriter {
    /// So many bytes are on the disk before more are written.
    static let syncInterval: UInt64 = 64 << 20
    private static let chunk = 4 << 20
    /// What writes anew instead of over, or shares what is alike: set aside is not taken there.
    private static let copyOnWrite: Set<String> = ["bcachefs", "btrfs", "zfs"]

    let fileSystem: String
    let settings: BallastSettings
    let world: BallastWorld

    private var copiesOnWrite: Bool { Self.copyOnWrite.contains(fileSystem) }

    /// How full the volume is, all that was taken until now among it.
    func space(in directory: borrowing BallastDirectory) throws(BallastRefusal) -> VolumeSpace {
        if copiesOnWrite {
            try directory.place.attempt { () throws(SystemCallError) in
                try directory.descriptor.synchronizeFileSystem()
            }
        }
        return try directory.space()
    }

    /// Writes the header unfinished, takes the blocks, and finishes the header; what cannot be finished is removed again.
    ///
    /// Whoever is killed in between leaves a file that its header tells to be unfinished.
    ///
    /// - Returns: the blocks that it takes.
    func make(_ index: Int, in directory: borrowing BallastDirectory) throws(BallastRefusal) -> ByteCount {
        let place = directory.place
        let name = BallastFile.name(index)
        let file = try place.attempt { () throws(SystemCallError) in
            try directory.descriptor.open(name, [.readWrite, .create, .exclusive, .noFollow], mode: 0o600)
        }
        do throws(BallastRefusal) {
            var header = BallastHeader(
                index: index, createdAt: world.now(), size: settings.fileSize.bytes, isComplete: false)
            try write(header, to: file, place)
            try place.attempt { () throws(SystemCallError) in try directory.descriptor.synchronize() }
            try fill(file, directory)
            header.isComplete = true
            try write(header, to: file, place)
            return try allocated(file, place)
        } catch {
            // It is ours and new; where it cannot even be removed, its header still says that it is unfinished.
            try? directory.descriptor.removeEntry(name)
            throw error
        }
    }

    private func write(
        _ header: BallastHeader, to file: borrowing FileDescriptor, _ place: BallastPlace
    ) throws(BallastRefusal) {
        let bytes = header.bytes
        try place.attempt { () throws(SystemCallError) in
            try file.write(bytes, at: 0)
            try file.synchronize()
        }
    }

    private func allocated(
        _ file: borrowing FileDescriptor, _ place: BallastPlace
    ) throws(BallastRefusal) -> ByteCount {
        let status = try place.attempt { () throws(SystemCallError) in try file.status() }
        let taken = ByteCount.pages(status.blocks, pageSize: 512)
        guard taken >= settings.fileSize else {
            throw BallastRefusal(
                .inputOutput,
                "A file of \(settings.fileSize.text) took only \(taken.text) of its volume (\(place.text)).")
        }
        return taken
    }

    // MARK: Taking blocks

    private func fill(
        _ file: borrowing FileDescriptor, _ directory: borrowing BallastDirectory
    ) throws(BallastRefusal) {
        var offset = UInt64(BallastHeader.length)
        if !copiesOnWrite { offset = try reserve(file, from: offset, directory) }
        guard offset < settings.fileSize.bytes else { return }
        try scribble(file, from: offset, directory)
    }

    /// Has blocks set aside.
    ///
    /// - Returns: how far; short of the end where the file system cannot do this.
    private func reserve(
        _ file: borrowing FileDescriptor, from start: UInt64, _ directory: borrowing BallastDirectory
    ) throws(BallastRefusal) -> UInt64 {
        var offset = start
        while offset < settings.fileSize.bytes {
            let count = min(Self.syncInterval, settings.fileSize.bytes - offset)
            try check(count, directory)
            do throws(SystemCallError) {
                try file.allocate(from: offset, count: count)
                try file.synchronize()
            } catch {
                if error.isUnsupported { return offset }
                throw directory.place.refusal(error)
            }
            offset += count
        }
        return offset
    }

    /// Writes noise.
    ///
    /// What copies on write counts as taken only what it has committed, so each interval is, and the rest is added.
    private func scribble(
        _ file: borrowing FileDescriptor, from start: UInt64, _ directory: borrowing BallastDirectory
    ) throws(BallastRefusal) {
        var noise = BallastNoise(seed: world.seed())
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 4096)
        defer { buffer.deallocate() }
        var (offset, unsynchronised) = (start, 0 as UInt64)
        while offset < settings.fileSize.bytes {
            let count = min(UInt64(Self.chunk), settings.fileSize.bytes - offset)
            try check(copiesOnWrite ? unsynchronised + count : count, directory)
            noise.fill(buffer)
            unsynchronised += count
            try directory.place.attempt { () throws(SystemCallError) in
                try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<Int(count)]), at: offset)
                if unsynchronised >= Self.syncInterval || offset + count == settings.fileSize.bytes {
                    try copiesOnWrite ? file.synchronizeFileSystem() : file.synchronize()
                    // Nobody reads it; kept in memory it would push out what is read, and make its release slow.
                    try file.forgetContent()
                    unsynchronised = 0
                }
            }
            offset += count
        }
    }

    /// Others write meanwhile: the floor is asked for before every piece.
    private func check(_ count: UInt64, _ directory: borrowing BallastDirectory) throws(BallastRefusal) {
        guard !world.shouldStop() else { throw BallastRefusal(.interrupted, "It was interrupted.") }
        guard try directory.space().keeps(settings.floorPercent, after: ByteCount(count)) else {
            throw BallastPlan.belowFloor(settings)
        }
    }
}
