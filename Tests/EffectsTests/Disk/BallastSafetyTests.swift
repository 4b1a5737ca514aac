import Model
import Planning
import Primitives
import SystemCalls
import TestSupport
import Testing

private import func Glibc.chown
private import func Glibc.link
private import func Glibc.symlink

@testable import Effects

/// What ballast never does: touch what is not its own, and make itself where it must not be.
@Suite(.serialized, .enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
struct BallastSafetyTests {
    @Test func `what only bears the name is never unlinked`() throws {
        let bench = try BallastBench(.ext4)
        bench.settings.fileCount = 6
        _ = try bench.provision()
        let theirs = "\(bench.volume.path)/theirs"
        try FileSystem.replace(theirs, with: Array("theirs".utf8))
        // A file with another beginning, a second name of ours, a link, a directory, and one with another's header.
        try FileSystem.replace(bench.file(6), with: [UInt8](repeating: 7, count: 5000))
        try #require(link(bench.file(5), "\(bench.volume.path)/second") == 0)
        try FileSystem.remove(bench.file(4))
        try #require(symlink(theirs, bench.file(4)) == 0)
        try FileSystem.remove(bench.file(3))
        try FileSystem.makeDirectories(bench.file(3))
        try FileSystem.rename(bench.file(2), to: bench.file(9))
        let found = try bench.store().files()
        #expect(found.map(\.index) == [1, 3, 4, 5, 6, 9])
        #expect(found.map(\.state) == [.whole, .foreign, .foreign, .foreign, .foreign, .foreign], "\(found)")

        let outcome = try bench.release(10)
        #expect(outcome.released == [1] && outcome.refusal?.reason == .empty)
        #expect(try bench.store().files().map(\.index) == [3, 4, 5, 6, 9])
        #expect(try FileSystem.read(theirs) == Array("theirs".utf8))
        // What is in the way of a file is left as well.
        #expect(try bench.provision().made == [1, 2])
    }

    @Test func `a file of another owner in the pool is left`() throws {
        let bench = try BallastBench(.ext4)
        _ = try bench.provision()
        try #require(chown(bench.file(3), 12345, 12345) == 0)
        #expect(try bench.release(1).released == [2])
        #expect(FileSystem.exists(bench.file(3)))
    }

    @Test func `a link in the place of the pool is refused`() throws {
        let bench = try BallastBench(.ext4)
        let elsewhere = "\(bench.volume.path)/elsewhere"
        try FileSystem.makeDirectories(elsewhere)
        try #require(symlink(elsewhere, bench.pool) == 0)
        #expect(try bench.provision().refusal?.reason == .symbolicLink)
        #expect(try bench.release(1).refusal?.reason == .symbolicLink)
        #expect(try FileSystem.names(in: elsewhere) == [])
    }

    @Test func `a pool that another works on is refused`() throws {
        let bench = try BallastBench(.ext4)
        _ = try bench.provision()
        try FileSystem.remove(bench.file(1))
        let held = try FileDescriptor.open(bench.pool, .directory)
        #expect(try held.tryLock())
        #expect(try bench.provision().refusal?.reason == .locked)
        #expect(try bench.release(1).refusal?.reason == .locked)
        #expect(try bench.store().files().count == 2)
    }

    @Test func `a pool of somebody else, and one that others may write to, are refused`() throws {
        let bench = try BallastBench(.ext4)
        _ = try bench.provision()
        try FileSystem.remove(bench.file(3))
        try FileSystem.setPermissions(bench.pool, 0o770)
        #expect(try bench.provision().refusal?.reason == .othersMayWrite)
        #expect(try bench.release(1).refusal?.reason == .othersMayWrite)
        try FileSystem.setPermissions(bench.pool, 0o700)
        try #require(chown(bench.pool, 12345, 12345) == 0)
        #expect(try bench.provision().refusal?.reason == .foreignOwner)
        let stranger = BallastStore(place: bench.place, world: bench.world(userID: 54321))
        #expect(stranger.release(1, from: try bench.described()).refusal?.reason == .foreignOwner)
    }

    @Test func `none is made in memory, over the network, or where nothing can be written`() throws {
        let memory = try BallastBench(.tmpfs)
        #expect(try memory.provision().refusal?.reason == .tmpfs)
        #expect(!FileSystem.exists(memory.pool))

        let bench = try BallastBench(.ext4)
        var remote = try bench.described()
        remote.isNetwork = true
        #expect(bench.store().provision(remote, bench.settings).refusal?.reason == .network)
        #expect(!FileSystem.exists(bench.pool))
        _ = try bench.provision()
        try FileSystem.remove(bench.file(3))
        try bench.volume.makeReadOnly()
        // Also where it became so after it was looked at.
        #expect(try bench.provision().refusal?.reason == .readOnly)
        #expect(try bench.release(1).refusal?.reason == .readOnly)
        var known = try bench.described()
        known.isReadOnly = true
        #expect(bench.store().release(1, from: known).refusal?.reason == .readOnly)
        #expect(try bench.store().files().count == 2)
    }

    @Test func `a directory on another volume is refused`() throws {
        let (bench, other) = (try BallastBench(.ext4), try LoopbackVolume(.tmpfs))
        let place = try #require(
            BallastPlace(mount: ForeignText(bench.volume.path), directory: "\(other.path)/pool"))
        let store = BallastStore(place: place, world: bench.world())
        #expect(store.provision(try bench.described(), bench.settings).refusal?.reason == .otherDevice)
        #expect(!FileSystem.exists("\(other.path)/pool"))
    }

    @Test func `what cannot be recorded is not done`() throws {
        let bench = try BallastBench(.ext4)
        var events: [BallastEvent] = []
        var world = bench.world()
        world.record = { event in
            events.append(event)
            return false
        }
        let store = BallastStore(place: bench.place, world: world)
        let outcome = store.provision(try bench.described(), bench.settings)
        #expect(outcome.refusal?.reason == .notRecorded && outcome.count == 0)
        #expect(events.count == 2 && events.last == .outcome(outcome))
        #expect(try bench.store().files() == [])
    }

    @Test func `an interruption leaves whole files only`() throws {
        let bench = try BallastBench(.ext4)
        var world = bench.world()
        var pieces = 0
        world.shouldStop = {
            pieces += 1
            return pieces > 1
        }
        let outcome = BallastStore(place: bench.place, world: world)
            .provision(try bench.described(), bench.settings)
        #expect(outcome.made == [1] && outcome.refusal?.reason == .interrupted)
        #expect(try bench.store().files().map(\.state) == [.whole])
    }
}
