import Formats
import Model
import Planning
import Primitives
import SystemCalls
import TestSupport
import Testing

@testable import Effects

/// Ballast on real file systems of the test's own.
@Suite(.serialized, .enabled(if: LoopbackVolume.isPossible(.ext4), Comment(rawValue: LoopbackVolume.reason)))
struct BallastStoreTests {
    private static let disks = LoopbackVolume.possible(of: [.ext4, .xfs, .btrfs])

    @Test(arguments: disks)
    func `ballast takes every block that it promises, and only once`(kind: LoopbackVolume.Kind) throws {
        let bench = try BallastBench(kind)
        let before = try bench.volume.status()
        let outcome = try bench.provision()
        #expect(outcome.made == [1, 2, 3] && outcome.refusal == nil)
        let files = try bench.store().files()
        #expect(files.map(\.state) == [.whole, .whole, .whole])
        #expect(files.allSatisfy { $0.size == bench.settings.fileSize && $0.allocated >= $0.size })
        let after = try bench.volume.status()
        let taken = before.bytes(before.freeBlocks).bytes - after.bytes(after.freeBlocks).bytes
        #expect(taken >= 3 * bench.settings.fileSize.bytes)
        #expect(try FileSystem.metadata(bench.pool)?.permissions == 0o700)
        let again = try bench.provision()
        #expect(again.count == 0 && again.refusal == nil)
    }

    @Test func `each file begins with 4096 bytes that say what it is`() throws {
        let bench = try BallastBench(.ext4)
        _ = try bench.provision()
        let head = try FileSystem.readPrefix(bench.file(2), limit: 4096)
        #expect(head.count == 4096 && head.last == UInt8(ascii: "\n"))
        let header = try JSONParser.parse(head)
        #expect(header["magic"] == "SBH_BALLAST_v1" && header["index"] == 2 && header["complete"] == true)
        #expect(header["size"] == .whole(bench.settings.fileSize.bytes))
        #expect(header["created_at"] == "2026-11-20T12:00:00.000Z")
    }

