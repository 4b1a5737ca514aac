import Model
import Planning
import Primitives
import SystemCalls
import TestSupport

@testable import Effects

/// One volume of the test's own with a pool of small files.
final class BallastBench {
    let volume: LoopbackVolume
    var settings = BallastSettings()

    init(_ kind: LoopbackVolume.Kind, options: [String] = []) throws {
        volume = try LoopbackVolume(kind, options: options)
        settings.fileCount = 3
        settings.fileSize = ByteCount(8 << 20)
    }

    var place: BallastPlace { BallastPlace(mount: ForeignText(volume.path)) }
    var pool: String { "\(volume.path)/\(BallastPlace.defaultName)" }
    func file(_ index: Int) -> String { "\(pool)/\(BallastFile.name(index))" }

    /// Noon of 20 November 2026 for ever.
    func world(userID: UInt32 = Host.effectiveUserID) -> BallastWorld {
        BallastWorld(
            userID: userID, now: { 1_795_176_000_000 }, seconds: { 0 }, pause: { Clocks.sleep(seconds: $0) },
            seed: { Host.randomBytes(32) })
    }

    func store() -> BallastStore { BallastStore(place: place, world: world()) }

    /// The volume as it is now.
    func described() throws -> Volume {
        let status = try volume.status()
        let space = VolumeSpace(
            totalBytes: status.bytes(status.blocks), usedBytes: status.bytes(status.blocks - status.freeBlocks),
            availableBytes: status.bytes(status.availableBlocks), inodesTotal: status.inodes,
            inodesAvailable: status.availableInodes)
        return Volume(
            mount: ForeignText(volume.path), device: ForeignText("/dev/loop"), fileSystem: volume.kind.rawValue,
            deviceNumber: 0, isMemory: volume.kind == .tmpfs, space: .measured(space))
    }

    func freePercent() throws -> Double { try described().space.value?.freePercent ?? 0 }

    func provision() throws -> BallastOutcome { store().provision(try described(), settings) }
    func release(_ count: Int) throws -> BallastOutcome { store().release(count, from: try described()) }

    /// Writes over the beginning of a file.
    func write(_ bytes: [UInt8], to path: String) throws {
        try FileDescriptor.open(path, .writeOnly).write(bytes, at: 0)
    }
}
