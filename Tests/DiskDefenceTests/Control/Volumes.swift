import Model
import Primitives
import TestSupport

/// A volume in thousands of millions of bytes.
func space(used: UInt64, available: UInt64) -> VolumeSpace {
    VolumeSpace(
        totalBytes: ByteCount((used + available) * 1_000_000_000), usedBytes: ByteCount(used * 1_000_000_000),
        availableBytes: ByteCount(available * 1_000_000_000))
}

func bytes(used: Double, available: Double) -> VolumeSpace {
    VolumeSpace(
        totalBytes: ByteCount(UInt64(used + available)), usedBytes: ByteCount(UInt64(used)),
        availableBytes: ByteCount(UInt64(available)))
}

/// A volume of 1e12 bytes of which so many percent are free.
func free(_ percent: Double) -> Reading<VolumeSpace> {
    let available = UInt64(percent * 1e10)
    return .measured(
        VolumeSpace(
            totalBytes: ByteCount(1_000_000_000_000), usedBytes: ByteCount(1_000_000_000_000 - available),
            availableBytes: ByteCount(available)))
}

func isClose(_ left: Double, _ right: Double, within share: Double = 1e-12) -> Bool {
    left == right || abs(left - right) <= share * max(abs(left), abs(right))
}

func areClose(_ left: Double?, _ right: Double?, within share: Double = 1e-12) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    return isClose(left, right, within: share)
}

/// Numbers within −1…1 that are the same in every run.
struct Noise {
    private var chance: Chance

    init(seed: UInt64) {
        chance = Chance(seed: seed)
    }

    mutating func next() -> Double { Double.random(in: -1...1, using: &chance) }
}
