internal import Model
internal import Primitives

/// A way in which reading a machine goes wrong unnoticed: fields that are missing everywhere, or that lie.
///
/// Judging must withstand the first five. The others it cannot, for then nothing true is left that would hold a process:
/// they show what collectors must never do, which is why those say "unknown" and not a default.
enum ReadingFault: String, CaseIterable {
    case descriptorsMissing = "descriptors_missing"
    case controlGroupsMissing = "control_groups_missing"
    case everythingMissing = "everything_missing"
    case agesTenfold = "ages_tenfold"
    case alwaysProgressing = "always_progressing"
    case connectionsEmpty = "connections_empty"
    case orphansSevered = "orphans_severed"
    case everybodyOrphaned = "everybody_orphaned"

    /// Nothing may become harmful by it.
    var isWithstood: Bool {
        switch self {
        case .descriptorsMissing, .controlGroupsMissing, .everythingMissing, .agesTenfold, .alwaysProgressing: true
        case .connectionsEmpty, .orphansSevered, .everybodyOrphaned: false
        }
    }

    /// - Complexity: O(*n*) processes.
    func apply(to sample: MachineSample) -> MachineSample {
        var sample = sample
        let managers = Set(sample.processes.filter { $0.name == ForeignText("systemd") }.map(\.pid)).union([1])
        for index in sample.processes.indices where sample.processes[index].pid != 1 {
            guard !sample.processes[index].isKernelThread else { continue }
            spoil(&sample.processes[index], sample.host, managers)
        }
        return sample
    }

    private func spoil(_ process: inout ProcessObservation, _ host: HostFacts, _ managers: Set<Int32>) {
        switch self {
        case .descriptorsMissing: process.descriptors = .unavailable(.notPermitted)
        case .controlGroupsMissing: process.controlGroups = .unavailable(.notPermitted)
        case .everythingMissing: hide(&process)
        case .connectionsEmpty: disconnect(&process)
        case .agesTenfold: age(&process, host)
        case .alwaysProgressing: move(&process)
        case .orphansSevered:
            guard managers.contains(process.parent) else { return }
            process.descriptors = process.descriptors.map { descriptors in
                var descriptors = descriptors
                descriptors.standardInput = .deadPipe
                return descriptors
            }
        case .everybodyOrphaned:
            process.parent = 1
            process.terminal = 0
            disconnect(&process)
        }
    }

    private func hide(_ process: inout ProcessObservation) {
        process.arguments = .unavailable(.notPermitted)
        process.executable = .unavailable(.notPermitted)
        process.descriptors = .unavailable(.notPermitted)
        process.controlGroups = .unavailable(.notPermitted)
        process.workingDirectoryDeleted = .unavailable(.notPermitted)
        process.namespacePIDs = .unavailable(.notSupported)
        process.host = .unavailable(.notPermitted)
        for sample in process.counters.indices { process.counters[sample].storage = .unavailable(.notPermitted) }
    }

    private func disconnect(_ process: inout ProcessObservation) {
        process.descriptors = process.descriptors.map { descriptors in
            var descriptors = descriptors
            descriptors.listeners = .measured([])
            descriptors.clients = .measured([])
            return descriptors
        }
    }

    private func age(_ process: inout ProcessObservation, _ host: HostFacts) {
        let ticks = Double(host.ticksPerSecond)
        let age = max(0, host.uptime - Double(process.identity.startTicks) / ticks)
        process.identity.startTicks = UInt64(max(0, (host.uptime - min(host.uptime, age * 10)) * ticks))
    }

    /// As if bytes written to pipes and to `/dev/null` were work.
    private func move(_ process: inout ProcessObservation) {
        for sample in process.counters.indices {
            process.counters[sample].storage = .measured(
                StorageCounters(read: .zero, written: ByteCount(UInt64(sample) << 20)))
        }
    }
}
