import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

/// Processes about which the kernel does not answer, on a machine made of files.
@Suite struct HangingFilesTests {
    private let tree: ProcTree

    /// 4 answers, 5 says nothing at all, 6 all but its storage.
    init() throws {
        tree = try ProcTree()
        for pid in 4...6 { try tree.add(pid) }
        try tree.write("4/io", "read_bytes: 4096\nwrite_bytes: 8192\ncancelled_write_bytes: 0\n")
        try tree.hang("5/stat")
        try tree.hang("6/io")
    }

    private var paths: HostPaths { HostPaths(proc: tree.root) }

    @Test func `a scan leaves out what hangs, says so, and takes it for no end of a pipe`() throws {
        let collector = ProcessCollector(paths: paths, hostID: "test", readSockets: { .notCollected })
        var waits = 0
        let sample = try collector.scan(window: .zero, samples: 2) { waits += 1 }
        #expect(sample.processes.map(\.pid) == [4, 6] && waits == 1)
        #expect(sample.host.unread == [5])
        #expect(sample.processes.map { $0.counters.last?.storage.reason } == [nil, Unavailability.timedOut])
        let failure = try #require(sample.host.stages.first?.failure)
        #expect(failure.contains("PID 5 (stat), PID 6 (io)"), "\(failure)")
        #expect(try collector.quickScan().map(\.pid) == [4, 6])
    }

    @Test func `a deep scan tells the time-out of what hangs, and reads the rest`() throws {
        var settings = DeepScanSettings()
        settings.window = 0.05
        settings.fileTimeout = 0.1
        // A machine under load must not leave out what is tested.
        settings.overhead = 10
        let suspects = try [Int32(4), 5, 6].map { pid in
            var process = try #require(
                try ProcessCollector(paths: paths, hostID: "test").quickScan().first { $0.pid == 4 })
            process.identity.pid = pid
            return DeepSuspect(process, probes: [.storage, .faults])
        }
        let found = try DeepScan(paths: paths, settings: settings).read(suspects)
        #expect(found.readings.map(\.storage.reason) == [nil, Unavailability.timedOut, .timedOut])
        #expect(found.readings.map(\.faults.reason) == [nil, Unavailability.timedOut, nil])
        #expect(found.summary.failures.count == 1 && found.summary.failures[0].contains("PID 5 (stat), PID 6 (io)"))
        #expect(found.summary.wall < settings.budget)
    }
}
