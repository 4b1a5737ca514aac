import Model
import Primitives

@testable import ProcessTriage

/// A small machine for tests: PID 1, a kernel thread, the viewer's chain, and whatever a test adds.
struct Machine {
    var sample: MachineSample

    init(viewer userID: UInt32 = 1000) {
        sample = MachineSample(
            host: HostFacts(
                hostID: "h", bootID: "b", kernel: "6.1", capturedAt: 0, uptime: 100_000, window: 0.5, samples: 2,
                ticksPerSecond: 100, pageSize: 4096, processors: 8, memoryTotal: .kibibytes(16 << 20),
                memoryAvailable: .kibibytes(8 << 20), initStartTicks: 10, hasSystemd: false,
                viewer: Viewer(pid: 300, userID: userID, chain: [300, 200, 100, 1])),
            processes: [])
        add(1, parent: 0, "systemd", user: 0, age: 99_999)
        add(2, parent: 0, "", user: 0, age: 99_999) { $0.isKernelThread = true }
        add(100, parent: 1, "sshd", user: 0, age: 50_000)
        add(200, parent: 100, "-bash", user: userID, age: 50_000)
        add(300, parent: 200, "tend", user: userID, age: 1)
    }

    mutating func add(
        _ pid: Int32, parent: Int32, _ command: String, user: UInt32 = 1000, age: Double,
        _ change: (inout ProcessObservation) -> Void = { _ in }
    ) {
        let words = command.split(separator: " ").map(String.init)
        var process = ProcessObservation(
            identity: ProcessIdentity(
                pid: pid, startTicks: UInt64((sample.host.uptime - age) * 100), bootID: "b", userID: user),
            parent: parent, processGroup: pid, session: pid, name: ForeignText(words.first ?? "kthread"),
            arguments: .measured(ForeignText(words.map { "\($0)\0" }.joined())),
            executable: .measured(ForeignText("/usr/bin/x")),
            workingDirectory: .measured(ForeignText("/home/u")), workingDirectoryDeleted: .measured(false),
            controlGroups: .measured(ForeignText("0::/\n")), namespacePIDs: .measured([pid]),
            descriptors: .measured(
                DescriptorSummary(
                    standardInput: .null, standardOutput: .null, count: 3, listeners: .measured([]),
                    clients: .measured([]))),
            counters: [0, 1].map {
                ProcessCounters(sample: $0, state: .sleeping, storage: .measured(.init(read: .zero, written: .zero)))
            })
        change(&process)
        sample.processes.append(process)
        sample.processes.sort { $0.pid < $1.pid }
    }

    func facts() throws -> [Int32: ProcessFacts] {
        let facts = FactDerivation(packs: try ProcessPacks.embedded()).facts(sample)
        return Dictionary(uniqueKeysWithValues: zip(sample.processes.map(\.pid), facts))
    }
}
