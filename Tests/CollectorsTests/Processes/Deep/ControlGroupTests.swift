import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

/// Machines with control groups of v2, of v1 and of both, as directories.
@Suite struct ControlGroupTests {
    private let tree: ProcTree

    init() throws { tree = try ProcTree() }

    private func mounts(_ lines: [String]) throws {
        try tree.write("self/mountinfo", lines.map { "30 1 0:30 \($0)\n" }.joined())
    }

    /// What the groups of a process with these lines in its `cgroup` file allow.
    private func use(_ lines: String) throws -> ControlGroupUse {
        try tree.write("77/stat", ProcTree.stat(77))
        try tree.write("77/cgroup", lines)
        let context = DeepContext(
            suspect: DeepSuspect(
                ProcessObservation(
                    identity: ProcessIdentity(pid: 77, startTicks: 500, bootID: "b", userID: 0), parent: 1,
                    processGroup: 77, session: 77, name: ForeignText("x")), probes: []),
            shared: DeepShared(
                paths: HostPaths(proc: tree.root), files: DeepFiles(proc: try ProcFileSystem(root: tree.root)),
                settings: DeepScanSettings(), clock: { 0 }))
        return try #require(ControlGroupFigures.of(context).value).use
    }

    private func makeVersionTwo() throws {
        try mounts(["/ \(tree.root)/cg rw - cgroup2 cgroup2 rw,nsdelegate"])
        try tree.write("cg/cgroup.controllers", "cpuset cpu io memory pids\n")
        try tree.write("cg/user.slice/cpu.max", "150000 100000\n")
        try tree.write("cg/user.slice/memory.max", "max\n")
        try tree.write("cg/user.slice/memory.high", "4294967296\n")
        try tree.write("cg/user.slice/pids.max", "4000\n")
        let own = "cg/user.slice/app.scope"
        try tree.write("\(own)/cpu.max", "max 100000\n")
        try tree.write("\(own)/cpuset.cpus.effective", "0-2\n")
        try tree.write("\(own)/cpu.stat", "usage_usec 900\nnr_periods 4\nnr_throttled 2\nthrottled_usec 2500000\n")
        try tree.write("\(own)/memory.current", "1048576\n")
        try tree.write("\(own)/memory.max", "8589934592\n")
        try tree.write("\(own)/memory.high", "max\n")
        try tree.write("\(own)/cgroup.events", "populated 1\nfrozen 1\n")
        try tree.write("\(own)/io.stat", "8:0 rbytes=90 wbytes=10 rios=1\n254:0 rbytes=5 wbytes=1 rios=1\n")
        try tree.write("\(own)/pids.current", "12\n")
        try tree.write("\(own)/pids.max", "max\n")
        for kind in ["cpu", "memory", "io"] {
            try tree.write(
                "\(own)/\(kind).pressure",
                "some avg10=1.00 avg60=0.00 avg300=0.00 total=500000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n")
        }
    }

    @Test func `v2 has the least limit of the group and those above it`() throws {
        try makeVersionTwo()
        let use = try use("0::/user.slice/app.scope\n")
        #expect(use.layout == .v2)
        #expect(use.quota == .measured(1.5))
        #expect(use.processors == .measured(3))
        #expect(use.throttled == .measured(2.5))
        #expect(use.memory == .measured(ByteCount(1 << 20)))
        #expect(use.memoryHigh == .measured(ByteCount(4 << 30)))
        #expect(use.memoryLimit == .measured(ByteCount(8 << 30)))
        #expect(use.isFrozen == .measured(true))
        #expect(use.storage == .measured(StorageChange(read: ByteCount(95), written: ByteCount(11))))
        #expect(use.tasks == .measured(12))
        #expect(use.taskLimit == .measured(4000))
    }

    @Test func `without any limit v2 says that there is none, and not that it is unknown`() throws {
        try makeVersionTwo()
        try tree.write("cg/free/cgroup.events", "populated 1\nfrozen 0\n")
        let use = try use("0::/free\n")
        #expect(use.quota == .measured(nil))
        #expect(use.memoryLimit == .measured(nil))
        #expect(use.taskLimit == .measured(nil))
        #expect(use.isFrozen == .measured(false))
        #expect(use.memory == .unavailable(.notSupported))
    }

    @Test func `a group that this namespace does not show says nothing`() throws {
        try makeVersionTwo()
        #expect(try use("0::/../other\n").quota == .unavailable(.notSupported))
    }

