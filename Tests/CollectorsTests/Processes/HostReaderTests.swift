import Model
import Primitives
import SystemCalls
import Testing

@testable import Collectors

@Suite struct HostReaderTests {
    @Test func `the machine and the viewer's ancestors are read`() throws {
        let tree = try ProcTree()
        try tree.add(1, name: "init", parent: 0, start: 3)
        try tree.add(20, parent: 1)
        try tree.add(30, parent: 20)
        try tree.add(31, parent: 20)
        let paths = HostPaths(proc: tree.root, devices: "\(tree.root)/dev", systemd: "\(tree.root)/no")
        // PTS 1 is what `tty_nr` 34817 stands for.
        try tree.write("dev/pts/1", "")
        let collector = ProcessCollector(paths: paths, hostID: "h", viewerPID: 30) {
            SocketTables(tcp: .unavailable(.notSupported), unix: .measured([]), failure: "no TCP here")
        }
        let sample = try collector.scan(window: .milliseconds(1), samples: 2)
        let host = sample.host
        #expect(host.bootID == "2f6d3c1e-0000-4000-8000-000000000001")
        #expect(host.viewer.chain == [30, 20, 1])
        #expect(host.initStartTicks == 3)
        #expect(host.memoryTotal == .kibibytes(2000))
        #expect(host.memoryAvailable == .kibibytes(1500))
        #expect(!host.hasSystemd)
        #expect(host.window >= 0.001)
        #expect(host.samples == 2)
        #expect(host.terminalQuiet.keys.contains(34817))
        #expect(host.stages.compactMap(\.failure) == ["no TCP here", "no TCP here"])
    }

    @Test(
        arguments: [
            (Int32(34816), "/dev/pts/0"), (34817 + 255, "/dev/pts/256"), (0x0010_8801, "/dev/pts/257"),
            (1025, "/dev/tty1"),
            (1088, nil), (0, nil), (-1, nil),
        ] as [(Int32, String?)])
    func `a terminal's number gives its file`(number: Int32, path: String?) {
        #expect(TerminalDevice(number)?.path(below: "/dev") == path)
    }
}
