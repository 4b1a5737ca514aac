internal import Model
internal import Primitives

/// A recorded machine as it might also have been: other ages, unknown names, fields that could not be read.
///
/// Whatever is done to what is known, nothing that must be kept may become something to stop. The same seed gives the
/// same machine.
struct Perturbation {
    private var random: SeededRandom
    /// Chance that any one field of any one process is lost or changed.
    private let rate = 0.1

    init(seed: UInt64) {
        random = SeededRandom(seed: seed)
    }

    /// - Complexity: O(*n*) processes.
    mutating func apply(to sample: MachineSample) -> MachineSample {
        var sample = sample
        for index in sample.processes.indices where sample.processes[index].pid != 1 {
            guard !sample.processes[index].isKernelThread else { continue }
            age(&sample.processes[index], sample.host)
            if chance() { rename(&sample.processes[index]) }
            lose(&sample.processes[index])
        }
        return sample
    }

    /// Half to twice as old.
    private mutating func age(_ process: inout ProcessObservation, _ host: HostFacts) {
        let ticks = Double(host.ticksPerSecond)
        let age = max(0, host.uptime - Double(process.identity.startTicks) / ticks)
        let factor = 0.5 + 1.5 * random.unit()
        process.identity.startTicks = UInt64(max(0, (host.uptime - min(host.uptime, age * factor)) * ticks))
    }

    /// A program that no pack knows, with arguments that say nothing.
    private mutating func rename(_ process: inout ProcessObservation) {
        let name = "x" + String(random.next() & 0xFFFF, radix: 16)
        process.name = ForeignText(name)
        process.arguments = .measured(ForeignText("/opt/\(name)/\(name)\0"))
        process.executable = .measured(ForeignText("/opt/\(name)/\(name)"))
    }

    private mutating func lose(_ process: inout ProcessObservation) {
        if chance() { process.arguments = .unavailable(.notPermitted) }
        if chance() { process.executable = .unavailable(.notPermitted) }
        if chance() { process.descriptors = .unavailable(.notPermitted) }
        if chance() { process.controlGroups = .unavailable(.notPermitted) }
        if chance() { process.workingDirectoryDeleted = .unavailable(.notPermitted) }
        if chance() { process.namespacePIDs = .unavailable(.notSupported) }
        if chance() { process.host = .unavailable(.notPermitted) }
        if chance(), let last = process.counters.last { process.counters = [last] }
        loseProbes(&process)
        loseDelay(&process)
        guard chance() else { return }
        for sample in process.counters.indices { process.counters[sample].storage = .unavailable(.notPermitted) }
    }

    /// Draws chances only where there is a deep reading, so that other machines stay as they were.
    private mutating func loseProbes(_ process: inout ProcessObservation) {
        guard var reading = process.deep else { return }
        for probe in ProcessProbe.allCases where chance() { reading.setUnavailable(probe, .notPermitted) }
        process.deep = chance() ? nil : reading
    }

    /// As above.
    private mutating func loseDelay(_ process: inout ProcessObservation) {
        guard process.counters.contains(where: { $0.runDelay != nil }), chance() else { return }
        for sample in process.counters.indices { process.counters[sample].runDelay = nil }
    }

    private mutating func chance() -> Bool { random.unit() < rate }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, and the same on every machine.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0 to just below 1.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }
}
