import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

/// The quick scan of a machine made of files.
@Suite struct ProcessSamplerTests {
    private func sampler(_ tree: ProcTree, keptFiles: Int = 0) throws -> ProcessSampler {
        var settings = ProcessCollectorSettings()
        // With none kept each sample opens the files anew, as it must for what a test rewrites.
        settings.keptFiles = keptFiles
        return ProcessSampler(files: try ProcFileSystem(root: tree.root), bootID: "boot", settings: settings)
    }

    @Test func `a process is read from its files`() throws {
        let tree = try ProcTree()
        try tree.add(42, name: "node", parent: 7, start: 900, user: 11)
        try tree.link("42/exe", to: "/usr/bin/node (deleted)")
        try tree.link("42/cwd", to: "/home/a b")
        let sampler = try sampler(tree)
        try sampler.sample()
        try sampler.readDetails()
        let process = try #require(sampler.observations.first)
        #expect(process.identity == ProcessIdentity(pid: 42, startTicks: 900, bootID: "boot", userID: Host.userID))
        #expect(process.arguments == .measured(ForeignText("node\0--flag\0")))
        #expect(process.executable == .measured(ForeignText("/usr/bin/node (deleted)")))
        #expect(process.workingDirectory == .measured(ForeignText("/home/a b")))
        #expect(process.controlGroups == .measured(ForeignText("0::/user.slice\n")))
        let counters = try #require(process.counters.first)
        #expect(counters.storage == .measured(StorageCounters(read: ByteCount(4096), written: ByteCount(8192))))
        #expect(counters.residentMemory == .pages(448, pageSize: Host.pageSize))
    }

    @Test func `how long it waited for a processor is read of what is ready to run when first seen`() throws {
        let tree = try ProcTree()
        try tree.add(4)
        for pid in [5, 6] {
            try tree.add(pid)
            try tree.write("\(pid)/stat", ProcTree.stat(pid).replacing(") S ", with: ") R "))
        }
        try tree.write("4/schedstat", "900 800 7\n")
        try tree.write("5/schedstat", "100 200 3\n")
        try tree.write("6/schedstat", "not counted\n")
        let sampler = try sampler(tree)
        try sampler.sample(expected: 2)
        try tree.write("5/stat", ProcTree.stat(5))
        try tree.write("5/schedstat", "150 700 4\n")
        try sampler.sample(expected: 2)
        #expect(sampler.observations.map { $0.counters.map(\.runDelay) } == [[nil, nil], [200, 700], [nil, nil]])

        // Of one sample alone it says nothing.
        let once = try self.sampler(tree)
        try once.sample()
        #expect(once.observations.allSatisfy { $0.counters.allSatisfy { $0.runDelay == nil } })
    }

    @Test func `processes come in PID order, and other names are no processes`() throws {
        let tree = try ProcTree()
        for pid in [31, 4, 100, 9] { try tree.add(pid) }
        try tree.write("12ab/stat", "nothing")
        try tree.write("99999999999/stat", "nothing")
        let sampler = try sampler(tree)
        try sampler.sample()
        #expect(sampler.observations.map(\.pid) == [4, 9, 31, 100])
        #expect(sampler.refused == 0)
    }

    @Test func `a process that vanishes while it is read is left out`() throws {
        let tree = try ProcTree()
        try tree.add(4)
        try tree.write("5/cmdline", "gone\0")
        let sampler = try sampler(tree)
        try sampler.sample()
        #expect(sampler.observations.map(\.pid) == [4])
    }

    @Test func `missing details carry their reason`() throws {
        let tree = try ProcTree()
        try tree.write("6/stat", ProcTree.stat(6))
        let sampler = try sampler(tree)
        try sampler.sample()
        try sampler.readDetails()
        let process = try #require(sampler.observations.first)
        #expect(process.arguments == .unavailable(.gone))
        #expect(process.executable == .unavailable(.gone))
        #expect(process.counters.first?.storage == .unavailable(.gone))
    }