    @Test func `a container's own root is where the hierarchy is mounted`() throws {
        try makeVersionTwo()
        try mounts(["/user.slice \(tree.root)/cg/user.slice rw - cgroup2 cgroup2 rw"])
        try tree.write("cg/user.slice/cgroup.controllers", "cpu memory\n")
        #expect(try use("0::/user.slice/app.scope\n").memory == .measured(ByteCount(1 << 20)))
    }

    private func makeVersionOne() throws {
        try tree.write("v1/cpu/box/cpu.cfs_quota_us", "50000\n")
        try tree.write("v1/cpu/box/cpu.cfs_period_us", "100000\n")
        try tree.write("v1/cpu/box/app/cpu.cfs_quota_us", "-1\n")
        try tree.write("v1/cpu/box/app/cpu.cfs_period_us", "100000\n")
        try tree.write("v1/cpu/box/app/cpu.stat", "nr_periods 1\nnr_throttled 1\nthrottled_time 3000000000\n")
        try tree.write("v1/cpuset/box/cpuset.effective_cpus", "1,3\n")
        try tree.write("v1/memory/box/memory.usage_in_bytes", "2097152\n")
        try tree.write("v1/memory/box/memory.limit_in_bytes", "9223372036854771712\n")
        try tree.write("v1/freezer/box/freezer.state", "FROZEN\n")
        try tree.write(
            "v1/blkio/box/blkio.throttle.io_service_bytes", "8:0 Read 40\n8:0 Write 2\n8:0 Total 42\nTotal 42\n")
    }

    private var versionOneMounts: [String] {
        ["cpu,cpuacct", "cpuset", "memory", "freezer", "blkio"].map {
            "/ \(tree.root)/v1/\($0.split(separator: ",")[0]) rw - cgroup cgroup rw,\($0)"
        }
    }

    private let versionOneLines =
        "6:blkio:/box\n5:freezer:/box\n4:memory:/box\n3:cpuset:/box\n1:cpu,cpuacct:/box/app\n"

    @Test func `v1 has a hierarchy for each controller, and no limit is its largest number`() throws {
        try makeVersionOne()
        try mounts(versionOneMounts)
        let use = try use(versionOneLines)
        #expect(use.layout == .v1)
        #expect(use.quota == .measured(0.5))
        #expect(use.processors == .measured(2))
        #expect(use.throttled == .measured(3))
        #expect(use.memory == .measured(ByteCount(2 << 20)))
        #expect(use.memoryLimit == .measured(nil))
        #expect(use.memoryHigh == .unavailable(.notSupported))
        #expect(use.isFrozen == .measured(true))
        #expect(use.storage == .measured(StorageChange(read: ByteCount(40), written: ByteCount(2))))
        #expect(use.tasks == .unavailable(.notSupported))
    }

    @Test func `a hybrid machine has its controllers in v1 and its pressure in v2`() throws {
        try makeVersionOne()
        try makeVersionTwo()
        try mounts(versionOneMounts + ["/ \(tree.root)/cg rw - cgroup2 cgroup2 rw"])
        try tree.write("cg/cgroup.controllers", "\n")
        let lines = versionOneLines + "0::/user.slice/app.scope\n"
        let use = try use(lines)
        #expect(use.layout == .hybrid)
        #expect(use.quota == .measured(0.5))
        #expect(use.isFrozen == .measured(true))
        #expect(use.tasks == .unavailable(.notSupported))
        let group = try #require(ControlGroupTree(procRoot: tree.root).unified(in: ForeignText(lines)))
        let stalls = try #require(Stalls.read(at: 0) { "\(group.path)/\($0).pressure" }.value)
        #expect(stalls.processorSome == 500_000 && stalls.storageFull == 7)
    }

    @Test func `a machine without control groups has none`() throws {
        try mounts(["/ / rw - ext4 /dev/vda rw"])
        #expect(ControlGroupTree(procRoot: tree.root).layout == nil)
    }

    @Test func `pressure is the share of the window that was lost`() {
        var first = Stalls(moment: 10)
        first.processorSome = 1_000_000
        var last = Stalls(moment: 12)
        last.processorSome = 2_000_000
        last.memoryFull = 9_000_000
        let pressure = last.pressure(since: first)
        #expect(pressure.processorSome == 0.5)
        #expect(pressure.memoryFull == 1)
        #expect(pressure.storageSome == 0)
        #expect(first.pressure(since: first).processorSome == 0)
    }

    @Test(arguments: ["", "max", "max 0", "x 100000", "100000"])
    func `a quota that is no quota is malformed`(text: String) {
        #expect(ControlGroupFiles.quota(text) == nil)
    }
}