    @Test(arguments: disks)
    func `a volume that is full to its last byte and inode gets its room back`(kind: LoopbackVolume.Kind) throws {
        let bench = try BallastBench(kind, options: kind == .ext4 ? ["-N", "128"] : [])
        _ = try bench.provision()
        try bench.volume.fill()
        let full = try bench.volume.status()
        if kind == .ext4 { #expect(full.availableBlocks == 0 && full.availableInodes == 0) }
        #expect(throws: SystemCallError.self) { try bench.volume.write(1 << 20, to: "too-late") }

        let outcome = try bench.release(2)
        #expect(outcome.released == [3, 2] && outcome.refusal == nil)
        #expect(outcome.bytes.bytes >= 2 * bench.settings.fileSize.bytes)
        // btrfs commits first, on whatever lies below it; the others count at once.
        if kind != .btrfs { #expect(outcome.freedBytes.bytes >= 2 * bench.settings.fileSize.bytes) }
        try waitUntilFree(2 * bench.settings.fileSize.bytes, since: full, bench)
        #expect(try bench.store().files().map(\.index) == [1])
        // Into a file that is there already: inodes do not come back with ballast.
        try bench.volume.write(8 << 20, to: kind == .btrfs ? "late" : "inode-0")
    }

    @Test func `what is to stay free stays free, and what was made before stays`() throws {
        let bench = try BallastBench(.ext4)
        let status = try bench.volume.status()
        let size = Int(bench.settings.fileSize.bytes)
        // One and a half files above the floor.
        let usable = Int(status.bytes(status.blocks).bytes)
        try bench.volume.write(usable * 8 / 10 - size * 3 / 2, to: "theirs")
        let outcome = try bench.provision()
        #expect(outcome.made == [1] && outcome.refusal?.reason == .belowFloor)
        #expect(try bench.freePercent() >= 20)
        #expect(try bench.provision().refusal?.reason == .belowFloor)
        #expect(try bench.store().files().map(\.state) == [.whole])
    }

    @Test(arguments: disks)
    func `whoever fills the volume meanwhile ends the work at the floor`(kind: LoopbackVolume.Kind) throws {
        let bench = try BallastBench(kind)
        var world = bench.world()
        var pieces = 0
        world.shouldStop = {
            pieces += 1
            // In the midst of the second file, or before it.
            if pieces == 4 {
                let available = (try? bench.volume.status()).map { $0.bytes($0.availableBlocks).bytes } ?? 0
                try? bench.volume.write(Int(available) * 85 / 100, to: "theirs")
            }
            return false
        }
        var settings = bench.settings
        settings.fileCount = 9
        let outcome = BallastStore(place: bench.place, world: world).provision(try bench.described(), settings)
        #expect(outcome.refusal?.reason == .belowFloor && outcome.made.count < 9, "\(outcome)")
        #expect(try bench.store().files().map(\.index) == outcome.made)
    }

    @Test(arguments: [LoopbackVolume.Kind.btrfs, .ext4])
    func `where blocks cannot be set aside they are filled with noise`(kind: LoopbackVolume.Kind) throws {
        guard LoopbackVolume.isPossible(kind) else { return }
        // Files without extents know nothing of fallocate.
        let bench = try BallastBench(kind, options: kind == .ext4 ? ["-O", "^extent,^64bit"] : [])
        #expect(try bench.provision().made == [1, 2, 3])
        let bytes = try FileSystem.read(bench.file(1))
        let pages = stride(from: 4096, to: bytes.count, by: 4096).map { bytes[$0..<min($0 + 4096, bytes.count)] }
        #expect(Set(pages).count == pages.count)
        #expect(pages.allSatisfy { Set($0).count > 200 })
        #expect(try FileSystem.read(bench.file(2))[4096...] != bytes[4096...])
    }

    @Test func `what was cut, or never finished, is found and made anew`() throws {
        let bench = try BallastBench(.ext4)
        bench.settings.fileCount = 5
        _ = try bench.provision()
        try FileDescriptor.open(bench.file(1), .writeOnly).truncate(to: 1 << 20)
        try bench.write(header(2, bench, isComplete: false), to: bench.file(2))
        try FileDescriptor.open(bench.file(3), .writeOnly).truncate(to: 0)
        try FileDescriptor.open(bench.file(4), .writeOnly).truncate(to: 100)
        let found = try bench.store().files()
        #expect(found.map(\.state) == [.partial, .partial, .partial, .partial, .whole], "\(found)")
        let outcome = try bench.provision()
        #expect(outcome.rebuilt == [1, 2, 3, 4] && outcome.made == [] && outcome.refusal == nil, "\(outcome)")
        #expect(try bench.store().files().allSatisfy { $0.state == .whole })
    }

    @Test func `a file of holes is no ballast, whatever its header says`() throws {
        let bench = try BallastBench(.ext4)
        _ = try bench.provision()
        try FileSystem.remove(bench.file(1))
        try FileDescriptor.open(bench.file(1), [.writeOnly, .create]).truncate(to: Int(bench.settings.fileSize.bytes))
        try bench.write(header(1, bench, isComplete: true), to: bench.file(1))
        #expect(try bench.store().files().map(\.state) == [.partial, .whole, .whole])
    }

    @Test func `a replenishment makes one file`() throws {
        let bench = try BallastBench(.ext4)
        _ = try bench.provision()
        #expect(try bench.release(3).released == [3, 2, 1])
        let outcome = bench.store().provision(try bench.described(), bench.settings, atMost: 1)
        #expect(outcome.made == [1] && outcome.action == .replenish && outcome.refusal == nil)
    }

    @Test func `a dry run tells what would be and touches nothing`() throws {
        let bench = try BallastBench(.ext4)
        let planned = bench.store().provision(try bench.described(), bench.settings, isDryRun: true)
        #expect(planned.made == [1, 2, 3] && !FileSystem.exists(bench.pool))
        _ = try bench.provision()
        let released = bench.store().release(2, from: try bench.described(), isDryRun: true)
        #expect(released.released == [3, 2])
        #expect(try bench.store().files().count == 3)
    }

    private func waitUntilFree(_ bytes: UInt64, since before: VolumeStatus, _ bench: BallastBench) throws {
        let deadline = Deadline.after(.seconds(10))
        while true {
            let now = try bench.volume.status()
            if now.bytes(now.freeBlocks).bytes >= before.bytes(before.freeBlocks).bytes + bytes { return }
            try #require(!deadline.hasPassed, "the volume did not get its room back")
            Clocks.sleep(seconds: 0.005)
        }
    }

    private func header(_ index: Int, _ bench: BallastBench, isComplete: Bool) -> [UInt8] {
        BallastHeader(index: index, createdAt: 0, size: bench.settings.fileSize.bytes, isComplete: isComplete).bytes
    }
}