    @Test(.enabled(if: Host.userID != 0, "root may read everything"))
    func `a refusal is not a zero`() throws {
        let tree = try ProcTree()
        try tree.add(6)
        try ProcTree.shell("chmod 000 '\(tree.root)/6/io' '\(tree.root)/6/cmdline'")
        let sampler = try sampler(tree)
        try sampler.sample()
        try sampler.readDetails()
        let process = try #require(sampler.observations.first)
        #expect(process.arguments == .unavailable(.notPermitted))
        #expect(process.counters.first?.storage == .unavailable(.notPermitted))
        #expect(sampler.refusedDetails == 1)
    }

    @Test func `malformed text is unknown, not a process of zeros`() throws {
        let tree = try ProcTree()
        try tree.add(4)
        try tree.write("5/stat", "5 (x) S what")
        let sampler = try sampler(tree)
        try sampler.sample()
        #expect(sampler.observations.map(\.pid) == [4])
        #expect(sampler.refused == 1)
    }

    @Test func `a second sample adds counters, newcomers and new parents, and drops the dead`() throws {
        let tree = try ProcTree()
        for pid in [4, 5, 6] { try tree.add(pid, parent: 4) }
        let sampler = try sampler(tree)
        try sampler.sample(expected: 2)
        try tree.remove("5")
        try tree.add(3)
        try tree.add(6, parent: 1, user: 25)
        try sampler.sample(expected: 2)
        let processes = sampler.observations
        #expect(processes.map(\.pid) == [3, 4, 6])
        #expect(processes.map { $0.counters.map(\.sample) } == [[1], [0, 1], [0, 1]])
        #expect(processes[2].parent == 1)
        #expect(processes[2].formerParent == 4)
        #expect(processes[1].formerParent == nil)
        #expect(processes[2].counters.map(\.userTicks) == [10, 25])
    }

    @Test func `a reused PID is another process`() throws {
        let tree = try ProcTree()
        try tree.add(5, name: "old", start: 100)
        let sampler = try sampler(tree)
        try sampler.sample(expected: 2)
        try tree.add(5, name: "new", start: 200)
        try sampler.sample(expected: 2)
        let process = try #require(sampler.observations.first)
        #expect(process.name == ForeignText("new"))
        #expect(process.identity.startTicks == 200)
        #expect(process.counters.map(\.sample) == [1])
        #expect(sampler.observations.count == 1)
    }

    @Test func `kernel threads have no arguments`() throws {
        let tree = try ProcTree()
        let kernelFlags = ProcTree.stat(2, name: "kthreadd").replacingFlags(by: 0x0020_8040)
        try tree.write("2/stat", kernelFlags)
        let sampler = try sampler(tree)
        try sampler.sample()
        try sampler.readDetails()
        let process = try #require(sampler.observations.first)
        #expect(process.isKernelThread)
        #expect(process.arguments == .measured(ForeignText("")))
        #expect(process.executable == .unavailable(.notCollected))
    }

    @Test func `arguments beyond the limit are cut`() throws {
        let tree = try ProcTree()
        try tree.add(4)
        try tree.write("4/cmdline", String(repeating: "x", count: 200_000))
        var settings = ProcessCollectorSettings()
        settings.argumentsLimit = 150_000
        let sampler = ProcessSampler(files: try ProcFileSystem(root: tree.root), bootID: "b", settings: settings)
        try sampler.sample()
        try sampler.readDetails()
        #expect(sampler.observations.first?.arguments.value?.bytes.count == 150_000)
    }

    @Test func `no proc at all is one clear error`() throws {
        let paths = HostPaths(proc: "/nonexistent")
        let error = #expect(throws: TendError.self) {
            try ProcessCollector(paths: paths, hostID: "x").quickScan()
        }
        #expect(error?.qualifiedCode == "processes.unavailable")
        #expect(error?.hint != nil)
    }

    @Test func `a deadline that has passed ends a scan`() throws {
        let tree = try ProcTree()
        try tree.add(4)
        let error = #expect(throws: TendError.self) {
            try ProcessCollector(paths: HostPaths(proc: tree.root), hostID: "x")
                .scan(window: .seconds(5), samples: 2, deadline: .after(.zero))
        }
        #expect(error?.code == .timedOut)
    }
}

extension String {
    fileprivate func replacingFlags(by flags: Int) -> String {
        var words = split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        words[8] = String(flags)
        return words.joined(separator: " ")
    }
}
