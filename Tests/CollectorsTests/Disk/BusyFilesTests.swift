import Model
import Primitives
import Testing

@testable import Collectors

@Suite struct BusyFilesTests {
    private func busy(_ paths: [(String, Int32)]) -> BusyFiles {
        var busy = BusyFiles()
        for (path, pid) in paths {
            busy.add(ForeignText(path), FileHolder(pid: pid, use: .open, name: ForeignText("x")))
        }
        busy.sort()
        return busy
    }

    @Test(
        arguments: [
            ("/a", 1), ("/a/b", 1), ("/a-b", 3), ("/a-b/c", 3), ("/a.x", 4), ("/ab", nil), ("/a/b/c/d", nil),
            ("/b", nil),
        ] as [(String, Int32?)])
    func `whoever uses a path or something below it is found, and nobody beside it`(path: String, pid: Int32?) {
        let busy = busy([("/a-b/c", 3), ("/a/b/c", 1), ("/a.x", 4), ("/a/b/z", 2)])
        #expect(busy.holder(below: ForeignText(path))?.pid == pid)
    }

    @Test func `a file is found by what it is, whatever its path, and of several holders the first`() {
        var busy = BusyFiles()
        let file = FileIdentity(device: 5, inode: 77)
        busy.add(file, FileHolder(pid: 9, use: .open, name: ForeignText("late")))
        busy.add(file, FileHolder(pid: 4, use: .mapped, name: ForeignText("early")))
        #expect(busy.holder(of: file)?.pid == 4)
        #expect(busy.holder(of: FileIdentity(device: 6, inode: 77)) == nil)
        #expect(busy.holder(of: FileIdentity(device: 5, inode: 78)) == nil)
    }

    @Test func `locks name their file, waiting ones too`() {
        let text = """
            1: FLOCK  ADVISORY  WRITE 1234 fe:00:5678 0 EOF
            1: -> FLOCK  ADVISORY  WRITE 1235 fe:00:5678 0 EOF
            2: POSIX  ADVISORY  READ 7 00:1a:99 0 EOF
            nonsense
            3: OFDLCK ADVISORY  WRITE -1 fe:00:12 0 EOF

            """
        let locks = LockTable.parse(Array(text.utf8))
        #expect(locks.map(\.pid) == [1234, 1235, 7, -1])
        #expect(locks.map(\.identity.inode) == [5678, 5678, 99, 12])
        #expect(Set(locks.map(\.identity.device)).count == 2)
    }

    @Test func `a name is looked up among hundreds of patterns`() {
        var evidence = GeneratorEvidence()
        evidence.hasCacheTag = true
        let names = [["target"], ["*.log"], ["go-build*"], ["a?c"], ["target", "*get"], ["*.log.?"]]
        let index = PatternIndex(
            names.enumerated().map { ArtifactPattern(id: "p\($0)", names: $1, evidence: [evidence]) })
        func found(_ name: String) -> [Int] {
            Array(name.utf8).withUnsafeBufferPointer { index.candidates($0, isDirectory: true) }
        }
        #expect(found("target") == [0, 4])
        #expect(found("a.log") == [1] && found("go-build1") == [2] && found("abc") == [3] && found("nothing") == [])
        #expect(found("a.log.1") == [5] && found("a.lg.1") == [] && found("gol.a.") == [])
        #expect(Array("target".utf8).withUnsafeBufferPointer { index.candidates($0, isDirectory: false) } == [])
    }

    @Test func `what another was mounted over is out of reach, with all that lies on it`() {
        let table = MountTable(
            parsing: Array(
                """
                20 1 254:0 / / rw - ext4 /dev/vda rw
                25 20 0:23 / /dev/shm rw - tmpfs tmpfs rw
                26 25 0:24 / /dev/shm/below rw - tmpfs inner rw
                30 25 0:28 / /dev/shm rw - tmpfs tmpfs rw

                """.utf8))
        #expect(table.reachable.map(\.id) == [20, 30])
        #expect(table.mount(of: ForeignText("/dev/shm/below"))?.id == 30)
        #expect(table.mount(of: ForeignText("/srv"))?.id == 20)
    }
}
